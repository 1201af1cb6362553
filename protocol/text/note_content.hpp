#pragma once

#include <utility>

#include "protocol/text/embed_content.hpp"

namespace plenary::text {

/// A footnote. Cost of a change: O(its size), since notes are short.
class NoteContent final : public EmbedContent {
 public:
  /// Requires: note.is_document().
  explicit NoteContent(ot::rich_text::Note note) : note_(std::move(note)) {}

  /// Its text. Lifetime: until the note changes.
  [[nodiscard]] const ot::rich_text::Delta& content() const { return note_.content; }

  [[nodiscard]] Result<void> check(const EmbedChange& change) const override;
  [[nodiscard]] Result<void> check_limits(const EmbedChange& change,
                                          const EmbedLimits& limits) const override;
  [[nodiscard]] Result<ChangeRef> inverse(const EmbedChange& change) const override;

 private:
  [[nodiscard]] Embed write() const override;
  [[nodiscard]] EmbedRef copy() const override { return EmbedRef(new NoteContent(note_)); }
  void apply(const EmbedChange& change) override;

  ot::rich_text::Note note_;
};

}  // namespace plenary::text
