#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <variant>

/// The content that an embed of a weave has of its own: which of the weave's strands it is made of.
/// In the order of the kinds of ot::rich_text::EmbedChange. Internal to protocol/history.
namespace plenary::history {

/// A strand of a weave.
using StrandId = std::uint32_t;
/// The text of the paper.
inline constexpr StrandId kPaper = 0;

struct NoteStory {
  StrandId content{kPaper};
};

struct CellStory {
  StrandId content{kPaper};
  std::uint32_t mark{0};  // the newest change of its attributes; 0: none
};

/// The row and the column of a cell, by the places of their units in the pool: these never change.
using CellUnits = std::pair<std::uint32_t, std::uint32_t>;

/// A cell is told by its row and column, also while one of them is deleted: it comes back with it.
struct TableStory {
  StrandId rows{kPaper};
  StrandId columns{kPaper};
  std::map<CellUnits, CellStory> cells{};  // that ever had something in them
};

using Inside = std::variant<NoteStory, TableStory>;

}  // namespace plenary::history
