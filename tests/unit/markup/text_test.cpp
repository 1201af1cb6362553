#include "protocol/markup/text.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using namespace std::string_view_literals;
using testing::doc;
using testing::show;

struct Import {
  std::string_view text;
  const char* document;
};

TEST(FromText, MakesAParagraphOfEachLine) {
  const Import cases[] = {
      {""sv, "[{'insert':'\\n'}]"},
      {"a"sv, "[{'insert':'a\\n'}]"},
      {"a\n"sv, "[{'insert':'a\\n'}]"},
      {"a\n\nb"sv, "[{'insert':'a\\n\\nb\\n'}]"},
      {"\n\n"sv, "[{'insert':'\\n\\n'}]"},
      {"a\r\nb\rc\n\rd"sv, "[{'insert':'a\\nb\\nc\\n\\nd\\n'}]"},
      {"a\r\r\nb"sv, "[{'insert':'a\\n\\nb\\n'}]"},
      {"page 1\fpage 2\vline"sv, "[{'insert':'page 1\\npage 2\\nline\\n'}]"},
      {"a\xe2\x80\xa8"
       "b\xe2\x80\xa9"
       "c\xc2\x85"
       "d"sv,
       "[{'insert':'a\\nb\\nc\\nd\\n'}]"},
      {"\xef\xbb\xbfmarked"sv, "[{'insert':'marked\\n'}]"},
      {"nul\0here"sv, "[{'insert':'nul\\ufffdhere\\n'}]"},
      {"bell\x07 esc\x1b del\x7f"sv, "[{'insert':'bell esc del\\n'}]"},
      {"\tGovernment:\n or "sv, "[{'insert':'\\tGovernment:\\n or \\n'}]"},
      {"· Aims\xc2\xa0here"sv, "[{'insert':'· Aims\\u00a0here\\n'}]"},
      {"[bookmark: _gx2]Title"sv, "[{'insert':'[bookmark: _gx2]Title\\n'}]"},
      {"<b>not markup</b> & **nor this**"sv, "[{'insert':'<b>not markup</b> & **nor this**\\n'}]"},
      {"👍🏽 दस्तावेज़ 文件 ሰነድ"sv,
       "[{'insert':'👍🏽 दस्तावेज़ 文件 ሰነድ\\n'}]"},
  };
  for (const Import& one : cases) {
    const auto document = from_text(one.text);
    ASSERT_TRUE(document) << one.text;
    EXPECT_EQ(show(*document), show(doc(one.document)));
  }
}

TEST(FromText, RefusesWhatIsNotUtf8) {
  for (const std::string_view text : {"caf\xe9"sv,
                                      "\xff\xfe"
                                      "a\0"sv,
                                      "\xed\xa0\x80"sv, "\xc0\xaf"sv}) {
    const auto document = from_text(text);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, Errc::kMalformed);
  }
}

TEST(FromText, RefusesOneByteBeyondTheLimit) {
  std::string text(kMaxSourceBytes, 'a');
  EXPECT_TRUE(from_text(text));
  text += 'a';
  const auto document = from_text(text);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, Errc::kTooLarge);
}

TEST(ToText, ShowsListsQuotesAndRules) {
  const auto document =
      doc("[{'insert':'Title'},{'insert':'\\n','attributes':{'header':1}},{'insert':'said'},"
          "{'insert':'\\n','attributes':{'blockquote':true}},{'insert':'one'},{'insert':'\\n','"
          "attributes':{'list':'ordered'}},"
          "{'insert':'under'},{'insert':'\\n','attributes':{'list':'bullet','indent':1}},"
          "{'insert':'two'},{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':{'divider':"
          "true}},"
          "{'insert':'done'},{'insert':'\\n','attributes':{'list':'checked'}},"
          "{'insert':'to do'},{'insert':'\\n','attributes':{'list':'unchecked'}},"
          "{'insert':'again'},{'insert':'\\n','attributes':{'list':'ordered'}}]");
  EXPECT_EQ(to_text(document),
            "Title\n> said\n1. one\n  - under\n2. two\n* * *\n[x] done\n[ ] to do\n1. again\n");
}

TEST(ToText, NumbersAsTheEditorDoes) {
  const auto document =
      doc("[{'insert':'a\\nb\\n','attributes':{'list':'ordered'}},{'insert':'c\\n','attributes':{'"
          "list':'ordered','indent':1}},"
          "{'insert':'inside\\n','attributes':{'indent':1}},"
          "{'insert':'d\\n','attributes':{'list':'ordered'}},{'insert':'e\\n','attributes':{'list':"
          "'ordered','indent':1}},"
          "{'insert':'between\\n'},{'insert':'f\\n','attributes':{'list':'ordered'}}]");
  EXPECT_EQ(to_text(document), "1. a\n2. b\n  1. c\ninside\n3. d\n  1. e\nbetween\n1. f\n");
}

TEST(ToText, NamesEmbedsAndMendsHalves) {
  EXPECT_EQ(to_text(doc("[{'insert':'a\\ud83d'},{'insert':{'records':'t1'}},{'insert':{'image':'"
                        "https://example.org/i.png'},"
                        "'attributes':{'alt':'A map'}},{'insert':'\\ude00b\\n'}]")),
            "a\ufffd[records][A map]\ufffdb\n");
  EXPECT_EQ(to_text(doc("[{'insert':'no line end'}]")), "no line end\n");
  EXPECT_EQ(to_text({}), "");
}

TEST(ToText, MarksSuperscripts) {
  EXPECT_EQ(to_text(doc("[{'insert':'10'},{'insert':'6','attributes':{'script':'super'}},{'insert':"
                        "' e'},{'insert':'n + 1','attributes':{'script':'super'}},{'insert':' H'},{"
                        "'insert':'2','attributes':{'script':'sub'}},{'insert':'O\\n'}]")),
            "10^6 e^(n + 1) H2O\n");
}

/// A remark in another list does not end the count.
TEST(ToText, NumbersGoOnFromTheOneThatAnItemSays) {
  EXPECT_EQ(
      to_text(doc("[{'insert':'a'},{'attributes':{'list':'ordered','start':'3'},'insert':'\\n'},{"
                  "'insert':'b'},{'attributes':{'list':'ordered'},'insert':'\\n'}]")),
      "3. a\n4. b\n");
}

TEST(ToText, NumbersGoOnAfterARemark) {
  EXPECT_EQ(to_text(doc("[{'insert':'first\\n','attributes':{'list':'ordered'}},{'insert':'a "
                        "remark\\n','attributes':{'list':'bullet'}},{'insert':'second\\n','"
                        "attributes':{'list':'ordered'}},{'insert':'under "
                        "it\\n','attributes':{'list':'ordered','indent':1}},{'insert':'third\\n','"
                        "attributes':{'list':'ordered'}}]")),
            "1. first\n- a remark\n2. second\n  1. under it\n3. third\n");
}

}  // namespace
}  // namespace plenary::markup
