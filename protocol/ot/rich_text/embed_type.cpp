#include "protocol/ot/rich_text/embed_type.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "protocol/ot/rich_text/note.hpp"
#include "protocol/ot/rich_text/table.hpp"

namespace plenary::ot::rich_text {
namespace {

SharedValue named(const EmbedType& type, json::Value value) {
  json::Value embed = json::Value::object();
  embed[std::string(type.name)] = std::move(value);
  return std::make_shared<const json::Value>(std::move(embed));
}

const json::Value& content_of(const json::Value& embed) {
  return embed.begin().value();
}

/// The kind that both have, or null.
const EmbedType* common_type(const SharedValue& a, const SharedValue& b) {
  if (a == nullptr || b == nullptr) {
    return nullptr;
  }
  const EmbedType* const type = type_of(*a);
  return type == type_of(*b) ? type : nullptr;
}

}  // namespace

const EmbedType* find_embed_type(std::string_view name) {
  static const std::array kTypes = {&table_embed(), &note_embed()};
  const auto found = std::find_if(kTypes.begin(), kTypes.end(),
                                  [name](const EmbedType* type) { return type->name == name; });
  return found == kTypes.end() ? nullptr : *found;
}

const EmbedType* type_of(const json::Value& embed) {
  return embed.is_object() && embed.size() == 1 ? find_embed_type(embed.begin().key()) : nullptr;
}

Result<void> check_embed_change(const json::Value& change) {
  const EmbedType* const type = type_of(change);
  return type != nullptr ? type->check_change(content_of(change))
                         : Result<void>(Error{Errc::kBadOperation,
                                              "a retain changes an embed that has no content"});
}

SharedValue compose_embeds(const SharedValue& base, const SharedValue& change, bool keep_null) {
  const EmbedType* const type = common_type(base, change);
  return type == nullptr
             ? base
             : named(*type, type->compose(content_of(*base), content_of(*change), keep_null));
}

SharedValue transform_embeds(const SharedValue& op, const SharedValue& over, Priority priority) {
  const EmbedType* const type = common_type(op, over);
  return type == nullptr
             ? op
             : named(*type, type->transform(content_of(*op), content_of(*over), priority));
}

SharedValue invert_embeds(const SharedValue& op, const SharedValue& base) {
  const EmbedType* const type = common_type(op, base);
  return type == nullptr ? nullptr : named(*type, type->invert(content_of(*op), content_of(*base)));
}

}  // namespace plenary::ot::rich_text
