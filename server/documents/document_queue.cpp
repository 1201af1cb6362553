// The order of a document's requests: which run now, which wait, and the end after an exception.

#include <utility>

#include "protocol/base/assert.hpp"
#include "server/documents/document_actor.hpp"
#include "server/ops/log.hpp"
#include "server/ops/metrics.hpp"

namespace plenary::server {

using SteadyClock = std::chrono::steady_clock;

namespace {

void log_condemned(const DocumentKey& key, const std::exception_ptr& why) {
  std::string reason = "not a standard exception";
  try {
    std::rethrow_exception(why);
  } catch (const std::exception& exception) {
    reason = exception.what();
  } catch (...) {
  }
  log::error("document_failed", {{"document", key.channel()}, {"reason", reason}});
}

}  // namespace

void DocumentActor::run_waiting() {
  while (!waiting_.empty() && phase_ != Phase::kLoading) {
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    // An earlier request of the same socket may be worked on elsewhere.
    if (const auto held = suspended_.find(next.peer.get()); held != suspended_.end()) {
      held->second.waiting.push_back(std::move(next));
    } else {
      waiting_bytes_ -= next.bytes;
      run_for(next.peer, std::move(next.task));
    }
  }
}

void DocumentActor::enqueue(const PeerRef& peer, Task task, std::size_t bytes) {
  PLENARY_ASSERT(env_.shard.is_here(), "a document is touched on its shard only");
  last_used_ = SteadyClock::now();
  const bool loading = phase_ == Phase::kLoading || !waiting_.empty();
  const auto held = suspended_.find(peer.get());
  if (!loading && held == suspended_.end()) {
    run_for(peer, std::move(task));
    return;
  }
  std::deque<Waiting>& queue = loading ? waiting_ : held->second.waiting;
  const bool too_much =
      queue.size() >= kParkedRequestsMax || waiting_bytes_ + bytes > kParkedBytesMax;
  if (peer != nullptr && too_much) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  } else {
    waiting_bytes_ += bytes;
    queue.push_back({peer, std::move(task), bytes});
  }
}

void DocumentActor::run_for(const PeerRef& peer, Task task) {
  try {
    task();
  } catch (...) {
    close_unanswered(peer);
    throw;
  }
}

void DocumentActor::condemn(const std::exception_ptr& why) {
  phase_ = Phase::kCondemned;
  log_condemned(key_, why);
  env_.metrics.document_failed();
  std::unordered_map<const Peer*, PeerRef> peers = watchers_;
  const auto add = [&peers](const PeerRef& peer) {
    if (peer != nullptr) {
      peers.emplace(peer.get(), peer);
    }
  };
  for (const PeerRef& peer : subscribers_.all()) {
    add(peer);
  }
  for (const Waiting& waiting : waiting_) {
    add(waiting.peer);
  }
  for (const auto& [raw, suspended] : suspended_) {
    add(suspended.peer);
  }
  for (const SubmitRequest& request : parked_) {
    add(request.peer);
  }
  for (const AgainRequest& request : releases_.take_all()) {
    if (const auto* submit = std::get_if<SubmitRequest>(&request)) {
      add(submit->peer);
    } else if (const auto* read = std::get_if<ReadRequest>(&request)) {
      add(read->peer);
    }
  }
  for (const auto& [raw, peer] : peers) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  }
}

void DocumentActor::close_if_condemned(const PeerRef& peer) {
  if (is_condemned()) {
    close_unanswered(peer);
  }
}

/// Its client comes back and asks again.
void DocumentActor::close_unanswered(const PeerRef& peer) {
  if (peer != nullptr) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  }
}

void DocumentActor::suspend(const PeerRef& peer) {
  suspended_.try_emplace(peer.get(), Suspended{peer, {}});
}

void DocumentActor::resume(const PeerRef& peer, Task first) {
  std::deque<Waiting> held;
  if (auto node = suspended_.extract(peer.get())) {
    held = std::move(node.mapped().waiting);
  }
  run_for(peer, std::move(first));
  for (Waiting& next : held) {
    waiting_bytes_ -= next.bytes;
    enqueue(peer, std::move(next.task), next.bytes);  // the first may have suspended it again
  }
}

}  // namespace plenary::server
