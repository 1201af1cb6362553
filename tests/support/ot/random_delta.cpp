#include "tests/support/ot/random_delta.hpp"

#include <array>
#include <memory>

namespace plenary::test {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

Attributes random_attributes(Random& random, bool with_null) {
  static const std::array<std::pair<const char*, json::Value>, 8> kChoices = {{
      {"bold", true},
      {"color", "red"},
      {"color", "blue"},
      {"header", 1},
      {"header", 2},
      {"obj", {{"x", 1}}},
      {"obj", {{"x", 1}, {"y", nullptr}}},
      {"font", ""},
  }};
  if (random.chance(45)) {
    return nullptr;
  }
  json::Value map = json::Value::object();
  for (std::size_t n = 1 + random.below(2); n > 0; --n) {
    const auto& [key, value] = random.pick(kChoices);
    map[key] = with_null && random.chance(30) ? json::Value() : value;
  }
  return std::make_shared<const json::Value>(std::move(map));
}

Component random_insert(Random& random) {
  Attributes attributes = random_attributes(random, false);
  if (random.chance(20)) {
    json::Value embed = {{"image", random.chance(50) ? "x" : "y"}};
    return Component::insert_embed(std::make_shared<const json::Value>(std::move(embed)),
                                   std::move(attributes));
  }
  return Component::insert(random_text(random, 1, 4), std::move(attributes));
}

}  // namespace

Delta random_document(Random& random) {
  Delta document;
  for (std::size_t n = random.below(5); n > 0; --n) {
    document.push(random_insert(random));
  }
  return document;
}

Delta random_change(Random& random, std::size_t length) {
  Delta change;
  for (std::size_t n = 1 + random.below(5); n > 0; --n) {
    const std::size_t step = length == 0 ? 0 : 1 + random.below(std::min<std::size_t>(length, 4));
    switch (random.below(step > 0 ? 4 : 1)) {
      case 0:
        change.push(random_insert(random));
        continue;
      case 1:
        change.push(Component::remove(step));
        break;
      default:
        change.push(Component::retain(step, random_attributes(random, true)));
    }
    length -= step;
  }
  return change.chop();
}

}  // namespace plenary::test
