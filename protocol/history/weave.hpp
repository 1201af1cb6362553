#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/history/moves.hpp"
#include "protocol/history/span.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::history {

using ot::rich_text::Attributes;
using ot::rich_text::Delta;

/// An index into the list of authors (History).
using AuthorIndex = std::uint32_t;

/// True if two operations of one author are one piece of work, to be shown as one. Null: always
/// true.
using Together = std::function<bool(OpNumber, OpNumber)>;

/// Part of a span whose units all had the same story at the versions asked about. Lifetime: until
/// the weave changes.
struct Piece {
  const Span* span{nullptr};
  std::uint32_t offset{0};
  std::uint32_t length{0};

  [[nodiscard]] OpNumber born() const { return span->born.at(offset); }
  [[nodiscard]] OpNumber died() const { return span->is_alive() ? kNever : span->died.at(offset); }
};

/// A rich text with every unit that was ever in it. Each unit stays at its place in the order of
/// the text, with the operation that inserted it, the one that deleted it, and its formattings. A
/// version consists of the units that were there, so any version, and the exact difference between
/// any two, is read without a replay. Positions and lengths count UTF-16 units. Version n shows the
/// effect of the operations below n.
///
/// Units that are written at the place of deleted ones come behind them.
///
/// Memory: 36 bytes for each place where somebody began to do something else, 2 for each unit ever
/// inserted, 4 for each operation. Thread: as for any value; const functions may run on several.
/// Limits: 2^32 - 2 operations, 2^32 - 1 units ever inserted; kTooLarge beyond.
class Weave {
 public:
  /// Takes in the next operation. Cost: O(log n) beside the last one, up to O(n / 100) elsewhere.
  /// Errors: kNotApplicable if it does not fit the text, kTooLarge; then only its number counts.
  [[nodiscard]] Result<void> apply(const Delta& op, AuthorIndex author);
  /// Takes in the deletion of the document, and with it of all its text.
  void clear(AuthorIndex author);
  /// Takes in an operation that did not change the text.
  void skip(AuthorIndex author);
  /// Takes in a restore to `version`, as `restore_delta` (undo.hpp) writes it: the units of that
  /// version come back. If `op` makes another change, as apply(op).
  [[nodiscard]] Result<void> apply_restore(const Delta& op, OpNumber version, AuthorIndex author);
  /// Takes in an undo of the operations of `undone` in [from, to), as `undo_delta` writes it. If
  /// `op` makes another change, as apply(op).
  [[nodiscard]] Result<void> apply_undo(const Delta& op, AuthorIndex undone, OpNumber from,
                                        OpNumber to, AuthorIndex author);

  /// Operations taken in.
  [[nodiscard]] OpNumber version() const { return static_cast<OpNumber>(authors_.size()); }
  /// Units of the text as it is now.
  [[nodiscard]] std::size_t length() const { return alive_; }
  /// The author of an operation. Requires: op < version().
  [[nodiscard]] AuthorIndex author_of(OpNumber op) const { return authors_[op]; }

  /// Visits all units ever, in order, in pieces that are alike at each of `versions`:
  /// visit(const Piece&). Cost: O(spans).
  template <class Visit>
  void for_each_piece(std::span<const OpNumber> versions, Visit visit) const;

