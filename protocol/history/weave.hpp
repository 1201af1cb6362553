#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/history/inside.hpp"
#include "protocol/history/record.hpp"
#include "protocol/history/strand.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::history {

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
/// Tables and notes have texts of their own: each is a strand beside that of the paper, and all
/// strands share one record of units, so that what is said of the paper's text holds in a cell.
///
/// Memory: 36 bytes for each place where somebody began to do something else, 2 for each unit ever
/// inserted, 4 for each operation, 300 for each note and cell that was ever written in. Thread: as
/// for any value; const functions may run on several. Limits: 2^32 - 2 operations, 2^32 - 1 units
/// ever inserted; kTooLarge beyond.
class Weave {
 public:
  /// Takes in the next operation. Cost: O(log n) beside the last one, up to O(n / 100) elsewhere.
  /// Errors: kNotApplicable if it does not fit the text, kTooLarge; then the weave must not be
  /// used.
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
  [[nodiscard]] OpNumber version() const { return record_.version(); }
  /// Units of the text as it is now.
  [[nodiscard]] std::size_t length() const { return strands_[kPaper].length(); }
  /// The author of an operation. Requires: op < version().
  [[nodiscard]] AuthorIndex author_of(OpNumber op) const { return record_.author_of(op); }

  /// Visits all units ever of one strand, in order, in pieces that are alike at each of `versions`:
  /// visit(const Piece&). Cost: O(spans of the strand).
  template <class Visit>
  void for_each_piece(std::span<const OpNumber> versions, Visit visit,
                      StrandId strand = kPaper) const;

  /// Was it in the text at that version?
  [[nodiscard]] bool is_there(const Piece& piece, OpNumber version) const;
  /// The operation that took it away for the time of `version`. Requires: it was born before
  /// `version` and was not there.
  [[nodiscard]] OpNumber taken_by(const Piece& piece, OpNumber version) const;
  /// The operation that last brought it into the text before `version`: the one that inserted it,
  /// or that took its deletion back. Requires: it was there.
  [[nodiscard]] OpNumber brought_by(const Piece& piece, OpNumber version) const;
  /// The newest formatting before `version`; 0: none.
  [[nodiscard]] std::uint32_t mark_at(const Piece& piece, OpNumber version) const {
    return mark_at(piece.span->mark, version);
  }
  /// The same for a chain of formattings that ends with `newest`.
  [[nodiscard]] std::uint32_t mark_at(std::uint32_t newest, OpNumber version) const;
  [[nodiscard]] const Mark& mark(std::uint32_t index) const { return record_.mark(index); }
  [[nodiscard]] const Attributes& change_of(const Mark& mark) const {
    return record_.change_of(mark);
  }
  /// The attributes of a style that spans were inserted with; of style 0 null.
  [[nodiscard]] const Attributes& attributes_as_inserted(std::uint32_t style) const {
    return record_.style(style).attributes;
  }
  /// The embed that a piece is; null for a text, and for an embed with content (inside_of).
  [[nodiscard]] const std::shared_ptr<const json::Value>& embed_of(const Piece& piece) const {
    return record_.style(piece.span->style).embed;
  }
  /// The content of a table or a note; null for other pieces. Lifetime: the weave's.
  [[nodiscard]] const Inside* inside_of(const Piece& piece) const;
  /// Its units; of an embed one of no meaning. Lifetime: until the weave changes.
  [[nodiscard]] std::u16string_view text_of(const Piece& piece) const {
    return record_.text(piece.span->text + piece.offset, piece.length);
  }
  [[nodiscard]] const Moves& moves() const { return record_.moves(); }
  /// Bytes of memory, about.
  [[nodiscard]] std::size_t memory_bytes() const;
  /// For tests: describes the first broken invariant; empty if there is none.
  [[nodiscard]] std::string check_invariants() const;

 private:
  friend class Enactment;

  [[nodiscard]] StrandId new_strand();
  [[nodiscard]] Result<void> apply_to(Strand& strand, const Delta& op);
  [[nodiscard]] Result<void> insert(Strand& strand, std::size_t position,
                                    const ot::rich_text::Component& component);
  [[nodiscard]] Result<void> change_embed(Strand& strand, std::size_t position,
                                          const ot::rich_text::EmbedChange& change);
  [[nodiscard]] Result<std::uint32_t> enter(const ot::rich_text::EmbedChange& content);
  [[nodiscard]] Result<void> change(NoteStory& story, const ot::rich_text::Note& change);
  [[nodiscard]] Result<void> change(TableStory& story, const ot::rich_text::Table& change);
  void collect_cuts(const Span& span, OpNumber version, std::vector<std::uint32_t>& cuts) const;

  Record record_;
  // Both only grow, also while one of their members is being changed.
  std::deque<Strand> strands_{Strand()};
  std::deque<Inside> insides_;
};

template <class Visit>
void Weave::for_each_piece(std::span<const OpNumber> versions, Visit visit, StrandId strand) const {
  std::vector<std::uint32_t> cuts;
  for (const Strand::Chunk& chunk : strands_[strand].chunks()) {
    for (const Span& span : chunk.spans) {
      if (span.born.step == 0 && span.died.step == 0 && span.past == 0) {
        visit(Piece{&span, 0, span.length});
        continue;
      }
      cuts.clear();
      for (const OpNumber version : versions) {
        collect_cuts(span, version, cuts);
      }
      std::sort(cuts.begin(), cuts.end());
      cuts.push_back(span.length);
      std::uint32_t from = 0;
      for (const std::uint32_t cut : cuts) {
        if (cut != from) {
          visit(Piece{&span, from, cut - from});
          from = cut;
        }
      }
    }
  }
}

}  // namespace plenary::history
