#pragma once

#include <cstddef>
#include <string>

#include "server/runtime/byte_budget.hpp"

namespace plenary::server {

/// Memory for one kind of traffic (request bodies, answers, messages of sockets), counted before it
/// is used. The first kTrafficBytesFree bytes of each piece are part of its connection's price. Up
/// to kTrafficBytesSmall a piece counts in one budget, its bytes beyond in another one: a client
/// that fills memory with large pieces keeps nobody from sending and getting small ones.
/// Thread: any. A lease may outlive the budget.
class TrafficBudget {
 public:
  struct Options {
    ByteBudget::Options small{};
    ByteBudget::Options large{};
  };
  explicit TrafficBudget(Options options) : small_(options.small), large_(options.large) {}

  /// The memory of one piece. Nothing at first.
  class Lease {
   public:
    /// Counts `bytes` if fewer are counted so far. Error kBusy: the asker, or all askers together,
    /// hold too much at the moment; then the count stays. Cost: nothing for up to
    /// kTrafficBytesFree, else a lock or two.
    [[nodiscard]] Result<void> grow_to(std::size_t bytes);
    void release();
    [[nodiscard]] std::size_t counted() const { return small_.bytes() + large_.bytes(); }

   private:
    friend class TrafficBudget;
    Lease(ByteBudget::Lease small, ByteBudget::Lease large)
        : small_(std::move(small)), large_(std::move(large)) {}
    ByteBudget::Lease small_;
    ByteBudget::Lease large_;
  };
  /// `key`: see limit_key_of (server/net/asker.hpp).
  [[nodiscard]] Lease open(const std::string& key);

  [[nodiscard]] std::size_t held() const { return small_.held() + large_.held(); }

 private:
  ByteBudget small_;
  ByteBudget large_;
};

}  // namespace plenary::server
