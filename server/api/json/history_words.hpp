#pragma once

#include <string>
#include <vector>

#include "protocol/history/difference.hpp"
#include "protocol/history/history.hpp"
#include "server/api/json/history_json.hpp"

/// Differences for people: in words and as HTML. Pure; any thread; cost linear in the texts.
namespace plenary::server {

/// One line for each change: who did what to which words, in which section, when (UTC). Plain text;
/// long passages are shortened in their middle.
[[nodiscard]] std::string difference_in_words(const history::History& history,
                                              const history::Difference& difference,
                                              std::uint64_t from, std::uint64_t to,
                                              const std::vector<Byline>& authors);

/// The text with its changes as an HTML fragment: `ins` and `del` with who and when.
[[nodiscard]] std::string difference_as_html(const history::History& history,
                                             const history::Difference& difference,
                                             const std::vector<Byline>& authors);

}  // namespace plenary::server
