#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// The number of marks that a chunk holds. Tests build the same sources with a tiny one.
#ifndef PLENARY_ANCHOR_CHUNK
#define PLENARY_ANCHOR_CHUNK 256  // an edit moves half of one: a few hundred bytes of a lane
#endif

namespace plenary::anchor {

/// An edge of an anchor that has units, or a grave, at a place of the text. At one position the
/// ends come first, then the grave (there is one at most), then the starts: text that is typed
/// there goes between ends and starts.
class Mark {
 public:
  enum class Kind : std::uint32_t { kEnd, kGrave, kStart };

  Mark() = default;
  /// Requires: index < 2^30.
  Mark(Kind kind, std::uint32_t index) : bits_(static_cast<std::uint32_t>(kind) << 30 | index) {}
  [[nodiscard]] Kind kind() const { return static_cast<Kind>(bits_ >> 30); }
  /// Of the anchor or of the grave.
  [[nodiscard]] std::uint32_t index() const { return bits_ & 0x3fffffff; }
  [[nodiscard]] bool is_end() const { return kind() == Kind::kEnd; }
  [[nodiscard]] bool is_grave() const { return kind() == Kind::kGrave; }
  [[nodiscard]] bool is_start() const { return kind() == Kind::kStart; }
  /// The change at this mark of the number of anchors over the text.
  [[nodiscard]] std::int32_t opens() const { return static_cast<std::int32_t>(kind()) - 1; }
  friend bool operator==(Mark, Mark) = default;

 private:
  std::uint32_t bits_{0};
};

struct PlacedMark {
  std::uint32_t position{0};
  Mark mark;
  /// Of an edge at the position of a grave: its place in the grave's dead text.
  std::int32_t offset{0};
};

/// Marks in the order of the text, each with a position; several at one position have an order too.
/// Positions are kept relative to their chunk, and chunks behind the last edit relative to a shift
/// that is still to be carried out, so that an edit near the last one costs half a chunk however
/// many marks there are. A regular value.
class MarkList {
 public:
  /// A place in the list; good until the next splice.
  struct Cursor {
    std::size_t chunk{0};
    std::size_t slot{0};
    friend bool operator==(const Cursor&, const Cursor&) = default;
  };

  [[nodiscard]] std::size_t size() const { return size_; }
  /// The first mark at `position` or behind it. Cost: O(log size).
  [[nodiscard]] Cursor first_at(std::uint32_t position) const;
  [[nodiscard]] Cursor begin() const { return {}; }
  [[nodiscard]] bool at_end(Cursor at) const { return at.chunk == order_.size(); }
  [[nodiscard]] PlacedMark operator[](Cursor at) const {
    const Chunk& chunk = chunk_at(at.chunk);
    return {base(at.chunk) + chunk.positions[at.slot], chunk.marks[at.slot],
            chunk.offsets[at.slot]};
  }
  [[nodiscard]] std::uint32_t position(Cursor at) const {
    return base(at.chunk) + chunk_at(at.chunk).positions[at.slot];
  }
  /// Requires: !at_end(at).
  void step(Cursor& at) const {
    if (++at.slot == chunk_at(at.chunk).count) {
      at = {at.chunk + 1, 0};
    }
  }
  /// Returns: false at the first mark.
  [[nodiscard]] bool step_back(Cursor& at) const;

  /// The number of anchors that start before that place and end at it or behind it. Cost: a chunk.
  [[nodiscard]] std::int32_t open_before(Cursor at) const;

  /// Moves all marks from there on by `delta` (modulo 2^32). Requires: the order stays right.
  void shift(Cursor from, std::uint32_t delta);

  void set_offset(Cursor at, std::int32_t offset) { chunk_at(at.chunk).offsets[at.slot] = offset; }

  /// Puts `marks` into the place of `count` marks. Requires: positions do not decrease; each edge
  /// and each grave is in the list once. Cost: O(count + marks.size()) and a chunk; now and then,
  /// and whenever the number of starts less ends changes, O(size / chunk).
  void splice(Cursor first, std::size_t count, std::span<const PlacedMark> marks);

  /// The place of a mark. Requires: it is in the list. Cost: a chunk.
  [[nodiscard]] Cursor find(Mark mark) const;

  [[nodiscard]] std::size_t memory_bytes() const;
  /// For tests: describes the first broken invariant; empty if there is none. Cost: O(size).
  [[nodiscard]] std::string check_invariants() const;

 private:
  static constexpr std::size_t kChunk = PLENARY_ANCHOR_CHUNK;
  static_assert(kChunk >= 4);
  static constexpr std::size_t kSmallest = kChunk / 8;  // else two chunks become one
  using ChunkId = std::uint32_t;
  struct Chunk {
    std::size_t count{0};
    std::array<std::uint32_t, kChunk> positions;  // relative to the first, which is at 0
    std::array<Mark, kChunk> marks;
    std::array<std::int32_t, kChunk> offsets;
  };
  [[nodiscard]] static std::int32_t opens(const Chunk& chunk, std::size_t count);
  [[nodiscard]] const Chunk& chunk_at(std::size_t index) const { return chunks_[order_[index]]; }
  [[nodiscard]] Chunk& chunk_at(std::size_t index) { return chunks_[order_[index]]; }
  [[nodiscard]] std::uint32_t base(std::size_t index) const {
    return bases_[index] + (index >= shift_from_ ? shift_ : 0);
  }
  void move_base(std::size_t index, std::uint32_t delta);
  void carry_out_shift();
  void set_home(Mark mark, ChunkId chunk);
  void write(std::size_t index, std::size_t slot, std::span<const PlacedMark> marks);
  void resize_gap(Chunk& chunk, std::size_t slot, std::size_t from, std::size_t to);
  void make_relative(std::size_t index);
  void tidy(std::size_t from, std::size_t to);
  void rebuild(std::size_t from, std::size_t to, const std::vector<PlacedMark>& marks);
  [[nodiscard]] std::vector<PlacedMark> marks_of(std::size_t from, std::size_t to) const;

  // By order in the text:
  std::vector<ChunkId> order_;
  std::vector<std::uint32_t> bases_;  // position of the first mark, without the shift
  std::vector<std::int32_t> opened_;  // open_before the first mark
  std::size_t shift_from_{0};         // chunks from here on are still to be moved by
  std::uint32_t shift_{0};
  // By id:
  std::vector<Chunk> chunks_;
  std::vector<std::uint32_t> index_of_;  // in the order; of those in use
  std::vector<ChunkId> free_;
  // By kind of mark and index: the chunk that it is in.
  std::array<std::vector<ChunkId>, 3> homes_;
  std::size_t size_{0};
};

}  // namespace plenary::anchor
