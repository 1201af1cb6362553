#include "protocol/ot/json0/javascript.hpp"

#include <algorithm>
#include <limits>

#include "protocol/base/ascii.hpp"
#include "protocol/base/utf.hpp"

namespace plenary::ot::json0::javascript {

double number_of(const Key& key) {
  if (const auto* index = std::get_if<std::int64_t>(&key)) {
    return static_cast<double>(*index);
  }
  const auto& text = std::get<std::string>(key);
  if (text.empty()) {
    return 0;
  }
  const auto index = list_index(text);
  return index ? static_cast<double>(*index) : std::numeric_limits<double>::quiet_NaN();
}

std::string property_name(const Key& key) {
  const auto* index = std::get_if<std::int64_t>(&key);
  return index != nullptr ? std::to_string(*index) : std::get<std::string>(key);
}

std::optional<std::int64_t> list_index(const std::string& name) {
  const auto index = ascii::whole_number<std::int64_t>(name);
  return index && *index >= 0 && std::to_string(*index) == name ? index : std::nullopt;
}

std::int64_t splice_start(std::int64_t index, std::int64_t size) {
  return index < 0 ? std::max<std::int64_t>(size + index, 0) : std::min(index, size);
}

std::string join(json::Value::const_iterator from, json::Value::const_iterator to) {
  std::string text;
  for (auto item = from; item != to; ++item) {
    if (item != from) {
      text.push_back(',');
    }
    if (item->is_array()) {
      text += join(item->begin(), item->end());
    } else if (item->is_object()) {
      text += "[object Object]";
    } else if (item->is_string()) {
      utf::append_joining(text, item->get_ref<const std::string&>());
    } else if (item->is_boolean()) {
      text += item->get<bool>() ? "true" : "false";
    } else if (item->is_number()) {
      json::append_number(text, item->get<double>());
    }
  }
  return text;
}

}  // namespace plenary::ot::json0::javascript
