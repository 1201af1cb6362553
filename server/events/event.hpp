#pragma once

#include <cstdint>

namespace plenary::server {

/// The number of an event in its log, dense from 0: the one order that everybody sees.
using EventNumber = std::uint64_t;

/// The people to whom an event may be told. Each is a bit, so that those of a watcher are a sum.
/// A new kind of event adds its own here.
enum class EventAudience : std::uint8_t {
  kThreadReaders = 1,  // may read the comments of the paper
};

/// A set of audiences.
class Audiences {
 public:
  constexpr Audiences() = default;
  constexpr Audiences(EventAudience one)  // NOLINT: a sum
      : bits_(static_cast<std::uint8_t>(one)) {}
  [[nodiscard]] constexpr Audiences with(Audiences others) const {
    Audiences sum;
    sum.bits_ = static_cast<std::uint8_t>(bits_ | others.bits_);
    return sum;
  }
  [[nodiscard]] constexpr bool holds(EventAudience one) const {
    return (bits_ & static_cast<std::uint8_t>(one)) != 0;
  }
  friend auto operator<=>(const Audiences&, const Audiences&) = default;

 private:
  std::uint8_t bits_{0};
};

/// The outcome of a proposal that was accepted.
struct Accepted {
  EventNumber number{0};
  bool again{false};  // it had happened before, under the same idempotency key
};

}  // namespace plenary::server
