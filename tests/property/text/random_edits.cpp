#include "tests/property/text/random_edits.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include <gtest/gtest.h>

namespace plenary::text {

using ot::rich_text::Component;
using ot::rich_text::Delta;

namespace {

constexpr std::uint64_t kDefaultSeed = 20231;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read before any thread
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

ot::rich_text::Attributes fresh(const json::Value& value) {
  return std::make_shared<const json::Value>(value);
}

}  // namespace

std::size_t RandomEdits::up_to(std::size_t last) {
  return std::uniform_int_distribution<std::size_t>(0, last)(random_);
}

std::u16string RandomEdits::text(std::size_t longest) {
  // Halves of a pair twice as often, so that they also meet and make a character.
  static constexpr std::array<char16_t, 9> kWide{0xe9,   0x4e2d, 0x2019, 0xd83d, 0xde00,
                                                 0xd83d, 0xde00, 0,      0xffff};
  const std::size_t length = 1 + (one_in(4) ? up_to(longest - 1) : up_to(longest / 8));
  const bool narrow = !one_in(3);
  std::u16string units;
  while (units.size() < length) {
    const bool ascii = narrow || one_in(2);
    units.push_back(ascii ? static_cast<char16_t>(u'a' + up_to(25))
                          : kWide[up_to(kWide.size() - 1)]);
  }
  return units;
}

RandomEdits::Attributes RandomEdits::attributes() {
  switch (up_to(7)) {
    case 0:
      return fresh({{"bold", true}});
    case 1:
      return fresh({{"italic", true}});
    case 2:
      return fresh({{"bold", true}, {"italic", true}});
    case 3:
      return fresh({{"link", "https://example.org/" + std::to_string(up_to(2))}});
    case 4:
      return fresh({{"nested", {{"a", {1, 2}}}}, {"size", 1.5}});
    default:
      return nullptr;
  }
}

RandomEdits::Attributes RandomEdits::change() {
  switch (up_to(6)) {
    case 0:
      return fresh({{"bold", true}});
    case 1:
      return fresh({{"bold", nullptr}});
    case 2:
      return fresh({{"bold", nullptr}, {"italic", true}});
    case 3:
      return fresh({{"bold", nullptr}, {"italic", nullptr}, {"link", nullptr}});
    case 4:
      return fresh({{"link", "https://example.org/" + std::to_string(up_to(2))}});
    default:
      return nullptr;
  }
}

std::shared_ptr<const json::Value> RandomEdits::embed() {
  return std::make_shared<const json::Value>(
      json::Value{{"image", static_cast<std::int64_t>(up_to(1))}});
}

Delta RandomEdits::op(std::size_t length) {
  Delta op;
  std::size_t left = length;
  for (std::size_t steps = up_to(5) + 1; steps > 0; --steps) {
    const std::size_t part =
        left == 0 ? 0 : 1 + up_to(one_in(3) ? left - 1 : std::min<std::size_t>(left, 6) - 1);
    switch (up_to(4)) {
      case 0:
        op.push(Component::insert(text(24), attributes()));
        break;
      case 1:
        op.push(Component::insert_embed(embed(), attributes()));
        break;
      case 2:
        op.push(Component::remove(part));
        left -= part;
        break;
      default:
        op.push(Component::retain(part, change()));
        left -= part;
        break;
    }
  }
  return op.chop();
}

void for_each_seed(std::size_t default_cases, const std::function<void(RandomEdits&)>& property) {
  const std::uint64_t seed = from_environment("SEED", kDefaultSeed);
  const std::uint64_t cases = from_environment("CASES", default_cases);
  std::printf("SEED=%llu CASES=%llu\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(cases));
  for (std::uint64_t i = 0; i < cases && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("repeat with SEED=" + std::to_string(seed + i) + " CASES=1");
    RandomEdits random(seed + i);
    property(random);
  }
}

}  // namespace plenary::text
