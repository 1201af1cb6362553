#include "protocol/history/blame.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "protocol/history/state.hpp"

namespace plenary::history {
namespace {

/// Of one strand.
std::vector<Written> written(const Weave& weave, StrandId strand, OpNumber version,
                             std::size_t from, std::size_t to, const Together& together) {
  std::vector<Written> runs;
  std::size_t index = 0;
  const std::array versions{version};
  const auto take = [&](const Piece& piece) {
    if (!weave.is_there(piece, version)) {
      return;
    }
    const std::size_t start = std::max(index, from);
    const std::size_t end = std::min(index + piece.length, to);
    if (start < end) {
      const auto& born = piece.span->born;
      const auto skipped = static_cast<std::uint32_t>(start - index) + piece.offset;
      const OpNumber first = born.at(skipped);
      const OpNumber last = born.at(skipped + static_cast<std::uint32_t>(end - start) - 1);
      const AuthorIndex by = weave.author_of(first);
      if (!runs.empty() && runs.back().by == by &&
          (!together || together(runs.back().last, first))) {
        runs.back().length += end - start;
        runs.back().first = std::min(runs.back().first, first);
        runs.back().last = std::max(runs.back().last, last);
      } else {
        runs.push_back({start, end - start, by, first, last});
      }
    }
    index += piece.length;
  };
  weave.for_each_piece(versions, take, strand);
  return runs;
}

/// Blames what is inside of one embed.
class InsideBlame {
 public:
  InsideBlame(const Weave& weave, OpNumber version, const Together& together,
              std::vector<WrittenInside>& out)
      : weave_(weave), version_(version), together_(together), out_(out) {}

  void of(const NoteStory& story, std::size_t index) {
    add(story.content, {index, WrittenInside::Part::kNote});
  }

  void of(const TableStory& story, std::size_t index) {
    add(story.rows, {index, WrittenInside::Part::kRows});
    add(story.columns, {index, WrittenInside::Part::kColumns});
    const State state(weave_, version_);
    const std::size_t first = out_.size();
    const TableStates states(weave_, story, nullptr, &state);
    states.for_each_cell([&](const CellStory& cell, const auto& row, const auto& column) {
      add(cell.content, {index, WrittenInside::Part::kCell, {row.place, column.place}});
    });
    std::sort(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(),
              [](const auto& a, const auto& b) { return a.cell < b.cell; });
  }

 private:
  void add(StrandId strand, WrittenInside inside) {
    constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
    inside.runs = written(weave_, strand, version_, 0, kAll, together_);
    if (!inside.runs.empty()) {
      out_.push_back(std::move(inside));
    }
  }

  const Weave& weave_;
  const OpNumber version_;
  const Together& together_;
  std::vector<WrittenInside>& out_;
};

}  // namespace

std::vector<Written> blame(const Weave& weave, OpNumber version, std::size_t from, std::size_t to,
                           const Together& together) {
  return written(weave, kPaper, version, from, to, together);
}

std::vector<WrittenInside> blame_inside(const Weave& weave, OpNumber version, std::size_t from,
                                        std::size_t to, const Together& together) {
  std::vector<WrittenInside> out;
  InsideBlame inside_blame(weave, version, together, out);
  std::size_t index = 0;
  const std::array versions{version};
  weave.for_each_piece(versions, [&](const Piece& piece) {
    if (!weave.is_there(piece, version)) {
      return;
    }
    if (const Inside* inside = weave.inside_of(piece);
        inside != nullptr && index >= from && index < to) {
      std::visit([&](const auto& story) { inside_blame.of(story, index); }, *inside);
    }
    index += piece.length;
  });
  return out;
}

}  // namespace plenary::history
