#include "protocol/markup/encoding.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plenary::markup {
namespace {

using namespace std::string_view_literals;

TEST(TextOfFile, ReadsUtf8AndUtf16ByTheirMarks) {
  EXPECT_EQ(*text_of_file(""), "");
  EXPECT_EQ(*text_of_file("Café\r\n"), "Café\r\n");
  EXPECT_EQ(*text_of_file("\xef\xbb\xbf# Café"), "# Café");
  EXPECT_EQ(*text_of_file("\xff\xfe"sv), "");
  EXPECT_EQ(*text_of_file("\xff\xfe\x16\x04\n\0\x3d\xd8\x4d\xdc"sv), "Ж\n👍");
  EXPECT_EQ(*text_of_file("\xfe\xff\x04\x16\0\n\xd8\x3d\xdc\x4d"sv), "Ж\n👍");
}

TEST(TextOfFile, NamesThePlaceOfTheFirstByteThatItCannotRead) {
  struct Case {
    std::string_view bytes;
    const char* place;
  };
  for (const Case& one : {
           Case{"first\nr\xe9sum\xe9"sv, "0xE9 at line 2, byte 2"},
           Case{"\xcf\xf0\xe0\xe2\xe8\xeb\xe0"sv, "0xCF at line 1, byte 1"},
           Case{"é\xc3"sv, "0xC3 at line 1, byte 3"},
           Case{"\xed\xa0\x80"sv, "0xED at line 1, byte 1"},
           Case{"a\nb\0"sv, "0x00 at line 2, byte 2"},
           Case{"\xff\xfe"
                "a\0\n\0\x3d\xd8"sv,
                "UTF-16, but line 2"},
           Case{"\xff\xfe"
                "a\0b"sv,
                "UTF-16, but line 1"},
       }) {
    const auto text = text_of_file(one.bytes);
    ASSERT_FALSE(text) << one.place;
    EXPECT_EQ(text.error().code, Errc::kMalformed);
    EXPECT_NE(text.error().detail.find(one.place), std::string::npos) << text.error().detail;
  }
}

TEST(DeclaredEncoding, IsThatOfTheFirstMeta) {
  EXPECT_EQ(declared_encoding("<html><META CHARSET='Windows-1251'>"), "windows-1251");
  EXPECT_EQ(declared_encoding("<meta name=a><meta\nhttp-equiv=Content-Type content=\"text/html; "
                              "charset=iso-8859-1\"><meta charset=x>"),
            "iso-8859-1");
  EXPECT_EQ(declared_encoding("<meta charset=utf-8>"), "");
  EXPECT_EQ(declared_encoding("\xef\xbb\xbf<meta charset=koi8-r>"), "");
  EXPECT_EQ(declared_encoding("<p>charset=koi8-r"), "");
  EXPECT_EQ(declared_encoding("<meta charset"), "");
}

}  // namespace
}  // namespace plenary::markup
