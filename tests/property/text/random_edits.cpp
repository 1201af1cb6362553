#include "tests/property/text/random_edits.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace plenary::text {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

namespace {

Attributes fresh(json::Value value) {
  return std::make_shared<const json::Value>(std::move(value));
}

json::Value random_link(Random& random) {
  return "https://example.org/" + std::to_string(random.below(3));
}

}  // namespace

std::size_t up_to(Random& random, std::size_t last) {
  return random.below(last + 1);
}

std::u16string random_units(Random& random, std::size_t longest) {
  // Halves of a pair twice as often, so that they also meet and make a character.
  static constexpr std::array<char16_t, 9> kWide{0xe9,   0x4e2d, 0x2019, 0xd83d, 0xde00,
                                                 0xd83d, 0xde00, 0,      0xffff};
  const std::size_t length = 1 + random.below(random.chance(25) ? longest : 1 + longest / 8);
  const bool narrow = random.chance(65);
  std::u16string units;
  while (units.size() < length) {
    const bool ascii = narrow || random.chance(50);
    units.push_back(ascii ? static_cast<char16_t>(u'a' + random.below(26)) : random.pick(kWide));
  }
  return units;
}

Attributes random_attributes(Random& random) {
  switch (random.below(8)) {
    case 0:
      return fresh({{"bold", true}});
    case 1:
      return fresh({{"italic", true}});
    case 2:
      return fresh({{"bold", true}, {"italic", true}});
    case 3:
      return fresh({{"link", random_link(random)}});
    case 4:
      return fresh({{"nested", {{"a", {1, 2}}}}, {"size", 1.5}});
    default:
      return nullptr;
  }
}

Attributes random_formatting(Random& random) {
  switch (random.below(7)) {
    case 0:
      return fresh({{"bold", true}});
    case 1:
      return fresh({{"bold", nullptr}});
    case 2:
      return fresh({{"bold", nullptr}, {"italic", true}});
    case 3:
      return fresh({{"bold", nullptr}, {"italic", nullptr}, {"link", nullptr}});
    case 4:
      return fresh({{"link", random_link(random)}});
    default:
      return nullptr;
  }
}

std::shared_ptr<const json::Value> random_embed(Random& random) {
  return fresh({{"image", std::to_string(random.below(2))}});
}

Delta random_op(Random& random, std::size_t length) {
  Delta op;
  std::size_t left = length;
  for (std::size_t steps = 1 + random.below(6); steps > 0; --steps) {
    const std::size_t longest = random.chance(30) ? left : std::min<std::size_t>(left, 6);
    const std::size_t step = left == 0 ? 0 : 1 + random.below(longest);
    switch (random.below(5)) {
      case 0:
        op.push(Component::insert(random_units(random, 24), random_attributes(random)));
        break;
      case 1:
        op.push(Component::insert_embed(random_embed(random), random_attributes(random)));
        break;
      case 2:
        op.push(Component::remove(step));
        left -= step;
        break;
      default:
        op.push(Component::retain(step, random_formatting(random)));
        left -= step;
        break;
    }
  }
  return op.chop();
}

}  // namespace plenary::text
