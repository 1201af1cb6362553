#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/net/frame.hpp"

namespace plenary::server {

/// The bytes that wait to leave through one socket: a bounded queue, first in, first out. Knows
/// nothing of sockets. Not thread-safe.
class Outbox {
 public:
  enum class Push : bool { kQueued, kOverflow };

  explicit Outbox(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// Puts frames at the end. kOverflow if more than bytes_max would wait: then nothing is put. Two
  /// kinds of frames are always taken and do not count: one that a budget counts
  /// (Bytes::in_budget), and one larger than bytes_max if nothing waits before it.
  [[nodiscard]] Push push(Bytes bytes);
  /// Puts a frame that replaces older ones of its key. If little waits it goes to the end, else
  /// aside, in place of the older one there. If too much would be aside, both the frame and the
  /// older one are dropped.
  [[nodiscard]] Push push_newest(const std::string& key, Bytes bytes);

  [[nodiscard]] bool empty() const { return queue_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// The first pieces, in order, at most `count`. Valid until the next change.
  [[nodiscard]] std::vector<std::string_view> front(std::size_t count) const;
  /// The first `n` bytes have left. Newest values that were aside join the queue once little waits.
  void consumed(std::size_t n);
  /// Forgets every piece that has not begun to leave. Pieces are whole frames, so the bytes that
  /// stay end with a frame.
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
