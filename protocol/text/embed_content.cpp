#include "protocol/text/embed_content.hpp"

#include <utility>
#include <variant>

#include "protocol/base/assert.hpp"
#include "protocol/text/note_content.hpp"
#include "protocol/text/table_content.hpp"

namespace plenary::text {
namespace {

/// An embed without content of its own: a picture, a divider, what others put in.
class PlainEmbed final : public EmbedContent {
 public:
  explicit PlainEmbed(Embed embed) : embed_(std::move(embed)) {}
  [[nodiscard]] Result<void> check(const EmbedChange& /*change*/) const override {
    return Error{Errc::kNotApplicable, "the embed has no content that could be changed"};
  }
  [[nodiscard]] Result<ChangeRef> inverse(const EmbedChange& change) const override {
    return check(change).error();
  }

 private:
  [[nodiscard]] Embed write() const override { return embed_; }
  [[nodiscard]] EmbedRef copy() const override { return EmbedRef(new PlainEmbed(embed_)); }
  void apply(const EmbedChange& /*change*/) override {
    PLENARY_ASSERT(false, "a plain embed takes no changes");
  }
  const Embed embed_;
};

EmbedRef made_of(const ot::rich_text::Note& note) {
  return EmbedRef(new NoteContent({normal_form(note.content)}));
}

EmbedRef made_of(const ot::rich_text::Table& table) {
  ot::rich_text::Table normal{normal_form(table.rows), normal_form(table.columns), {}};
  for (const auto& [place, cell] : table.cells) {
    if (!cell.content.empty() || cell.attributes != nullptr) {
      normal.cells.emplace(place, ot::rich_text::Cell{normal_form(cell.content), cell.attributes});
    }
  }
  return EmbedRef(new TableContent(normal));
}

}  // namespace

Embed EmbedContent::json() const {
  if (const Embed* const written = written_.load(std::memory_order_acquire); written != nullptr) {
    return *written;
  }
  auto made = std::make_unique<const Embed>(write());
  const Embed* other = nullptr;  // of another thread that was faster
  if (!written_.compare_exchange_strong(other, made.get(), std::memory_order_acq_rel)) {
    return *other;
  }
  return *made.release();
}

EmbedRef embed_content(const Embed& embed) {
  const ChangeRef content = ot::rich_text::content_of(*embed);
  if (content == nullptr) {
    return EmbedRef(new PlainEmbed(embed));
  }
  EmbedRef made = std::visit([](const auto& kind) { return made_of(kind); }, content->content);
  if (*made->write() != *embed) {
    made->show_as(embed);
  }
  return made;
}

EmbedRef changed(EmbedRef embed, const EmbedChange& change) {
  EmbedRef next = embed->unique() ? std::move(embed) : embed->copy();
  next->forget_json();
  next->apply(change);
  return next;
}

}  // namespace plenary::text
