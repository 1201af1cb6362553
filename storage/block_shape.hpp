#pragma once

#include <cstddef>
#include <cstdint>

#include "protocol/base/units.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// The parts into which sealed blocks take operations (FORMAT.md, 6), for packing and unpacking.
namespace plenary::storage {

/// The shape of a delta has one byte for each component: its kind, and these bits if it has
/// attributes, or if it is a retain that changes an embed. Values are on disk.
inline constexpr std::uint8_t kHasAttributes = 4;
inline constexpr std::uint8_t kChangesEmbed = 8;

/// Values are on disk: do not change, do not reuse.
[[nodiscard]] constexpr std::uint8_t shape_code(ot::rich_text::Component::Kind kind) noexcept {
  using Kind = ot::rich_text::Component::Kind;
  switch (kind) {
    case Kind::kText:
      return 0;
    case Kind::kEmbed:
      return 1;
    case Kind::kRetain:
      return 2;
    case Kind::kDelete:
      return 3;
  }
  return 0;
}

/// The form in which a body is kept. Values are on disk: do not change, do not reuse.
enum class BodyForm : std::uint8_t { kJson = 0, kDeltaArray = 1, kDeltaObject = 2 };

/// The value of an operation in the column of contents: its kind, and above it the form of its
/// body.
inline constexpr unsigned kBodyFormShift = 3;

/// Low bits of the time since the operation before. They are kept apart: of people's typing they
/// are noise, which would hide the pattern in the rest.
inline constexpr unsigned kTimeLowBits = 4;

/// The time of an operation, from that of the one before it. Wraps around.
[[nodiscard]] constexpr Timestamp time_after(Timestamp before, std::uint64_t high,
                                             char low) noexcept {
  const std::uint64_t since = (high << kTimeLowBits) + static_cast<unsigned char>(low);
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(before.ms) + since)};
}

/// The place at which the next edit is expected to begin, in UTF-16 units of the document: where
/// the one before ended, or before that if it deletes backwards.
class ExpectedPlace {
 public:
  /// `deleted`: the length of a delete that follows the first retain, or 0.
  [[nodiscard]] std::uint64_t before(std::uint64_t deleted) const { return end_ - deleted; }
  void edit_ended(std::uint64_t end) { end_ = end; }

 private:
  std::uint64_t end_{0};
};

}  // namespace plenary::storage
