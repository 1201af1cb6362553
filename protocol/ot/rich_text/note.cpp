#include "protocol/ot/rich_text/note.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/codec.hpp"

namespace plenary::ot::rich_text {
namespace {

constexpr const char* kContent = "content";

Delta content_or_nothing(const json::Value& value) {
  Result<Delta> content = read_note(value);
  return content ? std::move(*content) : Delta();
}

Result<void> check_note_change(const json::Value& change) {
  PLENARY_TRY_VOID(read_note(change));
  return {};
}

json::Value compose_notes(const json::Value& a, const json::Value& b, bool /*keep_null*/) {
  return note_of(compose(content_or_nothing(a), content_or_nothing(b)));
}

json::Value transform_notes(const json::Value& op, const json::Value& over, Priority priority) {
  return note_of(transform(content_or_nothing(op), content_or_nothing(over), priority));
}

json::Value invert_note(const json::Value& op, const json::Value& base) {
  return note_of(invert(content_or_nothing(op), content_or_nothing(base)));
}

}  // namespace

Result<Delta> read_note(const json::Value& value) {
  if (!value.is_object()) {
    return Error{Errc::kBadOperation, "a note is not an object"};
  }
  Delta content;
  for (const auto& [key, member] : value.items()) {
    if (key != kContent || !member.is_array()) {
      return Error{Errc::kBadOperation, "a note has something else than a list of content"};
    }
    PLENARY_TRY(Decoded decoded, from_value(member));
    content = std::move(decoded.delta);
  }
  return content;
}

json::Value note_of(const Delta& content) {
  json::Value note = json::Value::object();
  if (!content.empty()) {
    note[kContent] = to_value(content);
  }
  return note;
}

const EmbedType& note_embed() {
  static const EmbedType type{"note", check_note_change, compose_notes, transform_notes,
                              invert_note};
  return type;
}

}  // namespace plenary::ot::rich_text
