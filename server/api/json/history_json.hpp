#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "protocol/history/blame.hpp"
#include "protocol/history/history.hpp"
#include "server/history/histories.hpp"
#include "server/history/milestones.hpp"

/// The revision history as the API writes it (docs/openapi.yaml). Pure; any thread; cost linear in
/// what is written. Requires of all: versions are at or below that of the history.
namespace plenary::server {

/// An author, as readers of the history see them.
struct Byline {
  std::string id{};
  std::string name{};  // empty: not known
  std::vector<std::string> groups{};
};

/// `[{"id":…,"name":…,"groups":[…]},…]`
[[nodiscard]] std::string authors_json(const std::vector<Byline>& authors);

/// `{"version":57,"time":"…"}`; the time of the operation that made the version; null for version 0
/// and for versions above the head.
[[nodiscard]] std::string moment_json(const history::History& history, std::uint64_t version);

[[nodiscard]] std::string blame_json(const history::History& history, std::uint64_t version,
                                     const std::vector<history::Written>& runs,
                                     const std::vector<history::WrittenInside>& inside,
                                     const std::vector<Byline>& authors);

/// Appends `,"inserted":…,"deleted":…,"reformatted":…`.
void add_amount(std::string& out, const history::Amount& amount);

/// Appends an operation and a line end: all that its hash is made of (storage/FORMAT.md).
void append_operation_line(std::string& out, const storage::OpRecord& op);

/// Which sessions are wanted.
struct SessionQuery {
  std::optional<std::uint64_t> from{};  // with an operation at or behind this version…
  std::optional<std::uint64_t> to{};    // …and before this one
  std::optional<std::string> by{};      // of this author
  std::optional<std::string> group{};   // of authors in this group
  std::optional<std::size_t> before{};  // older than this one: the number in `next`
  std::size_t limit{50};
};

[[nodiscard]] std::string sessions_json(const history::History& history, const SessionQuery& query,
                                        const std::vector<Milestone>& milestones,
                                        const std::vector<Byline>& authors);

}  // namespace plenary::server
