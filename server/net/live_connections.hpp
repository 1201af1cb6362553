#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace plenary::server {

/// The live connections of one shard. The application ends all of them before it destroys anything
/// that they use. Used on the shard's thread only.
class LiveConnections {
 public:
  LiveConnections() = default;
  LiveConnections(const LiveConnections&) = delete;
  LiveConnections& operator=(const LiveConnections&) = delete;

  /// A connection's entry; it ends with the member. Lifetime: the list outlives it.
  class Member {
   public:
    Member(LiveConnections& all, std::function<void()> end) : all_(all), number_(++all.last_) {
      all_.ends_.emplace(number_, std::move(end));
    }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    ~Member() { all_.ends_.erase(number_); }

   private:
    LiveConnections& all_;
    std::uint64_t number_;
  };

  [[nodiscard]] std::size_t size() const { return ends_.size(); }

  /// Shuts all connections: each is gone as soon as its coroutines have noticed.
  void end_all() {
    std::vector<std::uint64_t> numbers;  // ending one may remove it, or others
    for (const auto& [number, end] : ends_) {
      numbers.push_back(number);
    }
    for (const std::uint64_t number : numbers) {
      if (const auto entry = ends_.find(number); entry != ends_.end()) {
        const std::function<void()> end = entry->second;
        end();
      }
    }
  }

 private:
  std::uint64_t last_{0};
  std::unordered_map<std::uint64_t, std::function<void()>> ends_;
};

}  // namespace plenary::server
