#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/history/weave.hpp"
#include "protocol/ot/rich_text/table.hpp"

namespace plenary::history {

/// Consecutive units of a version that one person wrote in one go.
struct Written {
  std::size_t index{0};  // UTF-16 units
  std::size_t length{0};
  AuthorIndex by{0};
  OpNumber first{0};  // the operations that inserted them
  OpNumber last{0};
};

/// The authors of the units of [from, to) of a version, in order. Text that a restore brought back
/// keeps its author. `to` may lie beyond the end. Requires: version <= weave.version(). Cost:
/// O(spans of the weave). Pure; any thread.
[[nodiscard]] std::vector<Written> blame(const Weave& weave, OpNumber version, std::size_t from,
                                         std::size_t to, const Together& together = nullptr);

/// The same for one text inside of a table or a note.
struct WrittenInside {
  enum class Part : std::uint8_t { kNote, kRows, kColumns, kCell };
  std::size_t index{0};  // of the embed in the paper
  Part part{Part::kNote};
  ot::rich_text::CellPlace cell{};  // of kCell
  std::vector<Written> runs{};      // each unit of rows and columns is one of them
};

/// The authors of what is inside of the tables and notes in [from, to) of a version, in order; of a
/// table first its rows, then its columns, then its cells. Empty texts are left out. Requires,
/// cost: as blame().
[[nodiscard]] std::vector<WrittenInside> blame_inside(const Weave& weave, OpNumber version,
                                                      std::size_t from, std::size_t to,
                                                      const Together& together = nullptr);

}  // namespace plenary::history
