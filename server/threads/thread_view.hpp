#pragma once

#include <optional>
#include <vector>

#include "protocol/threads/discussion.hpp"
#include "server/threads/discussions.hpp"

namespace plenary::server {

/// One thread with its comments and its place: what an answer says of it. Lifetime: the pointers
/// are good as long as the discussion of the view that it was made from.
struct ThreadView {
  const threads::Thread* thread;
  std::vector<const threads::Comment*> comments;
  Version version;                     // of the document, at which it is there
  std::optional<Places::Place> place;  // nothing: it began later
};

/// Requires: the thread is in the discussion. Cost: O(its comments + the words that it hangs on).
[[nodiscard]] ThreadView view_of(const DiscussionView& view, threads::Number id);

}  // namespace plenary::server
