#include "protocol/anchor/revival.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace plenary::anchor {
namespace {

/// What came back as text: "<skipped>", then each part as run:from-to.
std::string shown(const std::optional<Revival>& revival) {
  if (!revival) {
    return "nothing";
  }
  std::string text = revival->skipped == 0 ? "" : "<" + std::to_string(revival->skipped) + "> ";
  for (const Revival::Part& part : revival->parts) {
    text += std::to_string(part.run) + ":" + std::to_string(part.from) + "-" +
            std::to_string(part.to) + " ";
  }
  text.pop_back();
  return text;
}

struct Line {
  std::vector<Candidate> runs;
  std::u16string_view inserted;
  const char* expected;
};

TEST(Revival, FindsWhatComesBack) {
  const std::array lines = {
      // All that died since some version
      Line{{{u"word", 1}}, u"word", "0:0-4"},
      Line{{{u"w", 3}, {u"o", 2}, {u"rd", 1}}, u"w", "0:0-1"},
      Line{{{u"w", 3}, {u"o", 2}, {u"rd", 1}}, u"wo", "0:0-1 1:0-1"},
      Line{{{u"w", 3}, {u"o", 2}, {u"rd", 1}}, u"word", "0:0-1 1:0-1 2:0-2"},
      Line{{{u"a", 2}, {u"bc", 1}, {u"d", 2}}, u"ad", "0:0-1 2:0-1"},
      // What one version deleted, while others died later
      Line{{{u"word", 1}, {u"later", 2}}, u"word", "0:0-4"},
      Line{{{u"wo", 1}, {u"later", 2}}, u"wo", "nothing"},
      // More than what died here
      Line{{{u"word", 1}}, u"a word more", "<2> 0:0-4"},
      Line{{{u"wo", 1}}, u"a word more", "nothing"},
      Line{{{u"the", 1}}, u"the one or the other", "nothing"},
      Line{{{u"the", 1}, {u" other", 2}}, u"the one or the other", "<11> 0:0-3 1:0-6"},
      Line{{{u"the", 2}, {u"old", 1}, {u"re", 2}}, u"over there", "<5> 0:0-3 2:0-2"},
      // A piece of it
      Line{{{u"a long sentence", 1}}, u"sentence", "0:7-15"},
      Line{{{u"a long", 1}, {u" sentence", 1}}, u"long sent", "0:2-6 1:0-5"},
      Line{{{u"a long sentence", 1}}, u"long", "nothing"},
      // Other text
      Line{{{u"word", 1}}, u"wore", "nothing"},
      Line{{{u"word", 1}}, u"w", "nothing"},
  };
  for (const Line& line : lines) {
    EXPECT_EQ(shown(find_revival(line.runs, line.inserted, 9)), line.expected);
  }
}

TEST(Revival, PrefersWhatDiedBeforeTheOperation) {
  const std::vector<Candidate> runs = {{u"slow", 5}, {u"fast", 1}};
  EXPECT_EQ(shown(find_revival(runs, u"fast", 5)), "1:0-4");
  EXPECT_EQ(shown(find_revival(runs, u"slow", 5)), "0:0-4");
  EXPECT_EQ(shown(find_revival(runs, u"slower", 5)), "0:0-4");
}

TEST(FindOnly, FindsTheOnlyPlace) {
  EXPECT_EQ(find_only(u"ab", u"xaab"), 2U);
  EXPECT_EQ(find_only(u"aa", u"aab"), 0U);
  EXPECT_FALSE(find_only(u"aa", u"aaa"));
  EXPECT_FALSE(find_only(u"ab", u"abcab"));
  EXPECT_FALSE(find_only(u"", u"ab"));
  EXPECT_FALSE(find_only(u"abc", u"ab"));
}

TEST(FindOnly, CostsTheSumOfTheLengths) {
  const std::u16string whole(1'000'000, u'a');
  EXPECT_FALSE(find_only(std::u16string(100'000, u'a') + u"b", whole));
}

}  // namespace
}  // namespace plenary::anchor
