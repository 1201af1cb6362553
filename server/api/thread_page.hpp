#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/base/units.hpp"
#include "protocol/threads/event.hpp"
#include "server/api/json/thread_json.hpp"
#include "server/threads/thread_view.hpp"

/// Lists of threads: a page of those that fit a query. Pure; any thread.
namespace plenary::server {

inline constexpr std::size_t kThreadPageMax = 200;
inline constexpr std::size_t kThreadPageDefault = 50;

/// The filter, order and place of a list of threads.
struct ThreadQuery {
  enum class Order : std::uint8_t { kCreated, kPosition };
  std::optional<bool> resolved{};
  std::optional<bool> orphaned{};
  std::string author{};  // of any of its comments
  std::string group{};   // the same: any of its members
  std::optional<bool> unread{};
  std::string mentioned{};  // in any of its comments
  std::string assignee{};
  std::string label{};
  std::string words{};  // without case; in its quote or comments
  std::optional<anchor::Range> within{};
  Order order{Order::kCreated};
  std::size_t limit{kThreadPageDefault};
  std::size_t offset{0};                   // order by position
  std::optional<threads::Number> after{};  // order by creation
  std::optional<Version> version{};
};

struct ThreadPage {
  std::vector<ThreadView> threads;
  std::string next_cursor;  // empty: there is no more
  std::size_t open{0};      // in the whole document
  std::size_t resolved{0};
  std::size_t orphaned{0};  // of the open ones
  std::size_t unread{0};
};
/// The page of a query. It ends early, with a cursor, once its comments have kThreadPageBytesMax.
/// `members`: the authors of the group that is asked for. Cost: O(comments of the document), and
/// the text of those that are looked through for words. Lifetime: that of the view's discussion.
[[nodiscard]] ThreadPage page_of(const DiscussionView& view, const ThreadQuery& query,
                                 const ThreadReader& reader, const std::set<std::string>& members);

}  // namespace plenary::server
