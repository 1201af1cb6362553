#include "server/net/answer_slot.hpp"

#include <atomic>
#include <utility>

#include "server/net/failure.hpp"
#include "server/net/problem.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

/// The pending answer to one request.
class AnswerSlot::Promise {
 public:
  Promise(std::shared_ptr<AnswerSlot> slot, std::uint64_t turn)
      : slot_(std::move(slot)), turn_(turn) {}
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  ~Promise() {
    try {
      keep(to_response({500, kInternal,
                        "The server gave up on this request. It may have been "
                        "done: look before you send it again."}));
    } catch (...) {
      log_failure("answer", std::current_exception());
    }
  }

  /// Only the first call has an effect.
  void keep(HttpResponse response) {
    if (!kept_.exchange(true)) {
      slot_->put(turn_, std::move(response));
    }
  }

 private:
  const std::shared_ptr<AnswerSlot> slot_;
  const std::uint64_t turn_;
  std::atomic<bool> kept_{false};
};

std::function<void(HttpResponse)> AnswerSlot::expect() {
  auto promise = std::make_shared<Promise>(shared_from_this(), ++turn_);
  return [promise](HttpResponse response) { promise->keep(std::move(response)); };
}

void AnswerSlot::put(std::uint64_t turn, HttpResponse response) {
  const std::lock_guard lock(mutex_);
  if (shard_ == nullptr) {
    return;
  }
  shard_->post([self = shared_from_this(), turn, response = std::move(response)]() mutable {
    if (self->shard_ != nullptr && self->turn_ == turn) {  // changed on this thread only
      self->deliver_(std::move(response));
    }
  });
}

void AnswerSlot::close() {
  const std::lock_guard lock(mutex_);
  shard_ = nullptr;
}

}  // namespace plenary::server
