#include "protocol/history/blame.hpp"

#include <algorithm>
#include <array>

namespace plenary::history {

std::vector<Written> blame(const Weave& weave, OpNumber version, std::size_t from, std::size_t to,
                           const Together& together) {
  std::vector<Written> runs;
  std::size_t index = 0;
  const std::array versions{version};
  weave.for_each_piece(versions, [&](const Piece& piece) {
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
  });
  return runs;
}

}  // namespace plenary::history
