#pragma once

#include <memory>
#include <string>
#include <variant>

#include "protocol/json/reader.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/note.hpp"
#include "protocol/ot/rich_text/table.hpp"

/// Embeds that have content of their own: tables and notes. The insert `{"table-embed":…}` is a
/// content; the retain of one unit `{"table-embed":…}` is a change of one. Both have the same
/// shape, as a document and its operations have. The answers are those of quill-delta 5.1.0 with a
/// handler for each kind; for tables that of Quill 2.0.3. Pure; any thread. A further kind is a
/// value with the functions that note.hpp declares, and a place in the variant.
namespace plenary::ot::rich_text {

struct EmbedChange {
  std::variant<Note, Table> content;

  friend bool operator==(const EmbedChange& a, const EmbedChange& b) = default;
};

using ChangeRef = std::shared_ptr<const EmbedChange>;
using EmbedValue = std::shared_ptr<const json::Value>;

/// Reads `{"note":…}` at the reader's place: an object with the name of a kind as its only member.
/// Errors (in the reader): kMalformed, kBadOperation. Null after an error.
[[nodiscard]] ChangeRef read_change(json::Reader& reader);
/// The same for a tree. Cost: that of writing and reading it.
[[nodiscard]] Result<ChangeRef> change_from_value(const json::Value& value);
/// Appends `{"note":…}`.
void append(std::string& out, const EmbedChange& change);
/// The embed that has this content.
[[nodiscard]] EmbedValue to_embed(const EmbedChange& content);
/// The content of an embed; null if it is of no kind that has one, or not written as one.
[[nodiscard]] ChangeRef content_of(const json::Value& embed);

/// Components of a delta and of the changes that it holds, and the cells of these. Cost: O(them).
[[nodiscard]] std::size_t count_components(const Delta& delta);
/// About the bytes that they take in memory. Cost: O(them).
[[nodiscard]] std::size_t memory_of(const Delta& delta);

// The functions on deltas, for what is inside of embeds. Where the kinds differ there is nothing to
// change: `a`, `embed`, `op` or null is the answer. The stock library throws.

/// Two changes, one after the other.
[[nodiscard]] ChangeRef compose(const ChangeRef& a, const ChangeRef& b);
/// An embed, changed.
[[nodiscard]] EmbedValue compose(const EmbedValue& embed, const ChangeRef& change);
[[nodiscard]] ChangeRef transform(const ChangeRef& op, const ChangeRef& over, Priority priority);
[[nodiscard]] ChangeRef invert(const ChangeRef& op, const EmbedValue& base);

}  // namespace plenary::ot::rich_text
