#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "server/runtime/task.hpp"

namespace plenary::server {

/// Threads for what blocks: reading the log, writing snapshots. First come, first served. Thread:
/// any.
class Background {
 public:
  explicit Background(std::size_t threads);
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background() { stop(); }

  /// Does it on one of the threads; dropped after stop().
  void post(Task task);
  /// Lets what runs and what waits come to its end. May be called twice.
  void stop();
  [[nodiscard]] std::size_t waiting() const;

 private:
  void work();
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  bool stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace plenary::server
