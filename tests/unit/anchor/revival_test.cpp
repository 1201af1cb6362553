#include "protocol/anchor/revival.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace plenary::anchor {
namespace {

/// A revival as text: each part as run:from-to, and @place in the insertion unless it follows the
/// one before.
std::string shown(const std::optional<Revival>& revival) {
  std::string text;
  std::size_t at = 0;
  for (const Revival::Part& part : revival.value_or(Revival()).parts) {
    text += std::to_string(part.run) + ":" + std::to_string(part.from) + "-" +
            std::to_string(part.to) + (part.at == at ? " " : "@" + std::to_string(part.at) + " ");
    at = part.at + part.length();
  }
  return text.empty() ? "nothing" : text.substr(0, text.size() - 1);
}

struct RevivalLine {
  std::vector<Candidate> runs;
  std::u16string_view inserted;
  const char* expected;
};

TEST(Revival, FindsWhatComesBack) {
  const std::array lines = {
      // All that died since some version
      RevivalLine{{{u"word", 1, kNever}}, u"word", "0:0-4"},
      RevivalLine{{{u"w", 3, kNever}, {u"o", 2, kNever}, {u"rd", 1, kNever}}, u"w", "0:0-1"},
      RevivalLine{{{u"w", 3, kNever}, {u"o", 2, kNever}, {u"rd", 1, kNever}}, u"wo", "0:0-1 1:0-1"},
      RevivalLine{
          {{u"w", 3, kNever}, {u"o", 2, kNever}, {u"rd", 1, kNever}}, u"word", "0:0-1 1:0-1 2:0-2"},
      RevivalLine{{{u"a", 2, kNever}, {u"bc", 1, kNever}, {u"d", 2, kNever}}, u"ad", "0:0-1 2:0-1"},
      // The deletion of one version, before later deletions
      RevivalLine{{{u"word", 1, kNever}, {u"later", 2, kNever}}, u"word", "0:0-4"},
      RevivalLine{{{u"wo", 1, kNever}, {u"later", 2, kNever}}, u"wo", "nothing"},
      // More than what died here
      RevivalLine{{{u"word", 1, kNever}}, u"a word more", "0:0-4@2"},
      RevivalLine{{{u"wo", 1, kNever}}, u"a word more", "nothing"},
      RevivalLine{{{u"the", 1, kNever}}, u"the one or the other", "nothing"},
      RevivalLine{
          {{u"the", 1, kNever}, {u" other", 2, kNever}}, u"the one or the other", "0:0-3@11 1:0-6"},
      RevivalLine{{{u"the", 2, kNever}, {u"old", 1, kNever}, {u"re", 2, kNever}},
                  u"over there",
                  "0:0-3@5 2:0-2"},
      // A piece of it
      RevivalLine{{{u"a long sentence", 1, kNever}}, u"sentence", "0:7-15"},
      RevivalLine{{{u"a long", 1, kNever}, {u" sentence", 1, kNever}}, u"long sent", "0:2-6 1:0-5"},
      RevivalLine{{{u"a long sentence", 1, kNever}}, u"long", "nothing"},
      // Stretches, and runs of them
      RevivalLine{{{u"x", 1, kNever, 0},
                   {u"old", 1, kNever, 1},
                   {u"y", 1, kNever, 2},
                   {u"new", 1, kNever, 3}},
                  u"an old and new one",
                  "1:0-3@3 3:0-3@11"},
      RevivalLine{{{u"new", 1, kNever, 1}, {u"y", 1, kNever, 2}, {u"old", 1, kNever, 3}},
                  u"an old and new one",
                  "0:0-3@11"},
      RevivalLine{{{u"an o", 1, kNever, 1}, {u"new", 2, kNever, 1}},
                  u"an old and new one",
                  "0:0-4 1:0-3@11"},
      // Other text
      RevivalLine{{{u"word", 1, kNever}}, u"wore", "nothing"},
      RevivalLine{{{u"word", 1, kNever}}, u"w", "nothing"},
  };
  for (const RevivalLine& line : lines) {
    EXPECT_EQ(shown(find_revival(line.runs, line.inserted, 9)), line.expected);
  }
}

TEST(Revival, PrefersWhatDiedBeforeTheOperation) {
  const std::vector<Candidate> runs = {{u"slow", 5, kNever}, {u"fast", 1, kNever}};
  EXPECT_EQ(shown(find_revival(runs, u"fast", 5)), "1:0-4");
  EXPECT_EQ(shown(find_revival(runs, u"slow", 5)), "0:0-4");
  EXPECT_EQ(shown(find_revival(runs, u"slower", 5)), "0:0-4");
}

TEST(Revival, LooksPastWhatWasWrittenThereAndDeletedAgain) {
  const std::vector<Candidate> runs = {{u"x", 7, kNever}, {u"y", 5, 6}, {u"a", 1, 2}};
  EXPECT_EQ(shown(find_revival(runs, u"x", 9)), "0:0-1");
  EXPECT_EQ(shown(find_revival(runs, u"y", 9)), "1:0-1");
  EXPECT_EQ(shown(find_revival(runs, u"a", 9)), "2:0-1");
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
