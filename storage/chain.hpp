#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "storage/store.hpp"

namespace plenary::storage {

inline constexpr std::size_t kChainBytes = 32;

/// The hash chain of a document's log (FORMAT.md, 5): each operation changes every hash after it,
/// so the last value shows whether the log is the one that was written. A regular
/// value. Thread: one.
class Chain {
 public:
  /// Of no operations.
  Chain() = default;
  /// Goes on from a value. Requires: it has kChainBytes, or is empty: the value of no operations.
  explicit Chain(std::string_view value);

  /// Takes the next operation. Cost: SHA-256 over it; a version is no part of it.
  void add(const OpRecord& op);

  [[nodiscard]] std::string value() const;

 private:
  std::array<unsigned char, kChainBytes> value_{};
  std::string input_;  // kept for its memory
};

}  // namespace plenary::storage
