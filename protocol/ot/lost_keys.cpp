#include "protocol/ot/lost_keys.hpp"

#include <algorithm>
#include <string>

#include "protocol/base/try.hpp"
#include "protocol/json/prototype_names.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::ot {
namespace {

Error lost(std::string_view key) {
  return {Errc::kBadOperation,
          "Invalid op submitted. A key that JavaScript clients lose: " + std::string(key)};
}

/// Clients look up the keys of attributes and of an embed in objects. They only keep deeper values.
Result<void> check_object(const std::shared_ptr<const json::Value>& object) {
  if (object == nullptr) {
    return {};
  }
  for (const auto& member : object->items()) {
    if (json::is_prototype_name(member.key())) {
      return lost(member.key());
    }
  }
  return json::has_proto_key(*object) ? Result<void>(lost("__proto__")) : Result<void>();
}

Result<void> check_delta(const rich_text::Delta& delta);

Result<void> check_content(const rich_text::Note& note) {
  return check_delta(note.content);
}

Result<void> check_content(const rich_text::Table& table) {
  PLENARY_TRY_VOID(check_delta(table.rows));
  PLENARY_TRY_VOID(check_delta(table.columns));
  for (const auto& entry : table.cells) {
    PLENARY_TRY_VOID(check_object(entry.second.attributes));
    PLENARY_TRY_VOID(check_delta(entry.second.content));
  }
  return {};
}

Result<void> check_change(const std::shared_ptr<const rich_text::EmbedChange>& change) {
  return change == nullptr ? Result<void>()
                           : std::visit([](const auto& content) { return check_content(content); },
                                        change->content);
}

Result<void> check_delta(const rich_text::Delta& delta) {
  for (const rich_text::Component& component : delta.components()) {
    PLENARY_TRY_VOID(check_object(component.attributes));
    PLENARY_TRY_VOID(check_object(component.embed));
    PLENARY_TRY_VOID(check_change(component.change));
  }
  return {};
}

bool has_proto_key(const std::optional<json0::Frozen>& value) {
  return value && json::has_proto_key(value->get());
}

/// Paths are checked where they are used (json0::check).
Result<void> check_values(const json0::Op& op) {
  const bool bad = std::any_of(op.begin(), op.end(), [](const json0::Component& component) {
    if (const auto* list = std::get_if<json0::ListChange>(&component.change)) {
      return has_proto_key(list->inserted);
    }
    const auto* object = std::get_if<json0::ObjectChange>(&component.change);
    return object != nullptr && has_proto_key(object->inserted);
  });
  return bad ? Result<void>(lost("__proto__")) : Result<void>();
}

Result<void> check_data(const Create& create) {
  if (create.type == TypeId::kRichText) {
    const auto document = rich_text::decode(create.data);
    return document ? check_delta(document->delta) : Result<void>();  // refused where it is applied
  }
  const auto value = json::parse(create.data);
  return value && json::has_proto_key(*value) ? Result<void>(lost("__proto__")) : Result<void>();
}

/// A creation may have 16 MB of data, of which none has such a key: look before it is parsed once
/// more.
bool may_have_such_key(std::string_view json) {
  for (const std::string_view part : {"\\u", "__", "constructor", "hasOwn", "isProto", "propertyIs",
                                      "toString", "valueOf", "toLocale"}) {
    if (json.find(part) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<void> check_keys(const Operation& operation) {
  if (const auto* edit = std::get_if<Edit>(&operation)) {
    if (const auto* delta = std::get_if<rich_text::Decoded>(edit)) {
      return check_delta(delta->delta);
    }
    return check_values(std::get<json0::Op>(*edit));
  }
  const auto* create = std::get_if<Create>(&operation);
  if (create != nullptr && may_have_such_key(create->data)) {
    return check_data(*create);
  }
  return {};
}

}  // namespace plenary::ot
