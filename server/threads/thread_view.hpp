#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/threads/discussion.hpp"
#include "server/threads/places.hpp"

namespace plenary::server {

/// One thread with its comments and its place: what an answer says of it. A value, so that it can
/// be written on another thread.
struct ThreadView {
  threads::Thread thread;
  std::vector<threads::Comment> comments;
  Version version;                     // of the document, at which it is there
  std::optional<Places::Place> place;  // nothing: not looked for since it began
};

/// Requires: the thread is in the discussion. `places` may be null.
[[nodiscard]] ThreadView view_of(const threads::Discussion& discussion, const Places* places,
                                 threads::Number id);

}  // namespace plenary::server
