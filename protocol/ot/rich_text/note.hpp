#pragma once

#include "protocol/ot/rich_text/embed_type.hpp"

namespace plenary::ot::rich_text {

/// A footnote: `{"note":{"content":[…]}}`, where the content is a delta. An empty one has no
/// `content`.
[[nodiscard]] const EmbedType& note_embed();

/// The content of a note, or the change of one: what stands under "note". Errors: kBadOperation.
[[nodiscard]] Result<Delta> read_note(const json::Value& value);
/// The reverse.
[[nodiscard]] json::Value note_of(const Delta& content);

}  // namespace plenary::ot::rich_text
