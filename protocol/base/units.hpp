#pragma once

#include <compare>
#include <cstdint>

namespace plenary {

/// Number of operations applied to a document. Operation number n takes version n to n + 1.
struct Version {
  std::uint64_t value{0};
  friend auto operator<=>(Version, Version) = default;
  [[nodiscard]] constexpr Version next() const { return {value + 1}; }
};

/// A client's counter of the operations it submitted, from 1, over all its documents.
struct Sequence {
  std::uint64_t value{0};
  friend auto operator<=>(Sequence, Sequence) = default;
};

/// An instant: milliseconds since 1970-01-01T00:00:00Z, as in the wire's `ts`.
struct Timestamp {
  std::int64_t ms{0};
  friend auto operator<=>(Timestamp, Timestamp) = default;
};

}  // namespace plenary
