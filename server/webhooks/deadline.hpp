#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace plenary::server {

/// Ends an exchange over the network that takes too long or too much: the sockets that it watches
/// are shut down at the deadline, or as soon as more bytes came in. Timeouts of single reads do not
/// do that: a byte every few seconds passes them for ever. Has a thread of its own. Thread: any.
class Deadline {
 public:
  Deadline(std::chrono::milliseconds time, std::size_t bytes_max);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  /// Stops watching.
  ~Deadline();

  /// Watches one more socket of the exchange. It is shut down at once if it is too late already.
  void watch(int socket);
  /// Whether it ended the exchange.
  [[nodiscard]] bool has_passed() const;

 private:
  void run();
  [[nodiscard]] bool too_much() const;
  void shut_down();

  const std::chrono::steady_clock::time_point end_;
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_:
  std::vector<int> sockets_;  // duplicates: their numbers stay ours when the originals are closed
  bool passed_{false};
  bool over_{false};
  std::thread thread_;
};

}  // namespace plenary::server
