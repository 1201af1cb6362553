#include "protocol/text/note_content.hpp"

#include "protocol/base/try.hpp"
#include "protocol/text/change_fits.hpp"

namespace plenary::text {

using ot::rich_text::Note;

Result<void> NoteContent::check(const EmbedChange& change) const {
  const auto* note = std::get_if<Note>(&change.content);
  return note != nullptr ? check_fits(note->content, note_.content)
                         : Result<void>(Error{Errc::kNotApplicable,
                                              "the operation changes a note as something else"});
}

Result<void> NoteContent::check_limits(const EmbedChange& change, const EmbedLimits& limits) const {
  return check_note(std::get<Note>(change.content), note_.content, limits);
}

Result<ChangeRef> NoteContent::inverse(const EmbedChange& change) const {
  PLENARY_TRY_VOID(check(change));
  return std::make_shared<const EmbedChange>(
      EmbedChange{invert(std::get<Note>(change.content), note_)});
}

void NoteContent::apply(const EmbedChange& change) {
  note_ = compose(note_, std::get<Note>(change.content), false);
}

Embed NoteContent::write() const {
  return ot::rich_text::to_embed({note_});
}

}  // namespace plenary::text