  /// Was it in the text at that version?
  [[nodiscard]] bool is_there(const Piece& piece, OpNumber version) const;
  /// The operation that took it away for the time of `version`. Requires: it was born before
  /// `version` and was not there.
  [[nodiscard]] OpNumber taken_by(const Piece& piece, OpNumber version) const;
  /// The operation that last brought it into the text before `version`: the one that inserted it,
  /// or that took its deletion back. Requires: it was there.
  [[nodiscard]] OpNumber brought_by(const Piece& piece, OpNumber version) const;
  /// The newest formatting before `version`; 0: none.
  [[nodiscard]] std::uint32_t mark_at(const Piece& piece, OpNumber version) const;
  [[nodiscard]] const Mark& mark(std::uint32_t index) const { return marks_[index]; }
  [[nodiscard]] const Attributes& change_of(const Mark& mark) const {
    return changes_[mark.change];
  }
  /// The attributes that a piece was inserted with, and its embed if it is one.
  [[nodiscard]] const Attributes& attributes_as_inserted(const Piece& piece) const {
    return styles_[piece.span->style].attributes;
  }
  [[nodiscard]] const std::shared_ptr<const json::Value>& embed_of(const Piece& piece) const {
    return styles_[piece.span->style].embed;
  }
  /// Its units; of an embed one of no meaning. Lifetime: until the weave changes.
  [[nodiscard]] std::u16string_view text_of(const Piece& piece) const {
    return std::u16string_view(pool_).substr(piece.span->text + piece.offset, piece.length);
  }
  [[nodiscard]] const Moves& moves() const { return moves_; }
  /// Bytes of memory, about.
  [[nodiscard]] std::size_t memory_bytes() const;
  /// For tests: describes the first broken invariant; empty if there is none.
  [[nodiscard]] std::string check_invariants() const;

 private:
  friend class Rewriter;
  struct Chunk {
    std::vector<Span> spans{};
    std::uint32_t alive{0};
  };
  struct Style {
    Attributes attributes{};
    std::shared_ptr<const json::Value> embed{};
  };

  [[nodiscard]] std::size_t seek(std::size_t position);
  [[nodiscard]] std::uint32_t style_for(const Attributes& attributes);
  void insert(std::size_t position, const ot::rich_text::Component& component);
  void erase(std::size_t position, std::size_t length);
  void format(std::size_t position, std::size_t length, const Attributes& change);
  [[nodiscard]] std::size_t isolate(std::size_t position, std::size_t length, std::uint32_t& taken);
  void split_span(Chunk& chunk, std::size_t index, std::uint32_t at);
  [[nodiscard]] Span cut(Span& span, std::uint32_t at);
  [[nodiscard]] std::uint32_t shifted(std::uint32_t life, std::uint32_t units);
  [[nodiscard]] bool join(Span& left, const Span& right) const;
  void join_around(Chunk& chunk, std::size_t index);
  void limit_chunk();
  [[nodiscard]] std::u16string alive_text(std::size_t position, std::size_t length);
  void collect_cuts(const Span& span, OpNumber version, std::vector<std::uint32_t>& cuts) const;
  void rebuild(std::vector<Span> spans);

  std::vector<Chunk> chunks_{Chunk{}};
  std::size_t alive_{0};
  // The finger: the chunk of the last edit, and how many units of the text lie before it.
  std::size_t at_{0};
  std::size_t before_{0};

  std::u16string pool_;
  std::vector<Style> styles_{Style{}};
  std::map<std::string, std::uint32_t> style_of_json_;
  std::pair<Attributes, std::uint32_t> last_style_{};
  std::vector<Mark> marks_{Mark{}};
  std::vector<Attributes> changes_{};
  std::vector<Life> lives_{Life{}};
  std::vector<AuthorIndex> authors_;  // of each operation
  Moves moves_;
};

template <class Visit>
void Weave::for_each_piece(std::span<const OpNumber> versions, Visit visit) const {
  std::vector<std::uint32_t> cuts;
  for (const Chunk& chunk : chunks_) {
    for (const Span& span : chunk.spans) {
      if (span.born.step == 0 && span.died.step == 0 && span.past == 0) {
        visit(Piece{&span, 0, span.length});
        continue;
      }
      cuts.assign({0, span.length});
      for (const OpNumber version : versions) {
        collect_cuts(span, version, cuts);
      }
      std::sort(cuts.begin(), cuts.end());
      for (std::size_t i = 1; i < cuts.size(); ++i) {
        if (cuts[i] != cuts[i - 1]) {
          visit(Piece{&span, cuts[i - 1], cuts[i] - cuts[i - 1]});
        }
      }
    }
  }
}

}  // namespace plenary::history
