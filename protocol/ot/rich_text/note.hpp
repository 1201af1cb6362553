#pragma once

#include "protocol/ot/rich_text/embed_type.hpp"

namespace plenary::ot::rich_text {

/// A footnote: `{"note":{"content":[…]}}`, where the content is a delta. An empty one has no
/// `content`.
[[nodiscard]] const EmbedType& note_embed();

}  // namespace plenary::ot::rich_text
