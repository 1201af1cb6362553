#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace plenary::server {

/// A map by name of bounded size in bytes. Beyond the bound it forgets the least recently used
/// entries. For values that can be read from the store again.
/// Thread: one at a time. Cost of all calls: a hash look-up.
template <class Value>
class BoundedCache {
 public:
  /// The memory of an entry beside key and value: list, map, allocations.
  static constexpr std::size_t kEntryBytes = 128;

  explicit BoundedCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// Returns the value and counts as a use; null if it is not there. Lifetime: until the next call
  /// of put or erase.
  [[nodiscard]] Value* find(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
      return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->value;
  }

  /// The same without counting as a use.
  [[nodiscard]] const Value* peek(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &found->second->value;
  }

  /// Adds or replaces a value. `value_bytes`: the memory that it takes beyond sizeof(Value).
  void put(std::string key, Value value, std::size_t value_bytes = 0) {
    erase(key);
    const std::size_t bytes = key.size() + sizeof(Value) + value_bytes + kEntryBytes;
    entries_.push_front({std::move(key), std::move(value), bytes});
    by_key_.emplace(entries_.front().key, entries_.begin());
    bytes_ += bytes;
    while (bytes_ > bytes_max_ && entries_.size() > 1) {
      erase(std::string(entries_.back().key));
    }
  }

  void erase(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
      return;
    }
    const auto entry = found->second;
    by_key_.erase(found);
    bytes_ -= entry->bytes;
    entries_.erase(entry);
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::string key;
    Value value;
    std::size_t bytes;
  };

  const std::size_t bytes_max_;
  std::size_t bytes_{0};
  std::list<Entry> entries_;  // used last first
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_key_;
};

}  // namespace plenary::server
