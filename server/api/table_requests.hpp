#pragma once

#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/tables/row_edits.hpp"

namespace plenary::server {

/// Reads the body of a change of a table's rows. Errors: kMalformed, in words. Pure; any thread.
[[nodiscard]] Result<std::vector<tables::RowEdit>> decode_row_edits(std::string_view body);

}  // namespace plenary::server
