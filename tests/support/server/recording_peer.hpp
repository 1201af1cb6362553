#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/net/peer.hpp"

namespace plenary::server::testing {

/// The payloads of the text frames of a server that lie one after the other in `bytes`. Fails the
/// test if they do not end where the bytes do.
[[nodiscard]] std::vector<std::string> payloads_of(std::string_view bytes);

/// A socket that remembers what was sent through it. Its Peer functions are called on its shard as
/// always; all others on any thread.
class RecordingPeer final : public Peer, public std::enable_shared_from_this<RecordingPeer> {
 public:
  explicit RecordingPeer(Shard& shard) : shard_(shard) {}

  Shard& shard() override { return shard_; }
  void send(Bytes bytes) override { take(bytes); }
  void send_newest(const std::string& /*key*/, Bytes bytes) override { take(bytes); }
  void close(CloseReason reason) override;
  std::size_t waiting_bytes() const override;

  /// From now on the client at the other end takes nothing: what is sent is remembered, and also
  /// waits as in an outbox.
  void stop_taking();
  /// It takes all that waits, and all that comes.
  void take_on();

  /// Called for each payload, on the shard, before it is remembered. To be set before the first.
  std::function<void(const std::string& payload)> on_payload{};

  /// Bytes that it says are waiting besides those that do: a client that reads as slowly as a test
  /// likes.
  std::atomic<std::size_t> waiting{0};

  [[nodiscard]] std::vector<std::string> payloads() const;
  [[nodiscard]] std::optional<CloseReason> closed() const;
  /// Takes what came first and was not taken yet; waits for it, `kPatience` at most, then fails the
  /// test and answers nothing.
  [[nodiscard]] std::string next();
  /// Takes everything up to the first payload in which `part` occurs, and answers that one.
  [[nodiscard]] std::string next_with(std::string_view part);
  /// Waits for the socket to be closed by the server.
  [[nodiscard]] std::optional<CloseReason> wait_closed();

 private:
  void take(const Bytes& bytes);

  Shard& shard_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_:
  std::vector<std::string> payloads_;
  std::size_t taken_{0};
  std::optional<CloseReason> closed_;
  bool is_taking_{true};
  std::vector<Bytes> outbox_;
};

}  // namespace plenary::server::testing
