#include "tests/support/ot/notation.hpp"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/ot/json0/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::test {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

std::string with_double_quotes(std::string_view json) {
  std::string text(json);
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

json::Value parsed(const std::string& text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value) << "not JSON: " << text;
  return value ? *value : json::Value();
}

/// Takes a JSON object from the front of `rest`, if one is there.
Attributes take_object(std::string_view& rest) {
  if (rest.empty() || rest.front() != '{') {
    return nullptr;
  }
  std::size_t end = 0;
  int depth = 0;
  bool quoted = false;
  do {
    const char c = rest[end++];
    quoted = quoted != (c == '"');
    depth += quoted ? 0 : (c == '{') - (c == '}');
  } while (depth > 0 && end < rest.size());
  const json::Value object = parsed(std::string(rest.substr(0, end)));
  rest.remove_prefix(end);
  return std::make_shared<const json::Value>(object);
}

std::size_t take_number(std::string_view& rest) {
  std::size_t number = 0;
  while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    number = number * 10 + static_cast<std::size_t>(rest.front() - '0');
    rest.remove_prefix(1);
  }
  return number;
}

Component take_insert(std::string_view& rest) {
  if (rest.front() == '{') {
    return Component::insert_embed(take_object(rest));
  }
  const std::size_t end = rest.find('\'', 1);
  const json::Value content = parsed('"' + std::string(rest.substr(1, end - 1)) + '"');
  rest.remove_prefix(end + 1);
  return Component::insert(utf::to_utf16(content.get<std::string>()));
}

Component take_component(std::string_view& rest) {
  const char kind = rest.front();
  rest.remove_prefix(1);
  Component component = kind == '+'   ? take_insert(rest)
                        : kind == '=' ? Component::retain(take_number(rest))
                                      : Component::remove(take_number(rest));
  EXPECT_TRUE(kind == '+' || kind == '=' || kind == '-') << "not a part of a delta: " << kind;
  component.attributes = take_object(rest);
  return component;
}

std::string change_part(const ot::rich_text::EmbedChange& change) {
  std::string text;
  ot::rich_text::append(text, change);
  return text;
}

std::string part(const Component& component) {
  switch (component.kind) {
    case Component::Kind::kText: {
      std::string text;
      json::append_string(text, std::u16string_view(component.text));
      text.front() = text.back() = '\'';
      return "+" + text;
    }
    case Component::Kind::kEmbed:
      return "+" + json::to_string(*component.embed);
    case Component::Kind::kRetain:
      return "=" + (component.change != nullptr ? change_part(*component.change)
                                                : std::to_string(component.length));
    case Component::Kind::kDelete:
      return "-" + std::to_string(component.length);
  }
  return {};
}

}  // namespace

Delta delta(std::string_view notation) {
  std::vector<Component> components;
  while (!notation.empty()) {
    if (notation.front() == ' ') {
      notation.remove_prefix(1);
    } else {
      components.push_back(take_component(notation));
    }
  }
  return Delta(std::move(components));
}

std::string notation(const Delta& delta) {
  std::string text;
  for (const Component& component : delta.components()) {
    text += (text.empty() ? "" : " ") + part(component);
    if (component.attributes != nullptr) {
      text += json::to_string(*component.attributes);
    }
  }
  return text;
}

json::Value value(std::string_view json) {
  return parsed(with_double_quotes(json));
}

std::string text(const json::Value& value) {
  std::string text = json::to_string(value);
  std::replace(text.begin(), text.end(), '"', '\'');
  return text;
}

ot::json0::Op op(std::string_view json) {
  auto op = ot::json0::from_value(value(json));
  EXPECT_TRUE(op) << json << ": " << (op ? "" : op.error().detail);
  return op ? *op : ot::json0::Op();
}

std::string text(const ot::json0::Op& op) {
  return text(ot::json0::to_value(op));
}

}  // namespace plenary::test
