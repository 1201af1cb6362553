#include "server/webhooks/webhook_records.hpp"

#include <cstdint>
#include <utility>

#include "protocol/json/value.hpp"

namespace plenary::server {
namespace {

using json::Value;

std::string text_in(const Value& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t whole_in(const Value& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

}  // namespace

std::string encode(const Webhook& hook) {
  return json::to_string({{"paper", hook.paper},
                          {"url", hook.url},
                          {"secret", hook.secret},
                          {"types", hook.types},
                          {"label", hook.label},
                          {"by", hook.by},
                          {"created_at", hook.created_at.ms},
                          {"gone", hook.gone},
                          {"last_error", hook.last_error}});
}

std::string encode(const Delivery& delivery) {
  return json::to_string({{"hook", delivery.hook},
                          {"body", delivery.body},
                          {"attempts", delivery.attempts},
                          {"due", delivery.due.ms}});
}

std::optional<Webhook> decode_webhook(std::string key, std::string_view json) {
  const auto row = json::parse(json);
  if (!row || !row->is_object()) {
    return std::nullopt;
  }
  Webhook hook{.id = std::move(key), .paper = text_in(*row, "paper"), .url = text_in(*row, "url")};
  hook.secret = text_in(*row, "secret");
  for (const Value& type : row->value("types", Value::array())) {
    hook.types.push_back(type.is_string() ? type.get<std::string>() : std::string());
  }
  hook.label = text_in(*row, "label");
  hook.by = text_in(*row, "by");
  hook.created_at = {whole_in(*row, "created_at")};
  hook.gone = row->value("gone", Value()) == Value(true);
  hook.last_error = text_in(*row, "last_error");
  return hook;
}

std::optional<Delivery> decode_delivery(std::string key, std::string_view json) {
  const auto row = json::parse(json);
  if (!row || !row->is_object()) {
    return std::nullopt;
  }
  return Delivery{std::move(key),
                  text_in(*row, "hook"),
                  text_in(*row, "body"),
                  static_cast<int>(whole_in(*row, "attempts")),
                  {whole_in(*row, "due")}};
}

}  // namespace plenary::server
