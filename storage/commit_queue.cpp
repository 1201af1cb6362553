#include "storage/commit_queue.hpp"

#include <map>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::storage {
namespace {

using Clock = std::chrono::steady_clock;

std::size_t bytes_of(const Append& append) {
  std::size_t sum = append.properties ? append.properties->size() : 0;
  for (const OpRecord& op : append.ops) {
    sum += log_bytes(op);
  }
  return sum;
}

/// One append for each document, made of those that continue each other.
class Merger {
 public:
  /// Takes the operations of the next append of the batch. Requires: called in their order.
  void add(Append&& append) {
    const auto [place, fresh] = by_document_.try_emplace(append.key, merged_.size());
    if (fresh) {
      merged_.push_back(std::move(append));
      group_of_.push_back(place->second);
      return;
    }
    Append& sum = merged_[place->second];
    if (append.expected_head != sum.ops.back().version.next()) {
      group_of_.push_back(kConflict);
      return;
    }
    std::move(append.ops.begin(), append.ops.end(), std::back_inserter(sum.ops));
    if (append.properties) {
      sum.properties = std::move(append.properties);
    }
    group_of_.push_back(place->second);
  }

  [[nodiscard]] const std::vector<Append>& appends() const { return merged_; }

  /// The answer to the n-th append that was added.
  [[nodiscard]] Result<void> answer(std::size_t n, const std::vector<Result<void>>& answers) const {
    if (group_of_[n] == kConflict) {
      return Error{Errc::kVersionConflict,
                   "the append does not continue the one before it of its document"};
    }
    return answers[group_of_[n]];
  }

 private:
  static constexpr std::size_t kConflict = ~std::size_t{0};

  std::map<DocumentKey, std::size_t> by_document_;
  std::vector<Append> merged_;
  std::vector<std::size_t> group_of_;  // for each added: its place in merged_, or kConflict
};

}  // namespace

CommitQueue::CommitQueue(Store& store) : CommitQueue(store, Options{}) {}

CommitQueue::CommitQueue(Store& store, const Options& options, CommitObserver* observer)
    : store_(store),
      options_(options),
      observer_(observer),
      queue_({options.batch_bytes_most, options.large_bytes}),
      thread_([this] { run(); }) {}

CommitQueue::~CommitQueue() {
  stop();
}

Result<void> CommitQueue::submit(Append append, Done done) {
  PLENARY_ASSERT(!append.ops.empty(), "an append has operations");
  const std::size_t ops = append.ops.size();
  const std::size_t bytes = bytes_of(append);
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return Error{Errc::kStopping, "the server is stopping"};
    }
    if (waiting_ops_ > 0 && (waiting_ops_ + ops > options_.waiting_ops_most ||
                             waiting_bytes_ + bytes > options_.waiting_bytes_most)) {
      return Error{Errc::kTooLarge, "too much waits to be written to disk: try again"};
    }
    waiting_ops_ += ops;
    waiting_bytes_ += bytes;
    arrived_ += 1;
    queue_.push({std::move(append), std::move(done), bytes});
    wake = queue_.size() == wake_at_;
  }
  if (wake) {
    wake_.notify_one();
  }
  return {};
}

void CommitQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  const std::lock_guard lock(join_mutex_);
  if (thread_.joinable()) {
    PLENARY_ASSERT(thread_.get_id() != std::this_thread::get_id(),
                   "the commit thread does not stop itself");
    thread_.join();
  }
}

std::size_t CommitQueue::waiting_ops() const {
  const std::lock_guard lock(mutex_);
  return waiting_ops_;
}

void CommitQueue::run() {
  Clock::time_point turned = Clock::now();
  std::size_t arrived_before = 0;
  while (true) {
    std::vector<Entry> batch = next_batch();
    if (batch.empty()) {
      return;
    }
    commit(std::move(batch));
    const Clock::time_point now = Clock::now();
    const std::size_t arrived = [this] {
      const std::lock_guard lock(mutex_);
      return arrived_;
    }();
    pacing_.observe(arrived - arrived_before, now - turned, report_.written);
    arrived_before = arrived;
    turned = now;
  }
}

/// Waits for appends and takes as many as one write may have; none when the queue has stopped.
std::vector<CommitQueue::Entry> CommitQueue::next_batch() {
  std::unique_lock lock(mutex_);
  wake_at_ = 1;
  wake_.wait(lock, [this] { return !queue_.empty() || stopping_; });
  const Clock::time_point first_seen = Clock::now();
  gather(lock);
  report_ = CommitReport{.waited = Clock::now() - first_seen};
  return queue_.take();
}

/// Holds the write back while that pays.
void CommitQueue::gather(std::unique_lock<std::mutex>& lock) {
  const std::size_t enough = pacing_.worth_gathering();
  if (queue_.size() >= enough) {
    return;
  }
  wake_at_ = enough;
  wake_.wait_for(lock, options_.wait_most,
                 [this, enough] { return queue_.size() >= enough || stopping_; });
}

void CommitQueue::release(std::size_t ops, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  waiting_ops_ -= ops;
  waiting_bytes_ -= bytes;
}

void CommitQueue::commit(std::vector<Entry> batch) {
  Merger merger;
  std::size_t bytes = 0;
  for (Entry& entry : batch) {
    bytes += entry.bytes;
    report_.ops += entry.append.ops.size();
    merger.add(std::move(entry.append));
  }
  report_.appends = batch.size();
  report_.documents = merger.appends().size();
  const Clock::time_point begun = Clock::now();
  const std::vector<Result<void>> answers = store_.append(merger.appends());
  report_.written = Clock::now() - begun;
  release(report_.ops, bytes);
  for (std::size_t n = 0; n < batch.size(); ++n) {
    Result<void> answer = merger.answer(n, answers);
    report_.failed += answer ? 0 : 1;
    batch[n].done(std::move(answer));
  }
  if (observer_ != nullptr) {
    observer_->on_commit(report_);
  }
}

}  // namespace plenary::storage
