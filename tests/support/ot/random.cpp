#include "tests/support/ot/random.hpp"

#include <array>
#include <cstdlib>

#include "protocol/base/utf.hpp"

namespace plenary::test {

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::u16string random_text(Random& random, std::size_t min, std::size_t max) {
  static const std::array<std::u16string, 17> kPieces = {u"a",
                                                         u"b",
                                                         u"c",
                                                         u" ",
                                                         u"\n",
                                                         u"é",
                                                         u"文",
                                                         u"😀",
                                                         u"\U0010ffff",
                                                         std::u16string(1, char16_t{0xd83d}),
                                                         std::u16string(1, char16_t{0xde00}),
                                                         std::u16string(1, u'\0'),
                                                         u"\u2028",
                                                         u"\ufeff",
                                                         u"\"",
                                                         u"\\",
                                                         u"\uffff"};
  std::u16string text;
  for (std::size_t n = min + random.below(max - min + 1); n > 0; --n) {
    text += random.pick(kPieces);
  }
  return text;
}

std::string random_key(Random& random) {
  static const std::array<std::string, 6> kKeys = {"a", "b", "0", "", "k😀", "x y"};
  return random.pick(kKeys);
}

json::Value random_value(Random& random, int depth) {
  static constexpr std::array<double, 7> kNumbers = {0, 1, -1, 2.5, -0.25, 1e9, 3};
  switch (random.below(depth > 0 ? 9 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random.chance(50);
    case 2:
      return json::number(random.pick(kNumbers));
    case 3:
    case 4:
    case 5:
      return utf::to_wtf8(random_text(random, 0, 5));
    case 6:
    case 7: {
      json::Value list = json::Value::array();
      for (std::size_t n = random.below(4); n > 0; --n) {
        list.push_back(random_value(random, depth - 1));
      }
      return list;
    }
    default: {
      json::Value object = json::Value::object();
      for (std::size_t n = random.below(4); n > 0; --n) {
        object[random_key(random)] = random_value(random, depth - 1);
      }
      return object;
    }
  }
}

}  // namespace plenary::test
