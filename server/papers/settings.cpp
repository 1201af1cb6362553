#include "server/papers/settings.hpp"

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

/// Longer than any book.
constexpr std::uint64_t kLimitMost = 1'000'000;

Limit limit_in(const json::Value& properties, const char* name) {
  const std::uint64_t limit = json::whole_or_zero(properties, name);
  return limit >= 1 && limit <= kLimitMost ? Limit(limit) : std::nullopt;
}

/// A member that may be left out, and may be null.
Result<std::optional<LimitChange>> limit_change(const json::Value& body, const char* name) {
  if (!body.contains(name)) {
    return std::optional<LimitChange>();
  }
  const LimitChange change{limit_in(body, name)};
  if (!change.limit && !body[name].is_null()) {
    return json::wrong_member(name, "a whole number from 1 to 1000000, or null");
  }
  return std::optional(change);
}

void put(json::Value& properties, const char* name, bool there, const json::Value& value) {
  if (there) {
    properties[name] = value;
  } else {
    properties.erase(name);
  }
}

void append_member(std::string& out, const char* name, const std::string& value) {
  out += ",\"" + std::string(name) + "\":" + value;
}

std::string as_text(const std::string& text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

std::string number_or_null(const Limit& number) {
  return number ? std::to_string(*number) : "null";
}

}  // namespace

Settings settings_of(const json::Value& properties) {
  return {.is_template = json::flag_or_false(properties, "template"),
          .about = json::text_or_empty(properties, "about"),
          .frozen = json::flag_or_false(properties, "frozen"),
          .from_template = json::text_or_empty(properties, "from_template"),
          .words_max = limit_in(properties, "words_max"),
          .pages_max = limit_in(properties, "pages_max")};
}

void put_settings(json::Value& properties, const Settings& settings) {
  put(properties, "template", settings.is_template, true);
  put(properties, "about", !settings.about.empty(), settings.about);
  put(properties, "frozen", settings.frozen, true);
  put(properties, "from_template", !settings.from_template.empty(), settings.from_template);
  put(properties, "words_max", settings.words_max.has_value(), settings.words_max.value_or(0));
  put(properties, "pages_max", settings.pages_max.has_value(), settings.pages_max.value_or(0));
}

void append_settings(std::string& out, const Settings& settings) {
  const std::string from =
      settings.from_template.empty() ? "null" : as_text(settings.from_template);
  append_member(out, "template", settings.is_template ? "true" : "false");
  append_member(out, "about", as_text(settings.about));
  append_member(out, "frozen", settings.frozen ? "true" : "false");
  append_member(out, "from_template", from);
  append_member(out, "words_max", number_or_null(settings.words_max));
  append_member(out, "pages_max", number_or_null(settings.pages_max));
}

Result<SettingsChange> settings_change_of(const json::Value& body) {
  SettingsChange change;
  PLENARY_TRY(change.is_template, json::flag_member(body, "template"));
  PLENARY_TRY(const auto about, json::optional_text_member(body, "about"));
  if (about) {
    PLENARY_TRY(change.about, clean_line(*about, "the sentence about a template"));
  }
  PLENARY_TRY(change.frozen, json::flag_member(body, "frozen"));
  PLENARY_TRY(change.words_max, limit_change(body, "words_max"));
  PLENARY_TRY(change.pages_max, limit_change(body, "pages_max"));
  return change;
}

void apply(const SettingsChange& change, Settings& settings) {
  settings.is_template = change.is_template.value_or(settings.is_template);
  settings.about = change.about.value_or(settings.about);
  settings.frozen = change.frozen.value_or(settings.frozen);
  settings.words_max = change.words_max.value_or(LimitChange{settings.words_max}).limit;
  settings.pages_max = change.pages_max.value_or(LimitChange{settings.pages_max}).limit;
}

}  // namespace plenary::server
