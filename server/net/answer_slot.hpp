#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "server/net/http.hpp"

namespace plenary::server {

/// Takes the answers to a connection's requests. They may come on any thread and at any time: an
/// answer that comes after the connection, or its whole shard, is dropped.
class AnswerSlot : public std::enable_shared_from_this<AnswerSlot> {
 public:
  /// `deliver` is called on the shard, for the answer to the newest request only. Lifetime: both
  /// outlive close().
  AnswerSlot(Shard& shard, std::function<void(HttpResponse)> deliver)
      : shard_(&shard), deliver_(std::move(deliver)) {}

  /// Returns the function that takes the answer to the next request. If all its copies are
  /// destroyed uncalled, the answer is "500 internal". Thread: the shard's.
  [[nodiscard]] std::function<void(HttpResponse)> expect();
  /// Drops a later answer to the newest request. Thread: the shard's.
  void forget() { ++turn_; }
  /// Delivers nothing any more. Thread: the shard's.
  void close();

 private:
  class Promise;
  void put(std::uint64_t turn, HttpResponse response);

  std::mutex mutex_;
  Shard* shard_;  // null: closed
  const std::function<void(HttpResponse)> deliver_;
  std::uint64_t turn_{0};  // of the newest request; used on the shard only
};

}  // namespace plenary::server
