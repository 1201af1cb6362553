#include "protocol/releases/blocks.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/releases/sections.hpp"

namespace plenary::releases {
namespace {

using ot::rich_text::Delta;

Delta paper(std::string_view json) {
  const auto decoded = ot::rich_text::decode(json);
  EXPECT_TRUE(decoded) << json;
  return decoded ? decoded->delta : Delta();
}

/// Blocks as "line 0-5", "figure 7-9", a heading with its level as "line 0-5 h2".
std::string shown(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    const char* const names[] = {"line", "figure", "table", "divider"};
    out += out.empty() ? "" : ", ";
    out += names[static_cast<std::size_t>(block.kind)];
    out += " " + std::to_string(block.span.from) + "-" + std::to_string(block.span.to);
    out += block.level > 0 ? " h" + std::to_string(block.level) : "";
  }
  return out;
}

struct BlocksCase {
  const char* paper;
  const char* blocks;
};

TEST(Blocks, AreLinesWithWordsAndEmbedsThatAreLines) {
  const BlocksCase cases[] = {
      {R"([])", ""},
      {R"([{"insert":"\n"}])", ""},
      {R"([{"insert":"one\n\ntwo\n"}])", "line 0-3, line 5-8"},
      {R"([{"insert":"no end"}])", "line 0-6"},
      {R"([{"insert":" \t\u00a0\u3000\nx\n"}])", "line 5-6"},
      {R"([{"insert":"😀\n"}])", "line 0-2"},
      {R"([{"insert":"One"},{"insert":"\n","attributes":{"header":2}},{"insert":"x\n"}])",
       "line 0-3 h2, line 4-5"},
      {R"([{"insert":"One"},{"insert":"\n","attributes":{"header":7}}])", "line 0-3"},
      {R"([{"insert":"One"},{"insert":"\n","attributes":{"header":"2"}}])", "line 0-3"},
      {R"([{"insert":"\n","attributes":{"header":1}}])", ""},
      {R"([{"insert":{"note":{"content":[{"insert":"n"}]}}},{"insert":"\n"}])", "line 0-1"},
      {R"([{"insert":{"table-embed":{}}},{"insert":"a\n"}])", "table 0-1, line 1-2"},
      {R"([{"insert":"a"},{"insert":{"table-embed":{}}},{"insert":{"divider":true}}])",
       "line 0-1, table 1-2, divider 2-3"},
      {R"([{"insert":{"image":"x"}},{"insert":" A map\n"}])", "figure 0-7"},
      {R"([{"insert":" "},{"insert":{"image":"x"}},{"insert":"\n"}])", "figure 0-2"},
      {R"([{"insert":"see "},{"insert":{"image":"x"}},{"insert":"\n"}])", "line 0-5"},
      {R"([{"insert":{"image":"x"}},{"insert":"\n","attributes":{"list":"bullet"}}])", "line 0-1"},
      {R"([{"insert":{"image":"x"}},{"insert":"\n","attributes":{"align":"right"}}])",
       "figure 0-1"},
  };
  for (const BlocksCase& each : cases) {
    EXPECT_EQ(shown(blocks_of(paper(each.paper))), each.blocks) << each.paper;
  }
}

struct RangeCase {
  Span range;
  int first;  // -1: none
  int last;
};

TEST(Blocks, OfARangeAreThoseThatItTouches) {
  // one: 0-3, two: 5-8, table: 9-10, end: 10-13
  const auto blocks = blocks_of(
      paper(R"([{"insert":"one\n\ntwo\n"},{"insert":{"table-embed":{}}},{"insert":"end\n"}])"));
  const RangeCase cases[] = {
      {{0, 1}, 0, 0},   {{0, 3}, 0, 0},     {{2, 6}, 0, 1},   {{3, 5}, -1, -1}, {{3, 3}, 0, 0},
      {{4, 4}, -1, -1}, {{5, 5}, 1, 1},     {{0, 13}, 0, 3},  {{9, 10}, 2, 2},  {{9, 9}, 2, 2},
      {{10, 10}, 3, 3}, {{14, 14}, -1, -1}, {{8, 9}, -1, -1},
  };
  for (const RangeCase& each : cases) {
    const auto touched = blocks_in(blocks, each.range);
    const int first = touched ? static_cast<int>(touched->first) : -1;
    const int last = touched ? static_cast<int>(touched->last) : -1;
    EXPECT_EQ(first, each.first) << each.range.from << "-" << each.range.to;
    EXPECT_EQ(last, each.last) << each.range.from << "-" << each.range.to;
  }
}

/// A paper of headings of these levels, each with a line below it.
Delta headed(const std::vector<int>& levels) {
  std::string json = "[";
  for (std::size_t i = 0; i < levels.size(); ++i) {
    json += (i == 0 ? "" : ",") +
            std::string(R"({"insert":"H"},{"insert":"\n","attributes":{"header":)") +
            std::to_string(levels[i]) + R"(}},{"insert":"x\n"})";
  }
  return paper(json + "]");
}

struct NumberCase {
  std::vector<int> levels;
  const char* numbers;
};

TEST(Sections, AreNumberedByLevelWithoutZeros) {
  const NumberCase cases[] = {
      {{}, ""},
      {{1, 1, 2, 2, 1}, "1 2 2.1 2.2 3"},
      {{1, 2, 3, 3, 2, 3}, "- 1 1.1 1.2 2 2.1"},
      {{1, 3, 3, 2}, "- 1 2 3"},
      {{2, 2, 3}, "1 2 2.1"},
      {{2, 4, 3, 4}, "1 1.1 1.2 1.2.1"},
      {{2, 3, 6, 2, 6}, "1 1.1 1.1.1 2 2.1"},
      {{1}, "-"},
      {{2, 1, 2}, "1 2 2.1"},
      {{3, 2, 1, 1}, "1 2 3 4"},
  };
  for (const NumberCase& each : cases) {
    const Delta document = headed(each.levels);
    std::string numbers;
    for (const Section& section : sections_of(document, blocks_of(document))) {
      numbers += (numbers.empty() ? "" : " ") + (section.number.empty() ? "-" : section.number);
    }
    EXPECT_EQ(numbers, each.numbers);
  }
}

TEST(Sections, HoldTheSectionsBelowThem) {
  // H\nx\n is 4 units.
  const Delta document = headed({1, 2, 3, 2});
  const auto sections = sections_of(document, blocks_of(document));
  ASSERT_EQ(sections.size(), 4U);
  EXPECT_EQ(sections[0].span, (Span{0, 16}));
  EXPECT_EQ(sections[1].span, (Span{4, 12}));
  EXPECT_EQ(sections[2].span, (Span{8, 12}));
  EXPECT_EQ(sections[3].span, (Span{12, 16}));
  EXPECT_EQ(sections[3].block, 6U);
  EXPECT_EQ(section_at(sections, 11), 2U);
  EXPECT_EQ(section_at(sections, 12), 3U);
  EXPECT_EQ(section_at(sections, 99), 3U);
}

TEST(Sections, HaveTheWordsOfTheirHeadings) {
  const Delta document =
      paper(R"([{"insert":"before\n"},{"insert":"  The \u0007 \ud800 A\u00a0B"},)"
            R"({"insert":{"note":{}}},{"insert":"\n","attributes":{"header":2}}])");
  const auto sections = sections_of(document, blocks_of(document));
  ASSERT_EQ(sections.size(), 1U);
  EXPECT_EQ(sections[0].heading, "The \xef\xbf\xbd A B");
  EXPECT_EQ(section_at(sections, 6), std::nullopt);
  EXPECT_EQ(section_at(sections, 7), 0U);
}

}  // namespace
}  // namespace plenary::releases
