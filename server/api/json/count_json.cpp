#include "server/api/json/count_json.hpp"

#include <utility>

namespace plenary::server {
namespace {

json::Value part_json(const counting::Part& part) {
  return {{"title", part.title},
          {"words", part.words},
          {"words_max", part.words_max ? json::Value(*part.words_max) : json::Value()},
          {"required", part.required},
          {"missing", part.is_missing()},
          {"over", part.is_over()}};
}

}  // namespace

json::Value limit_json(const Limit& limit) {
  return limit ? json::Value(*limit) : json::Value();
}

json::Value completeness_json(const counting::Count& count, const Settings& settings,
                              Version version) {
  json::Value parts = json::Value::array();
  json::Value missing = json::Value::array();
  json::Value over = json::Value::array();
  for (const counting::Part& part : count.parts) {
    parts.push_back(part_json(part));
    if (part.is_missing()) {
      missing.push_back(part.title);
    }
    if (part.is_over()) {
      over.push_back(part.title);
    }
  }
  constexpr double kTenths = 10;
  return {{"version", version.value},
          {"words", count.words},
          {"words_max", limit_json(settings.words_max)},
          {"pages", static_cast<double>(count.page_tenths()) / kTenths},
          {"pages_max", limit_json(settings.pages_max)},
          {"parts", std::move(parts)},
          {"missing", std::move(missing)},
          {"over", std::move(over)}};
}

}  // namespace plenary::server
