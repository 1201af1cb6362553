#include "protocol/text/embed_content.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/embed_type.hpp"
#include "protocol/text/note_content.hpp"
#include "protocol/text/table_content.hpp"

namespace plenary::text {
namespace {

/// An embed without content of its own: a picture, a divider, what others put in.
class PlainEmbed final : public EmbedContent {
 public:
  explicit PlainEmbed(Embed embed) : embed_(std::move(embed)) {}
  [[nodiscard]] Result<EmbedRef> changed(const json::Value& /*change*/) const override {
    return Error{Errc::kNotApplicable, "the embed has no content that could be changed"};
  }
  [[nodiscard]] Result<Embed> inverse(const json::Value& change) const override {
    return changed(change).error();
  }

 private:
  [[nodiscard]] Embed write() const override { return embed_; }
  const Embed embed_;
};

EmbedRef with_content(const json::Value& embed) {
  const ot::rich_text::EmbedType* const type = ot::rich_text::type_of(embed);
  if (type == nullptr) {
    return nullptr;
  }
  return type == &ot::rich_text::note_embed() ? NoteContent::of(embed) : TableContent::of(embed);
}

}  // namespace

EmbedRef embed_content(const Embed& embed) {
  EmbedRef content = with_content(*embed);
  return content != nullptr && *content->json() == *embed ? content
                                                          : EmbedRef(new PlainEmbed(embed));
}

}  // namespace plenary::text
