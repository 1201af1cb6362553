#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/commit_pacing.hpp"
#include "storage/store.hpp"
#include "storage/waiting_appends.hpp"

namespace plenary::storage {

/// The figures of one commit, for metrics.
struct CommitReport {
  std::size_t appends{0};               // submits answered
  std::size_t failed{0};                // of them, with an error
  std::size_t ops{0};                   // in all of them
  std::size_t documents{0};             // different ones
  std::chrono::nanoseconds waited{0};   // for more to come, before the write
  std::chrono::nanoseconds written{0};  // the store's append
};

/// Is told of every commit. Called on the commit thread, after the answers; must not block.
class CommitObserver {
 public:
  virtual ~CommitObserver() = default;
  virtual void on_commit(const CommitReport& report) noexcept = 0;
};

/// Groups the appends of all documents into few synced writes, on a thread of its own.
///
/// Answers of one document come in the order of submission. Its appends may follow each other
/// without waiting for answers: each names the head that the one before leaves. If one fails, those
/// that follow it fail, too, since the head they name never came.
class CommitQueue {
 public:
  using Done = std::function<void(Result<void>)>;

  struct Options {
    /// Operations and their bytes that wait or are being written. Beyond it the disk is slower than
    /// the editors for so long that a client does better to try again: at 20,000 operations a
    /// second it is three seconds' worth.
    std::size_t waiting_ops_most{65536};
    std::size_t waiting_bytes_most{256u << 20};
    /// One write of many appends. An append from large_bytes on has a write to itself: other
    /// documents' operations wait for at most one of them. Both bound the time between a small
    /// operation and its answer.
    std::size_t batch_bytes_most{1u << 20};
    std::size_t large_bytes{64u << 10};
    /// The longest wait for more before a write: about what a synced write costs on a good disk.
    std::chrono::microseconds wait_most{200};
  };

  /// Starts the thread. Lifetime: `store` and `observer` (may be null) outlive the queue.
  explicit CommitQueue(Store& store);
  CommitQueue(Store& store, const Options& options, CommitObserver* observer = nullptr);
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;
  /// stop().
  ~CommitQueue();

  /// Has the operations added to the document's log; `done` is called with the answer on the commit
  /// thread, once, and must neither block nor throw. Thread: any. Does not block.
  /// Errors, at once and without a call of `done`: kTooLarge: too much waits already (see Options);
  /// kStopping. Errors to `done`: those of Store::append.
  /// Requires: ops of `append` are not empty and dense from its expected_head.
  [[nodiscard]] Result<void> submit(Append append, Done done);

  /// Takes no more, writes and answers what waits, ends the thread. May be called twice.
  /// Thread: any but the commit thread.
  void stop();

  /// Operations that wait or are being written. Thread: any.
  [[nodiscard]] std::size_t waiting_ops() const;

 private:
  using Entry = WaitingAppends::Entry;

  void run();
  [[nodiscard]] std::vector<Entry> next_batch();
  void gather(std::unique_lock<std::mutex>& lock);
  void commit(std::vector<Entry> batch);
  void release(std::size_t ops, std::size_t bytes);

  Store& store_;
  const Options options_;
  CommitObserver* const observer_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_:
  WaitingAppends queue_;
  std::size_t waiting_ops_{0};
  std::size_t waiting_bytes_{0};
  std::size_t arrived_{0};  // appends, ever
  std::size_t wake_at_{1};  // appends in queue_ at which the commit thread wants to be woken
  bool stopping_{false};

  // The commit thread's own:
  CommitPacing pacing_;
  CommitReport report_;  // of the commit that is being made

  std::mutex join_mutex_;
  std::thread thread_;  // made last: it uses all of the above
};

}  // namespace plenary::storage
