#include <string>

#include <gtest/gtest.h>

#include "protocol/markup/html.hpp"
#include "protocol/markup/html_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "tests/unit/markup/notation.hpp"

// Quotes around lists, headings and code, sixteen levels of lists, and line breaks inside of lines.
namespace plenary::markup {
namespace {

using ot::rich_text::Delta;
using testing::doc;
using testing::show;

struct MarkdownCase {
  const char* markdown;
  const char* document;
  const char* written;  // as our writer says it
};

void expect_there_and_back(const MarkdownCase& one) {
  const Delta document = doc(one.document);
  EXPECT_EQ(show(*from_markdown(one.markdown)), show(document)) << one.markdown;
  const std::string written = to_markdown(document);
  EXPECT_EQ(written, one.written);
  EXPECT_EQ(show(*from_markdown(written)), show(document)) << written;
  const std::string html = to_html_page("t", document);
  EXPECT_EQ(show(import_html(html)->document), show(document)) << html;
}

TEST(Quotes, StandAroundListsHeadingsAndCode) {
  expect_there_and_back(
      {"> a\n>\n> > b\n>\n> c\n>\n> - d\n> - e\n>\n> # f\n>\n>     g\n\nh",
       "[{'insert':'a'},{'insert':'\\n','attributes':{'blockquote':true}},"
       "{'insert':'b'},{'insert':'\\n','attributes':{'blockquote':2}},"
       "{'insert':'c'},{'insert':'\\n','attributes':{'blockquote':true}},"
       "{'insert':'d'},{'insert':'\\n','attributes':{'blockquote':true,'list':'bullet'}},"
       "{'insert':'e'},{'insert':'\\n','attributes':{'blockquote':true,'list':'bullet'}},"
       "{'insert':'f'},{'insert':'\\n','attributes':{'blockquote':true,'header':1}},"
       "{'insert':'g'},{'insert':'\\n','attributes':{'blockquote':true,'code-block':true}},"
       "{'insert':'h\\n'}]",
       "> a\n> \n> > b\n> \n> c\n> \n>   - d\n>   - e\n> \n> # f\n> \n> ```\n> g\n> ```\n\nh\n"});
}

TEST(Quotes, StandInItems) {
  expect_there_and_back(
      {"- > a\n  > - b\n- c\n\n  > d",
       "[{'insert':'\\n','attributes':{'list':'bullet'}},"
       "{'insert':'a'},{'insert':'\\n','attributes':{'blockquote':true,'indent':1}},"
       "{'insert':'b'},{'insert':'\\n','attributes':{'blockquote':true,'indent':1,'list':'bullet'}"
       "},"
       "{'insert':'c'},{'insert':'\\n','attributes':{'list':'bullet'}},"
       "{'insert':'d'},{'insert':'\\n','attributes':{'blockquote':true,'indent':1}}]",
       "  - > a\n    > \n    >   - b\n\n  - c\n    \n    > d\n"});
  expect_there_and_back(
      {"> - a\n>\n>   > b\n>\n>   c",
       "[{'insert':'a'},{'insert':'\\n','attributes':{'blockquote':true,'list':'bullet'}},"
       "{'insert':'b'},{'insert':'\\n','attributes':{'blockquote':2,'indent':1}},"
       "{'insert':'c'},{'insert':'\\n','attributes':{'blockquote':true,'indent':1}}]",
       "> - a\n>   \n>   > b\n>   \n>   c\n"});
}

/// An item in fewer quotes than the one above belongs to none, and a list counts anew in each
/// quote.
TEST(Quotes, EndTheirLists) {
  const Delta document =
      doc("[{'insert':'a\\n','attributes':{'blockquote':true,'list':'ordered'}},"
          "{'insert':'b\\n','attributes':{'list':'ordered'}},"
          "{'insert':'c\\n','attributes':{'list':'ordered'}},"
          "{'insert':'d\\n','attributes':{'blockquote':true,'list':'ordered'}},"
          "{'insert':'e\\n','attributes':{'indent':1,'list':'bullet'}}]");
  EXPECT_EQ(to_text(document), "> 1. a\n1. b\n2. c\n> 1. d\n  - e\n");
  EXPECT_EQ(to_html(document),
            "<blockquote>\n<ol>\n<li dir=\"auto\">a</li>\n</ol>\n</blockquote>\n"
            "<ol>\n<li dir=\"auto\">b</li>\n<li dir=\"auto\">c</li>\n</ol>\n"
            "<blockquote>\n<ol>\n<li dir=\"auto\">d</li>\n</ol>\n</blockquote>\n"
            "<div class=\"indent-1\">\n<ul>\n<li dir=\"auto\">e</li>\n</ul>\n</div>\n");
}

TEST(Quotes, HaveAsManyLevelsAsTheirValueSays) {
  const auto levels = [](const std::string& value) {
    const std::string text =
        to_text(doc("[{'insert':'a\\n','attributes':{'blockquote':" + value + "}}]"));
    return text.find('a') / 2;
  };
  EXPECT_EQ(levels("true"), 1U);
  EXPECT_EQ(levels("false"), 0U);
  EXPECT_EQ(levels("0"), 0U);
  EXPECT_EQ(levels("1"), 1U);
  EXPECT_EQ(levels("2"), 2U);
  EXPECT_EQ(levels("9"), 9U);
  EXPECT_EQ(levels("10"), 9U);
  EXPECT_EQ(levels("1e300"), 9U);
  EXPECT_EQ(levels("2.5"), 1U);
  EXPECT_EQ(levels("-3"), 1U);
  EXPECT_EQ(levels("'3'"), 1U);
}

/// A blank line in a quote divides neither it nor, as elsewhere, does it keep two lists together.
TEST(Quotes, KeepTwoListsInThemApart) {
  const Delta document = *from_markdown("> - a\n>\n> <!-- -->\n>\n> - b");
  EXPECT_EQ(show(document),
            show(doc("[{'insert':'a'},{'insert':'\\n','attributes':{'blockquote':true,'list':"
                     "'bullet'}},{'insert':'\\n','attributes':{'blockquote':true}},"
                     "{'insert':'b'},{'insert':'\\n','attributes':{'blockquote':true,'list':"
                     "'bullet'}}]")));
  EXPECT_EQ(show(*from_markdown(to_markdown(document))), show(document));
}

TEST(Lists, HaveSixteenLevels) {
  std::string markdown;
  std::string json = "[";
  for (int level = 0; level < 16; ++level) {
    markdown += std::string(2 * static_cast<std::size_t>(level), ' ') + "- x\n";
    json += std::string(level == 0 ? "" : ",") + "{'insert':'x'},{'insert':'\\n','attributes':{" +
            (level == 0 ? "" : "'indent':" + std::to_string(level) + ",") + "'list':'bullet'}}";
  }
  const Delta document = doc(json + "]");
  EXPECT_EQ(show(*from_markdown(markdown)), show(document));
  EXPECT_EQ(show(*from_markdown(to_markdown(document))), show(document));
  EXPECT_EQ(show(import_html(to_html(document))->document), show(document));
}

TEST(SoftBreaks, StayInTheirLine) {
  expect_there_and_back(
      {"Ministry  \nStreet 1\\\nCity\n\n- one\\\n  two\n- next\n\nHeading\\\ntwo\n=======\n\n"
       "#### three<br>four",
       "[{'insert':'Ministry\\u2028Street 1\\u2028City\\none\\u2028two'},"
       "{'insert':'\\n','attributes':{'list':'bullet'}},"
       "{'insert':'next'},{'insert':'\\n','attributes':{'list':'bullet'}},"
       "{'insert':'Heading\\u2028two'},{'insert':'\\n','attributes':{'header':1}},"
       "{'insert':'three\\u2028four'},{'insert':'\\n','attributes':{'header':4}}]",
       "Ministry\\\nStreet 1\\\nCity\n\n  - one\\\n    two\n  - next\n\nHeading\\\ntwo\n===\n\n"
       "#### three<br/>four\n"});
}

/// What begins a block at the start of a line, and what a line end would take away.
TEST(SoftBreaks, LeaveTheWordsBehindThemWords) {
  const Delta document =
      doc("[{'insert':'a | b\\u2028--- | ---\\u2028| - |\\u2028- c\\u20281. d\\u2028# e\\u2028> f"
          "\\u2028=== \\u2028 g\\u2028\\u2028[x]: y\\u2028https://example\\n'}]");
  EXPECT_EQ(show(*from_markdown(to_markdown(document))),
            show(doc("[{'insert':'a | b\\u2028--- | ---\\u2028| - |\\u2028- c\\u20281. d\\u2028# e"
                     "\\u2028> f\\u2028=== \\u2028 g\\u2028\\u2028[x]: y\\u2028'},"
                     "{'insert':'https://example','attributes':{'link':'https://example'}},"
                     "{'insert':'\\n'}]")));
}

TEST(SoftBreaks, KeepTheStyleOfTheirWords) {
  expect_there_and_back({"**a\\\nb**<br/>_c<br/>_&#100;`e`\\\n<code>f\\\ng</code>",
                         "[{'insert':'a\\u2028b','attributes':{'bold':true}},{'insert':'\\u2028'},"
                         "{'insert':'c\\u2028','attributes':{'italic':true}},{'insert':'d'},"
                         "{'insert':'e','attributes':{'code':true}},{'insert':'\\u2028'},"
                         "{'insert':'f\\u2028g','attributes':{'code':true}},{'insert':'\\n'}]",
                         "**a\\\nb**\\\n_c<br/>_&#100;`e`\\\n<code>f\\\ng</code>\n"});
}

TEST(SoftBreaks, DivideNoLinesOfACell) {
  const Delta document = *from_markdown("| n |\n| - |\n| a<br/>b<br>c |");
  EXPECT_NE(show(document).find("{'insert':'a\u2028b\\nc'}"), std::string::npos) << show(document);
  EXPECT_EQ(to_markdown(document), "| n |\n| --- |\n| a<br/>b<br>c |\n");
  EXPECT_EQ(show(import_html(to_html_page("t", document))->document), show(document));
}

TEST(SoftBreaks, AreTagsOfHtmlBetweenWords) {
  EXPECT_EQ(show(import_html("<p>a <br> b</p><p>c<br></p><li>d<br>e")->document),
            show(doc("[{'insert':'a\\u2028b\\nc\\nd\\u2028e'},"
                     "{'insert':'\\n','attributes':{'list':'bullet'}}]")));
  EXPECT_EQ(show(*from_markdown("a <br> b<br>\nc<br>")),
            show(doc("[{'insert':'a\\u2028b\\u2028c\\n'}]")));
  EXPECT_EQ(show(*from_markdown("a<br><br>b")), show(doc("[{'insert':'a\\n\\nb\\n'}]")));
  EXPECT_EQ(to_html(doc("[{'insert':'a\\u2028b\\n'}]")), "<p dir=\"auto\">a<br>b</p>\n");
}

TEST(SoftBreaks, AreLineEndsOfText) {
  EXPECT_EQ(to_text(doc("[{'insert':'a\\u2028b\\nc\\u2028d'},"
                        "{'insert':'\\n','attributes':{'list':'ordered','indent':1}},"
                        "{'insert':'e\\u2028f'},{'insert':'\\n','attributes':{'blockquote':true}},"
                        "{'insert':'g\\u2028h'},"
                        "{'insert':'\\n','attributes':{'blockquote':2,'list':'bullet'}}]")),
            "a\nb\n  1. c\n     d\n> e\n> f\n> > - g\n> >   h\n");
}

TEST(SoftBreaks, AreNothingSpecialInCode) {
  const Delta document =
      doc("[{'insert':'a\\u2028b'},{'insert':'\\n','attributes':{'code-block':true}}]");
  EXPECT_EQ(to_markdown(document), "```\na\u2028b\n```\n");
  EXPECT_EQ(show(import_html(to_html_page("t", document))->document), show(document));
}

}  // namespace
}  // namespace plenary::markup
