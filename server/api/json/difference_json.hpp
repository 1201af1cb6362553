#pragma once

#include <string>

#include "protocol/history/difference.hpp"
#include "protocol/history/history.hpp"

/// Differences as the API writes them (docs/openapi.yaml). Pure; any thread; cost linear in what is
/// written. `authors`: authors_json().
namespace plenary::server {

[[nodiscard]] std::string difference_json(const history::History& history,
                                          const history::Difference& difference, std::uint64_t from,
                                          std::uint64_t to, const std::string& authors);

/// The effect that an undo would have on the head. Its changes belong to the version that the undo
/// would make.
[[nodiscard]] std::string preview_json(const history::History& history,
                                       const history::Difference& difference,
                                       const std::string& authors);

}  // namespace plenary::server
