#include "protocol/base/utf.hpp"

#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace plenary::utf {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kHigh = "\xed\xa0\xbd";  // U+D83D
constexpr std::string_view kLow = "\xed\xb8\x80";   // U+DE00

TEST(Utf, EachWidthHasItsBytes) {
  const std::array<std::pair<std::u16string_view, std::string_view>, 10> kCases = {{
      {u""sv, ""sv},
      {u"\0"sv, "\0"sv},
      {u"\u007f"sv, "\x7f"sv},
      {u"\u0080"sv, "\xc2\x80"sv},
      {u"\u07ff"sv, "\xdf\xbf"sv},
      {u"\u0800"sv, "\xe0\xa0\x80"sv},
      {u"\ud7ff"sv, "\xed\x9f\xbf"sv},
      {u"\uffff"sv, "\xef\xbf\xbf"sv},
      {u"\U00010000"sv, "\xf0\x90\x80\x80"sv},
      {u"\U0010ffff"sv, "\xf4\x8f\xbf\xbf"sv},
  }};
  for (const auto& [units, bytes] : kCases) {
    EXPECT_EQ(to_wtf8(units), bytes);
    EXPECT_EQ(to_utf16(bytes), units);
    EXPECT_EQ(utf16_length(bytes), units.size());
    EXPECT_TRUE(is_utf8(bytes));
    EXPECT_TRUE(is_wtf8(bytes));
  }
}

TEST(Utf, LoneHalvesHaveThreeBytesOfTheirOwn) {
  const char16_t high = 0xd83d;
  const char16_t low = 0xde00;
  EXPECT_EQ(to_wtf8(std::u16string_view(&high, 1)), kHigh);
  EXPECT_EQ(to_wtf8(std::u16string_view(&low, 1)), kLow);
  EXPECT_EQ(to_utf16(kHigh), std::u16string(1, high));
  EXPECT_EQ(utf16_length(kHigh), 1u);
  EXPECT_FALSE(is_utf8(kHigh));
  EXPECT_TRUE(is_wtf8(kHigh));
  EXPECT_EQ(to_wtf8(std::u16string({low, high})), std::string(kLow) + std::string(kHigh));
}

TEST(Utf, RefusesWhatIsNotWellFormed) {
  for (const std::string_view bytes :
       {"\x80"sv, "\xbf"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xc2"sv, "\xc2\x41"sv, "\xe0\x80\x80"sv,
        "\xe0\x9f\xbf"sv, "\xe2\x82"sv, "\xf0\x80\x80\x80"sv, "\xf0\x9f\x98"sv,
        "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xfe"sv, "\xff"sv, "a\xe9z"sv}) {
    EXPECT_FALSE(is_utf8(bytes));
    EXPECT_FALSE(is_wtf8(bytes));
  }
}

TEST(Utf, HalvesThatMeetBecomeTheirCharacter) {
  std::string text(kHigh);
  append_joining(text, kLow);
  EXPECT_EQ(text, "😀");

  text = "a" + std::string(kHigh);
  append_joining(text, std::string(kLow) + "b");
  EXPECT_EQ(text, "a😀b");
}

TEST(Utf, OtherEndsAreJoinedAsTheyAre) {
  const std::array<std::array<std::string_view, 2>, 6> kCases = {
      {{"", kLow}, {kHigh, ""}, {kLow, kHigh}, {kHigh, kHigh}, {"😀", kLow}, {kHigh, "😀"}}};
  for (const auto& [head, tail] : kCases) {
    std::string joined(head);
    append_joining(joined, tail);
    EXPECT_EQ(joined, std::string(head) + std::string(tail));
  }
}

}  // namespace
}  // namespace plenary::utf
