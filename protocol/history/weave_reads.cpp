// Reads a version, a difference or a place from the weave.

#include <algorithm>

#include "protocol/base/assert.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {
namespace {

/// Of a map, for a cell of a table.
constexpr std::size_t kCellBytes = 64;

/// Adds the unit before which the numbers are below `version` and behind which they are not, or the
/// other way round, if it lies inside.
void cut_at(const Numbers& numbers, std::uint32_t length, OpNumber version,
            std::vector<std::uint32_t>& cuts) {
  if (numbers.step == 0) {
    return;
  }
  const auto distance = static_cast<std::int64_t>(version) - numbers.first;
  const std::int64_t at = numbers.step > 0 ? distance : 1 - distance;
  if (at > 0 && at < static_cast<std::int64_t>(length)) {
    cuts.push_back(static_cast<std::uint32_t>(at));
  }
}

}  // namespace

void Weave::collect_cuts(const Span& span, OpNumber version,
                         std::vector<std::uint32_t>& cuts) const {
  cut_at(span.born, span.length, version, cuts);
  if (!span.is_alive()) {
    cut_at(span.died, span.length, version, cuts);
  }
  for (std::uint32_t life = span.past; life != 0; life = record_.life(life).older) {
    cut_at(record_.life(life).died, span.length, version, cuts);
  }
}

bool Weave::is_there(const Piece& piece, OpNumber version) const {
  return piece.born() < version && taken_by(piece, version) == kNever;
}

OpNumber Weave::taken_by(const Piece& piece, OpNumber version) const {
  if (const OpNumber died = piece.died(); died < version) {
    return died;
  }
  for (std::uint32_t at = piece.span->past; at != 0; at = record_.life(at).older) {
    const Life& life = record_.life(at);
    if (life.revived < version) {
      return kNever;
    }
    if (const OpNumber died = life.died.at(piece.offset); died < version) {
      return died;
    }
  }
  return kNever;
}

OpNumber Weave::brought_by(const Piece& piece, OpNumber version) const {
  for (std::uint32_t at = piece.span->past; at != 0; at = record_.life(at).older) {
    if (record_.life(at).revived < version) {
      return record_.life(at).revived;
    }
  }
  return piece.born();
}

std::uint32_t Weave::mark_at(std::uint32_t newest, OpNumber version) const {
  std::uint32_t mark = newest;
  while (mark != 0 && record_.mark(mark).op >= version) {
    mark = record_.mark(mark).older;
  }
  return mark;
}

const Inside* Weave::inside_of(const Piece& piece) const {
  if (piece.span->length != 1 || piece.span->style == 0) {
    return nullptr;  // an embed has a span of its own; style 0 is plain text
  }
  const std::uint32_t inside = record_.style(piece.span->style).inside;
  return inside == kNoInside ? nullptr : &insides_[inside];
}

std::size_t Weave::memory_bytes() const {
  std::size_t bytes = record_.memory_bytes();
  for (const Strand& strand : strands_) {
    bytes += strand.memory_bytes();
  }
  for (const Inside& inside : insides_) {
    const auto* table = std::get_if<TableStory>(&inside);
    bytes += sizeof(Inside) + (table == nullptr ? 0 : table->cells.size() * kCellBytes);
  }
  return bytes;
}

std::string Weave::check_invariants() const {
  for (const Strand& strand : strands_) {
    if (std::string broken = strand.check_invariants(); !broken.empty()) {
      return broken;
    }
  }
  return {};
}

}  // namespace plenary::history
