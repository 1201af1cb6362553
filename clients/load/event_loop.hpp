#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace plenary::load {

/// Time since some fixed moment, in nanoseconds; never goes back. Cost: tens of nanoseconds.
[[nodiscard]] std::int64_t now_ns();

/// Something with a file descriptor that the loop watches.
class Pollable {
 public:
  virtual ~Pollable() = default;
  /// `events` are epoll's.
  virtual void on_ready(std::uint32_t events) = 0;
  /// Called once at the end of a turn in which ask_for_flush(this) was called: all that was queued
  /// in the turn leaves in one system call.
  virtual void flush() = 0;
};

/// A turn-based loop over epoll and one timer. Thread: one; not copyable.
class EventLoop {
 public:
  /// Throws std::system_error if the kernel refuses an epoll or timer descriptor.
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Watches `fd` for reading, and for writing too if asked. `pollable` must live until remove().
  void add(int fd, Pollable& pollable, bool want_write);
  void change(int fd, Pollable& pollable, bool want_write);
  void remove(int fd);
  void ask_for_flush(Pollable& pollable) { to_flush_.push_back(&pollable); }

  /// The next turn begins at `due_ns` (now_ns() clock) at the latest.
  void wake_at(std::int64_t due_ns);
  /// Waits for events (at most 100 ms), hands them out, calls `after_events`, then flushes.
  void turn(const std::function<void()>& after_events);

 private:
  int epoll_ = -1;
  int timer_ = -1;
  std::int64_t armed_ns_ = 0;
  std::vector<Pollable*> to_flush_;
};

}  // namespace plenary::load
