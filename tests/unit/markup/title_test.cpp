#include "protocol/markup/title.hpp"

#include <string>

#include <gtest/gtest.h>

#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"

namespace plenary::markup {
namespace {

std::string title_of_markdown(const std::string& markdown) {
  return title_of(*from_markdown(markdown));
}

TEST(Title, IsTheFirstHeadingWithWords) {
  EXPECT_EQ(title_of_markdown("intro\n\n#\n\n## The *DC*  paper\n\n# Other"), "The DC paper");
}

TEST(Title, IsTheFirstLineWithWordsWhereThereIsNoHeading) {
  EXPECT_EQ(title_of(*from_text("\n \t\n\tNext meeting: \nmore")), "Next meeting:");
  EXPECT_EQ(title_of(*from_text("\n\n")), "");
}

TEST(Title, IsOneLineWithoutControlCharacters) {
  EXPECT_EQ(title_of_markdown("# Paper\u2028of the\u2029group\u0085 \x7f"), "Paper of the group");
  EXPECT_EQ(title_of_markdown("# \u2028\n\n# Caf\u00e9\u00a0“x”"), "Caf\u00e9\u00a0“x”");
}

TEST(Title, KeepsSuperscriptsApart) {
  EXPECT_EQ(title_of_markdown("# 10<sup>6</sup> users, CO<sub>2</sub>"), "10^6 users, CO2");
}

TEST(Title, IsNotTakenFromCode) {
  EXPECT_EQ(title_of_markdown("Paper of the group\n===\n\n```sh\n# install it\n```"),
            "Paper of the group");
}

TEST(Title, IsCutAfterAWord) {
  EXPECT_EQ(title_of(*from_text(std::string(kTitleCharactersMax, 'a'))),
            std::string(kTitleCharactersMax, 'a'));
  EXPECT_EQ(title_of(*from_text(std::string(kTitleCharactersMax + 1, 'a'))),
            std::string(kTitleCharactersMax - 1, 'a') + "…");
  EXPECT_EQ(title_of(*from_text("words " + std::string(kTitleCharactersMax, 'a'))), "words…");
  std::string wide;
  for (std::size_t i = 0; i <= kTitleCharactersMax; ++i) {
    wide += "文";
  }
  EXPECT_EQ(title_of(*from_text(wide)).size(), 3 * kTitleCharactersMax);
}

}  // namespace
}  // namespace plenary::markup
