#include "protocol/base/ascii.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace plenary::ascii {
namespace {

TEST(Ascii, TrimsTheTwoEnds) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" \ta ", " "), "\ta");
}

TEST(Ascii, ReadsWholeNumbersAndNothingElse) {
  EXPECT_EQ(whole_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(whole_number<std::uint16_t>("7460"), 7460);
  EXPECT_EQ(whole_number<int>("-1"), -1);
  for (const char* wrong : {"", "-", " 1", "1 ", "+1", "0x1", "1.0", "18446744073709551616"}) {
    EXPECT_FALSE(whole_number<std::uint64_t>(wrong)) << wrong;
  }
  EXPECT_FALSE(whole_number<std::uint16_t>("65536"));
}

TEST(Ascii, WritesHex) {
  EXPECT_EQ(to_hex(std::string_view("\0\x7f\xff", 3)), "007fff");
}

}  // namespace
}  // namespace plenary::ascii
