#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

/// The record that the weave keeps of each unit that was ever in a text. Internal to
/// protocol/history.
namespace plenary::history {

/// The number of an operation: it takes the document from that version to the next.
using OpNumber = std::uint32_t;

#ifdef PLENARY_HISTORY_CHUNK
inline constexpr std::size_t kChunkSpansMost = PLENARY_HISTORY_CHUNK;
#else
/// Spans of a chunk, which is searched from its start and moved when one is put into it: 4.5 kB.
inline constexpr std::size_t kChunkSpansMost = 128;
#endif

/// An operation that never comes.
inline constexpr OpNumber kNever = std::numeric_limits<OpNumber>::max();

/// Numbers of operations, one a unit, that are equal (step 0), rise (1: typing) or fall (-1:
/// deleting backwards) by one from unit to unit.
struct Numbers {
  OpNumber first{kNever};
  std::int8_t step{0};

  [[nodiscard]] OpNumber at(std::uint32_t unit) const {
    return static_cast<OpNumber>(static_cast<std::int64_t>(first) +
                                 static_cast<std::int64_t>(step) * unit);
  }
  friend bool operator==(const Numbers&, const Numbers&) = default;
};

/// Consecutive units with the same story. 36 bytes: a long history has one for each place where
/// somebody began to write, to delete or to format.
struct Span {
  std::uint32_t text{0};  // where its first unit is in the pool of all text
  std::uint32_t length{0};
  Numbers born{};          // the operations that inserted its units
  Numbers died{};          // the operations that deleted them; kNever: they are there
  std::uint32_t style{0};  // the style that they were inserted with
  std::uint32_t mark{0};   // the newest formatting; 0: none
  std::uint32_t past{0};   // the newest death that was taken back; 0: none

  [[nodiscard]] bool is_alive() const { return died.first == kNever; }
};

/// A formatting of units. Older ones hang behind it; index 0 ends the chain.
struct Mark {
  OpNumber op{kNever};
  std::uint32_t change{0};  // index of the attributes that it laid over them
  std::uint32_t older{0};
};

/// A death that a restore took back. Older ones hang behind it; index 0 ends the chain.
struct Life {
  Numbers died{};
  OpNumber revived{kNever};
  std::uint32_t older{0};
};

}  // namespace plenary::history
