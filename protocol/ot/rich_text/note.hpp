#pragma once

#include <string>

#include "protocol/json/reader.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::ot::rich_text {

/// A footnote, or the change of one: `{"note":{"content":[…]}}`. An empty one has no `content`.
struct Note {
  static constexpr std::string_view kName = "note";

  Delta content;

  [[nodiscard]] bool is_document() const { return content.is_document(); }
  friend bool operator==(const Note& a, const Note& b) = default;
};

/// Reads what stands under "note". Errors (in the reader): kMalformed, kBadOperation, in words.
void read(json::Reader& reader, Note& note);
/// Writes it.
void append(std::string& out, const Note& note);

// The laws of the functions on deltas.
[[nodiscard]] Note compose(const Note& a, const Note& b, bool keep_null);
[[nodiscard]] Note transform(const Note& op, const Note& over, Priority priority);
[[nodiscard]] Note invert(const Note& op, const Note& base);

}  // namespace plenary::ot::rich_text
