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
