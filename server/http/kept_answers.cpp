#include "server/http/kept_answers.hpp"

#include <algorithm>
#include <utility>

namespace plenary::server {

KeptAnswers::Body KeptAnswers::find(std::string_view etag) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [etag](const Kept& kept) { return kept.etag == etag; });
  if (found == kept_.end()) {
    return nullptr;
  }
  kept_.splice(kept_.begin(), kept_, found);
  return found->body;
}

void KeptAnswers::keep(std::string etag, Body body) {
  if (body->size() > bytes_max_ / 4) {
    return;
  }
  const std::lock_guard lock(mutex_);
  const bool is_known = std::any_of(kept_.begin(), kept_.end(),
                                    [&etag](const Kept& kept) { return kept.etag == etag; });
  if (is_known) {
    return;  // somebody else made the same meanwhile
  }
  bytes_ += body->size() + etag.size();
  kept_.push_front({std::move(etag), std::move(body)});
  while (bytes_ > bytes_max_) {
    bytes_ -= kept_.back().body->size() + kept_.back().etag.size();
    kept_.pop_back();
  }
}

}  // namespace plenary::server
