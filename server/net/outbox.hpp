#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/net/frame.hpp"

namespace plenary::server {

/// What waits to leave through one socket: first in, first out, bounded. Knows nothing of sockets.
/// Not thread-safe.
class Outbox {
 public:
  enum class Push : bool { kQueued, kOverflow };

  explicit Outbox(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// Puts frames at the end. kOverflow, and nothing is put, if more than bytes_max would wait. Two
  /// kinds of frames are always taken and do not count: one that a budget counts
  /// (Bytes::in_budget), and one larger than bytes_max if nothing waits before it.
  [[nodiscard]] Push push(Bytes bytes);
  /// Puts a frame of which only the newest counts: at the end if little waits, else aside, where it
  /// replaces an older one of its key. Dropped, and the older one with it, if too much would be
  /// aside.
  [[nodiscard]] Push push_newest(const std::string& key, Bytes bytes);

  [[nodiscard]] bool empty() const { return queue_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// The first pieces, in order, at most `count`. Valid until the next change.
  [[nodiscard]] std::vector<std::string_view> front(std::size_t count) const;
  /// The first `n` bytes have left. Newest values that were aside join the queue once little waits.
  void consumed(std::size_t n);
  /// Forgets everything but what has begun to leave: whole frames, since what is pushed is whole
  /// frames.
  void drop_unbegun();

 private:
  struct Waiting {
    Bytes bytes;
    bool counts{true};  // towards bytes_max_
  };
  void append(Bytes bytes, bool counts = true);
  void left(const Waiting& piece, std::size_t n);

  std::size_t bytes_max_;
  std::deque<Waiting> queue_;
  bool begun_{false};       // part of the first piece has left
  std::size_t bytes_{0};    // in queue_
  std::size_t counted_{0};  // of them, those that count
  std::unordered_map<std::string, Bytes> aside_;
  std::size_t aside_bytes_{0};
};

}  // namespace plenary::server
