#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"
#include "tests/support/ot/random.hpp"

// Laws of text in both forms and of JSON, on random values; and our reader against another one.

namespace plenary {
namespace {

using test::for_cases;
using test::Random;
using test::random_text;
using test::random_value;

constexpr std::size_t kCases = 8000;  // of each law

TEST(JsonLaws, WhatIsWrittenReadsBackAsIt) {
  for_cases(kCases, [](Random& random) {
    const json::Value value = random_value(random, 4);
    const std::string text = json::to_string(value);
    ASSERT_TRUE(utf::is_utf8(text)) << text;
    const Result<json::Value> read = json::parse(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, value) << text;
    EXPECT_EQ(json::to_string(*read), text);
  });
}

/// JSON text, now and then with a character changed, moved or missing.
std::string random_json_text(Random& random) {
  static const std::array<std::string, 18> kPieces = {
      "{",   "}",    "[",    "]", ",",     ":", "\"", "\\", "\\u00e9",
      "\\n", "null", "true", "-", "1.5e3", "0", "e",  " ",  "é"};
  std::string text =
      random_value(random, 3).dump(-1, ' ', false, json::Value::error_handler_t::replace);
  for (std::size_t n = random.below(4); n > 0; --n) {
    const std::size_t at = random.below(text.size() + 1);
    if (random.chance(50)) {
      text.insert(at, random.pick(kPieces));
    } else {
      text.erase(at, 1 + random.below(2));
    }
  }
  return text;
}

/// The same value with numbers as we hold them.
json::Value with_our_numbers(json::Value value) {
  if (value.is_structured()) {
    for (json::Value& part : value) {
      part = with_our_numbers(std::move(part));
    }
    return value;
  }
  return value.is_number() ? json::number(value.get<double>()) : value;
}

TEST(JsonLaws, OurReaderAgreesWithAnotherOne) {
  for_cases(kCases, [](Random& random) {
    const std::string text = random_json_text(random);
    const json::Value theirs = json::Value::parse(text, nullptr, false);
    const Result<json::Value> ours = json::parse(text);
    ASSERT_EQ(ours.has_value(), !theirs.is_discarded()) << text;
    if (ours) {
      EXPECT_EQ(*ours, with_our_numbers(theirs)) << text;
    }
  });
}

TEST(JsonLaws, NumbersReadBackAsTheSame) {
  for_cases(kCases, [](Random& random) {
    const auto digits = static_cast<double>(random.below(1'000'000'000));
    const double number = digits * std::pow(10.0, static_cast<double>(random.below(60)) - 40.0);
    std::string text;
    json::append_number(text, number);
    const Result<json::Value> read = json::parse(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->get<double>(), number) << text;
  });
}

TEST(UtfLaws, BothFormsOfTextHoldTheSame) {
  for_cases(kCases, [](Random& random) {
    const std::u16string units = random_text(random, 0, 12);
    const std::string bytes = utf::to_wtf8(units);
    EXPECT_TRUE(utf::is_wtf8(bytes));
    EXPECT_EQ(utf::to_utf16(bytes), units);
    EXPECT_EQ(utf::utf16_length(bytes), units.size());
  });
}

TEST(UtfLaws, JoiningBytesIsJoiningUnits) {
  for_cases(kCases, [](Random& random) {
    const std::u16string head = random_text(random, 0, 4);
    const std::u16string tail = random_text(random, 0, 4);
    std::string joined = utf::to_wtf8(head);
    utf::append_joining(joined, utf::to_wtf8(tail));
    EXPECT_EQ(joined, utf::to_wtf8(head + tail));
  });
}

}  // namespace
}  // namespace plenary
