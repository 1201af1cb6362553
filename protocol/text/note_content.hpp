#pragma once

#include "protocol/ot/rich_text/note.hpp"
#include "protocol/text/embed_content.hpp"

namespace plenary::text {

/// A footnote. Cost of a change: O(its size), since notes are short.
class NoteContent final : public EmbedContent {
 public:
  /// Null if it is not a note.
  [[nodiscard]] static EmbedRef of(const json::Value& embed);

  [[nodiscard]] Result<EmbedRef> changed(const json::Value& change) const override;
  [[nodiscard]] Result<Embed> inverse(const json::Value& change) const override;
  [[nodiscard]] const ot::rich_text::Delta& content() const { return content_; }

 private:
  explicit NoteContent(ot::rich_text::Delta content) : content_(std::move(content)) {}
  [[nodiscard]] Embed write() const override;

  const ot::rich_text::Delta content_;
};

}  // namespace plenary::text
