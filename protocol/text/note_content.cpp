#include "protocol/text/note_content.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/embed_type.hpp"
#include "protocol/text/change_fits.hpp"

namespace plenary::text {
namespace {

using ot::rich_text::Delta;

Embed note_embed_of(const Delta& content) {
  json::Value embed = json::Value::object();
  embed["note"] = ot::rich_text::note_of(content);
  return std::make_shared<const json::Value>(std::move(embed));
}

/// The change of a note that fits `base`. Errors: kNotApplicable.
Result<Delta> change_of(const json::Value& change, const Delta& base) {
  if (ot::rich_text::type_of(change) != &ot::rich_text::note_embed()) {
    return Error{Errc::kNotApplicable, "a note is changed as something else"};
  }
  PLENARY_TRY(Delta content, ot::rich_text::read_note(change.at("note")));
  PLENARY_TRY_VOID(check_fits(content, base));
  return content;
}

}  // namespace

EmbedRef NoteContent::of(const json::Value& embed) {
  Result<Delta> content = ot::rich_text::read_note(embed.at("note"));
  return content && content->is_document() ? EmbedRef(new NoteContent(*std::move(content)))
                                           : nullptr;
}

Result<EmbedRef> NoteContent::changed(const json::Value& change) const {
  PLENARY_TRY(const Delta op, change_of(change, content_));
  return EmbedRef(new NoteContent(compose(content_, op)));
}

Result<Embed> NoteContent::inverse(const json::Value& change) const {
  PLENARY_TRY(const Delta op, change_of(change, content_));
  return note_embed_of(invert(op, content_));
}

Embed NoteContent::write() const {
  return note_embed_of(content_);
}

}  // namespace plenary::text
