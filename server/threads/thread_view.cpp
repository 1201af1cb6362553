#include "server/threads/thread_view.hpp"

namespace plenary::server {

ThreadView view_of(const DiscussionView& view, threads::Number id) {
  const threads::Thread* const thread = view.discussion->thread(id);
  ThreadView shown{.thread = thread,
                   .comments = {},
                   .version = thread->anchor.version,
                   .place = view.places == nullptr ? std::nullopt : view.places->find(id)};
  shown.comments.reserve(thread->comments.size());
  for (const threads::Number comment : thread->comments) {
    shown.comments.push_back(view.discussion->comment(comment));
  }
  if (shown.place) {
    shown.version = view.places->version();
  }
  return shown;
}

}  // namespace plenary::server
