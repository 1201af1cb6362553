#include "server/papers/document_view.hpp"

#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "server/papers/title.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

/// The stored properties as an object, empty if they are none.
json::Value object_of(const std::string& stored) {
  auto parsed = json::parse(stored);
  return parsed && parsed->is_object() ? *std::move(parsed) : json::Value::object();
}

void append_field(std::string& out, std::string_view key, std::string_view text) {
  out += ",\"";
  out += key;
  out += "\":";
  json::append_string(out, text);
}

void append_list(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  out += ",\"" + std::string(key) + "\":[";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out += i == 0 ? "" : ",";
    json::append_string(out, texts[i]);
  }
  out += ']';
}

}  // namespace

Properties parse_properties(const std::string& stored) {
  Properties properties;
  const json::Value object = object_of(stored);
  properties.title = json::text_or_empty(object, "title");
  if (properties.title.empty() || !utf::is_utf8(properties.title)) {
    properties.title = kUntitled;
  }
  if (const auto at = json::integer_member(object, "created_at")) {
    properties.created_at = Timestamp{*at};
  }
  if (const auto type = json::required_text_member(object, "type")) {
    properties.type = ot::find_type(*type);
  }
  properties.settings = settings_of(object);
  return properties;
}

std::string new_properties(std::string_view title, Timestamp created_at, ot::TypeId type,
                           const Settings& settings) {
  json::Value object = json::Value::object();
  object["title"] = title;
  object["created_at"] = created_at.ms;
  object["type"] = name_of(type);
  put_settings(object, settings);
  return json::to_string(object);
}

std::string with_title(const std::string& stored, std::string_view title) {
  json::Value object = object_of(stored);
  object["title"] = title;
  return json::to_string(object);
}

std::string with_settings(const std::string& stored, const SettingsChange& change) {
  json::Value object = object_of(stored);
  Settings settings = settings_of(object);
  apply(change, settings);
  put_settings(object, settings);
  return json::to_string(object);
}

void append(std::string& out, const DocumentView& document) {
  out += "{\"id\":";
  json::append_string(out, document.id);
  append_field(out, "title", document.title);
  append_field(out, "type", name_of(document.type));
  out += ",\"version\":" + std::to_string(document.version.value);
  append_field(out, "created_at", to_rfc3339(document.created_at));
  append_field(out, "updated_at", to_rfc3339(document.updated_at));
  append_field(out, "address", "/d/" + document.id);
  append_list(out, "people", document.people);
  append_settings(out, document.settings);
  if (!document.role.empty()) {
    append_field(out, "role", document.role);
  }
  if (!document.changes.empty()) {
    append_list(out, "changes", document.changes);
  }
  out += "}";
}

std::string_view name_of(ot::TypeId type) {
  return type == ot::TypeId::kRichText ? "rich-text" : "json0";
}

}  // namespace plenary::server
