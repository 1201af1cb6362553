#include "server/papers/title.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

TEST(Title, WhiteSpaceAroundItGoes) {
  EXPECT_EQ(*clean_title("  DC  paper \u00a0"), "DC  paper");
  EXPECT_EQ(*clean_title("报告"), "报告");
}

TEST(Title, NothingIsUntitled) {
  EXPECT_EQ(*clean_title(""), "Untitled");
  EXPECT_EQ(*clean_title(" \u3000 "), "Untitled");
}

TEST(Title, ItIsOneLineWithoutControlCharacters) {
  for (const char* wrong : {"a\nb", "a\tb", "\x1b[2J", "a\u0085b", "a\u2028b", "a\x7f", "\r"}) {
    EXPECT_FALSE(clean_title(wrong)) << wrong;
  }
  EXPECT_FALSE(clean_title("\xed\xa0\x80"));  // half of a pair
}

TEST(Title, ItHasThreeHundredCharactersAtMost) {
  EXPECT_TRUE(clean_title(std::string(300, 'x')));
  EXPECT_FALSE(clean_title(std::string(301, 'x')));
  EXPECT_TRUE(clean_title(repeated("😀", 300)));
  EXPECT_FALSE(clean_title(repeated("😀", 301)));
}

TEST(Title, CaseIsTakenOffInEveryScript) {
  EXPECT_EQ(fold_case("ÄRZTE"), "ärzte");
  EXPECT_EQ(fold_case("ΔΗΜΟΣ"), fold_case("δημοσ"));
  EXPECT_EQ(fold_case("ДОКЛАД"), "доклад");
  EXPECT_EQ(fold_case("𐐀"), "𐐨");  // beyond the first plane
  EXPECT_EQ(fold_case("报告 2"), "报告 2");
}

}  // namespace
}  // namespace plenary::server
