#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/base/result.hpp"
#include "protocol/history/history.hpp"
#include "server/access/directory_state.hpp"
#include "server/api/json/history_json.hpp"
#include "server/http/router.hpp"

/// Parts that requests about a paper's history have in common. Thread: any.
namespace plenary::server {

struct HttpServices;

/// The paper that the first capture names.
[[nodiscard]] DocumentKey paper_of_exchange(const Exchange& exchange);

[[nodiscard]] Error bad_version(const char* name);
/// A version in the query: a number up to `head`, or "head"; `otherwise` if it is not there. Error
/// kMalformed.
[[nodiscard]] Result<std::uint64_t> version_of(const Exchange& exchange, const char* name,
                                               std::uint64_t head, std::uint64_t otherwise);
/// A whole number in the query. Error kMalformed.
[[nodiscard]] Result<std::optional<std::uint64_t>> number_of(const Exchange& exchange,
                                                             const char* name);

/// The account of an author; null for an author without one. Lifetime: as DirectoryState::find.
[[nodiscard]] const Account* account_of(const DirectoryState& state, std::string_view author);

/// The authors of a history by their names and groups. Cost: O(authors × groups).
[[nodiscard]] std::vector<Byline> bylines_of(const HttpServices& services,
                                             const history::History& history);

}  // namespace plenary::server
