#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/base/result.hpp"
#include "protocol/ot/rich_text/table.hpp"
#include "protocol/text/embed_content.hpp"
#include "protocol/threads/event.hpp"

namespace plenary::server {

/// Words inside of an embed, as they are named when a thread begins.
struct InnerName {
  std::optional<threads::CellName> cell{};  // nothing: of a note
  anchor::Range range{};                    // in the text of the cell or note
};

/// The words of one thread inside of a cell or a note. They follow each change of that text by the
/// rules of AnchorSet. A text that is taken away as a whole, with its row, its column or its embed,
/// is remembered, so that the words come back with it. A regular value. Thread: as for any value.
class InnerRange {
 public:
  struct Absence {
    Version since{};  // the operation that took the text away
    std::u16string text{};
  };
  /// Everything there is to know, for checkpoints.
  struct State {
    std::optional<threads::CellName> cell{};          // nothing: of a note
    std::optional<ot::rich_text::CellPlace> place{};  // of a cell that is there
    anchor::Range range{};                            // unless `anchors` has it
    std::optional<anchor::AnchorSet> anchors{};       // of one, once any text was deleted
    std::optional<Absence> absence{};
  };

  /// Begins in an embed; null: there is none. Errors: kNotApplicable: it has no such text, or the
  /// text no such range. Cost: O(rows + columns + text).
  [[nodiscard]] static Result<InnerRange> begin(const text::EmbedContent* embed,
                                                const InnerName& name);
  /// Goes on from a checkpoint. Errors: kCorrupt if it is not of that embed.
  [[nodiscard]] static Result<InnerRange> resume(State state, const text::EmbedContent* embed);
  [[nodiscard]] const State& state() const { return state_; }

  /// Whether change() would change anything. Cost: O(size of the change).
  [[nodiscard]] bool concerns(const text::EmbedChange& change) const;
  /// Takes a change of the embed, as it was before it. Requires: before.check(change). Cost: O(size
  /// of the change + text of the cell or note).
  void change(const text::EmbedContent& before, const text::EmbedChange& change, Version version);
  /// The embed was taken away.
  void lose(const text::EmbedContent& before, Version version);
  /// Looks for a text that is absent in an embed. Cost: O(rows + columns + text).
  void look_in(const text::EmbedContent* after, Version version);
  /// Whether a change may have brought an absent text back, so that it is to be looked for.
  [[nodiscard]] bool may_return(const text::EmbedChange& change) const;

  /// The range in the text; of an orphan empty, at the place where its words were. Nothing while
  /// the text is absent.
  [[nodiscard]] std::optional<anchor::Range> range() const;
  /// The operation that took the last of the words away.
  [[nodiscard]] std::optional<Version> orphaned_at() const;
  /// The words without embeds; of an orphan those that it last held. `embed` is the one that they
  /// are in; null if it is not there.
  [[nodiscard]] std::u16string words(const text::EmbedContent* embed) const;
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  explicit InnerRange(State state) : state_(std::move(state)) {}
  [[nodiscard]] anchor::Anchor anchor() const;
  [[nodiscard]] const ot::rich_text::Delta* text_in(const text::EmbedContent* embed) const;
  void apply(const ot::rich_text::Delta& op, const ot::rich_text::Delta& before, Version version);
  void replace(const Absence& old, const std::u16string& text, Version version);

  State state_;
};

}  // namespace plenary::server
