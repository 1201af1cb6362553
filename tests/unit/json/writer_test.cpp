#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"

namespace plenary::json {
namespace {

std::string written(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

TEST(JsonWriter, WritesNumbersAsJavaScriptDoes) {
  const std::array<std::pair<double, const char*>, 23> kCases = {{
      {0, "0"},
      {-0.0, "0"},
      {1, "1"},
      {-1, "-1"},
      {100000, "100000"},
      {123456789, "123456789"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {-2.5, "-2.5"},
      {1234.5678, "1234.5678"},
      {1e20, "100000000000000000000"},
      {1e21, "1e+21"},
      {1.5e21, "1.5e+21"},
      {123456789012345680000.0, "123456789012345680000"},
      {1e-6, "0.000001"},
      {1.5e-6, "0.0000015"},
      {1e-7, "1e-7"},
      {-1.25e-7, "-1.25e-7"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {std::numeric_limits<double>::infinity(), "null"},
      {-std::numeric_limits<double>::infinity(), "null"},
      {std::nan(""), "null"},
  }};
  for (const auto& [number, expected] : kCases) {
    EXPECT_EQ(written(number), expected);
  }
}

TEST(JsonWriter, WholeNumbersAreHeldWholeUpToWhatADoubleCounts) {
  EXPECT_TRUE(number(3.0).is_number_integer());
  EXPECT_TRUE(number(-9007199254740992.0).is_number_integer());
  EXPECT_TRUE(number(9007199254740994.0).is_number_float());
  EXPECT_TRUE(number(0.5).is_number_float());
  EXPECT_EQ(number(-0.0).dump(), "0");
}

TEST(JsonWriter, EscapesOnlyWhatMustBeEscaped) {
  std::string text;
  append_string(text, std::string_view("\"\\/\b\f\n\r\t\x01\x1f\x7f é文😀\u2028"));
  EXPECT_EQ(text, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é文😀\u2028\"");
}

TEST(JsonWriter, BothFormsOfAStringAreWrittenTheSame) {
  const std::array<std::u16string, 6> kCases = {u"",
                                                u"a\"b",
                                                u"é文😀\u2028\uffff",
                                                std::u16string(1, char16_t{0xd83d}),
                                                std::u16string({0xde00, 0xd83d, u'x', 0xdc00}),
                                                std::u16string({u'\0', 0x7f, 0xd83d, 0xde00})};
  for (const std::u16string& units : kCases) {
    std::string from_units;
    std::string from_bytes;
    append_string(from_units, std::u16string_view(units));
    append_string(from_bytes, std::string_view(utf::to_wtf8(units)));
    EXPECT_EQ(from_units, from_bytes);
    EXPECT_TRUE(utf::is_utf8(from_units));
  }
}

TEST(JsonWriter, WritesLoneHalvesAsEscapes) {
  EXPECT_EQ(to_string(utf::to_wtf8(std::u16string({u'a', 0xd83d, u'b', 0xde00}))),
            R"("a\ud83db\ude00")");
}

}  // namespace
}  // namespace plenary::json
