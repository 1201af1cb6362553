#pragma once

#include <string>

#include "protocol/base/units.hpp"
#include "protocol/ot/rich_text/table.hpp"

/// Tables as the API answers them. Pure; any thread.
namespace plenary::server {

/// The columns and the rows of a table, as they are shown. Cost: O(table).
[[nodiscard]] std::string table_json(const ot::rich_text::Table& table, Version version);

}  // namespace plenary::server
