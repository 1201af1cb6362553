#include "server/threads/thread_view.hpp"

namespace plenary::server {

ThreadView view_of(const threads::Discussion& discussion, const Places* places,
                   threads::Number id) {
  ThreadView view;
  view.thread = *discussion.thread(id);
  view.comments.reserve(view.thread.comments.size());
  for (const threads::Number comment : view.thread.comments) {
    view.comments.push_back(*discussion.comment(comment));
  }
  view.place = places == nullptr ? std::nullopt : places->find(id);
  view.version = view.place ? places->version() : view.thread.anchor.version;
  return view;
}

}  // namespace plenary::server
