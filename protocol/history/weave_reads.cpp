// Reads a version, a difference or a place from the weave.

#include <algorithm>

#include "protocol/base/assert.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {
namespace {

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
  for (std::uint32_t life = span.past; life != 0; life = lives_[life].older) {
    cut_at(lives_[life].died, span.length, version, cuts);
  }
}

bool Weave::is_there(const Piece& piece, OpNumber version) const {
  return piece.born() < version && taken_by(piece, version) == kNever;
}

OpNumber Weave::taken_by(const Piece& piece, OpNumber version) const {
  if (const OpNumber died = piece.died(); died < version) {
    return died;
  }
  for (std::uint32_t at = piece.span->past; at != 0; at = lives_[at].older) {
    const Life& life = lives_[at];
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
  for (std::uint32_t at = piece.span->past; at != 0; at = lives_[at].older) {
    if (lives_[at].revived < version) {
      return lives_[at].revived;
    }
  }
  return piece.born();
}

std::uint32_t Weave::mark_at(const Piece& piece, OpNumber version) const {
  std::uint32_t mark = piece.span->mark;
  while (mark != 0 && marks_[mark].op >= version) {
    mark = marks_[mark].older;
  }
  return mark;
}

}  // namespace plenary::history
