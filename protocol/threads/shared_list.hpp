#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "protocol/text/ref_counted.hpp"

namespace plenary::threads {

/// A value that copies of its owner share until one of them changes it. May hold nothing.
template <class T>
class Shared {
 public:
  [[nodiscard]] const T* get() const { return node_ == nullptr ? nullptr : &node_->value; }
  void put(T value) { node_.reset(new Node(std::move(value))); }
  /// The value, no longer shared. Requires: there is one. Cost: that of a copy if it was shared.
  [[nodiscard]] T& change() {
    if (!node_->unique()) {
      node_.reset(new Node(*node_));
    }
    return node_->value;
  }

 private:
  struct Node final : text::RefCounted<Node> {
    explicit Node(T v) : value(std::move(v)) {}
    static void destroy(const Node* node) { delete node; }
    T value;
  };
  boost::intrusive_ptr<Node> node_;
};

/// Values by a number, with gaps. A regular value; a copy shares all values and costs a pointer for
/// each 64 places. Thread: as for any value; copies may be used on other threads at the same time.
template <class T>
class SharedList {
 public:
  /// Null if there is nothing of that number.
  [[nodiscard]] const T* find(std::uint64_t number) const {
    const std::uint64_t chunk = number / kChunk;
    return chunk >= chunks_.size() ? nullptr : chunks_[chunk].get()->at(number % kChunk).get();
  }
  void put(std::uint64_t number, T value) {
    while (chunks_.size() <= number / kChunk) {
      chunks_.emplace_back().put({});
    }
    chunks_[number / kChunk].change()[number % kChunk].put(std::move(value));
  }
  /// The value, to be changed; null if there is none.
  [[nodiscard]] T* change(std::uint64_t number) {
    return find(number) == nullptr ? nullptr
                                   : &chunks_[number / kChunk].change()[number % kChunk].change();
  }

 private:
  static constexpr std::size_t kChunk = 64;
  std::vector<Shared<std::array<Shared<T>, kChunk>>> chunks_;
};

}  // namespace plenary::threads
