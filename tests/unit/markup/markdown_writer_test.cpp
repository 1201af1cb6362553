#include <string>

#include <gtest/gtest.h>

#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using testing::doc;
using testing::show;

struct WriterCase {
  const char* document;
  std::string markdown;
};

/// Checks the Markdown, and that it reads back as the document.
void expect_written(std::initializer_list<WriterCase> cases) {
  for (const WriterCase& one : cases) {
    const auto document = doc(one.document);
    const std::string markdown = to_markdown(document);
    EXPECT_EQ(markdown, one.markdown);
    const auto again = from_markdown(markdown);
    ASSERT_TRUE(again);
    EXPECT_EQ(show(*again), show(document)) << markdown;
  }
}

TEST(ToMarkdown, NothingIsWrittenForWhatATemplateSaysOfALine) {
  EXPECT_EQ(
      to_markdown(doc("[{'insert':'A'},{'insert':'\\n','attributes':{'header':2,'frozen':true,"
                      "'required':true,'words-max':9}},{'insert':'\\n','attributes':{'prompt':'Say "
                      "it'}},{'insert':'\\n','attributes':{'list':'bullet','prompt':'One'}}]")),
      to_markdown(doc("[{'insert':'A'},{'insert':'\\n','attributes':{'header':2}},{'insert':'\\n'},"
                      "{'insert':'\\n','attributes':{'list':'bullet'}}]")));
}

TEST(ToMarkdown, WritesBlocks) {
  expect_written({
      {"[{'insert':'A'},{'insert':'\\n','attributes':{'header':2}},{'insert':'b\\nc\\n'}]",
       "## A\n\nb\n\nc\n"},
      {"[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'list':'ordered','indent':1}}]",
       "  - a\n    1.  b\n"},
      {"[{'insert':'a'},{'insert':'\\n','attributes':{'list':'checked'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'list':'unchecked'}}]",
       "  - [x] a\n  - [ ] b\n"},
      {"[{'insert':'a'},{'insert':'\\n','attributes':{'blockquote':true}},{'insert':'b'},{'insert':"
       "'\\n','attributes':{'blockquote':true}}]",
       "> a\n> \n> b\n"},
      {"[{'insert':'x < y'},{'insert':'\\n','attributes':{'code-block':'cpp'}}]",
       "``` cpp\nx < y\n```\n"},
      {"[{'insert':'a\\n'},{'insert':{'divider':true}},{'insert':'b\\n'}]", "a\n\n-----\n\nb\n"},
      {"[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'more'},{'insert'"
       ":'\\n','attributes':{'indent':1}}]",
       "  - a\n    \n    more\n"},
      {"[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':'\\nb'},{'"
       "insert':'\\n','attributes':{'list':'ordered'}}]",
       "1.  a\n\n<!-- end list -->\n\n1.  b\n"},
      {"[{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'a'},{'insert':'\\n','"
       "attributes':{'list':'bullet','indent':1}}]",
       "  - - a\n"},
      {"[{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'a'},{'insert':'\\n','"
       "attributes':{'list':'bullet','indent':1}},{'insert':'b'},{'insert':'\\n','attributes':{'"
       "list':'ordered','indent':1}}]",
       "  - - a\n    \n    <!-- end list -->\n    1.  b\n"},
      {"[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet','indent':1}},{'insert':'b'},{"
       "'insert':'\\n','attributes':{'list':'bullet','indent':1}},{'insert':'c'},{'insert':'\\n','"
       "attributes':{'list':'bullet'}},{'insert':'d'},{'insert':'\\n','attributes':{'list':'"
       "ordered',"
       "'indent':2}}]",
       "  - <!-- no item -->\n    \n      - a\n      - b\n\n  - c\n    \n      - <!-- no item -->\n"
       "        1.  d\n"},
  });
}

TEST(ToMarkdown, EscapesWhatWouldBeMarkup) {
  expect_written({
      {"[{'insert':'2 * 3 < 5 <= 6, snake_case _x\\n* a\\n'},{'insert':'b','attributes':{'bold':"
       "true}},{'insert':'_c* d\\n'}]",
       "2 * 3 < 5 <= 6, snake_case \\_x\n\n\\* a\n\n**b**\\_c\\* d\n"},
      {"[{'insert':'# a\\n- b\\n1. c\\n2021.\\n> d\\n'}]",
       "\\# a\n\n\\- b\n\n1\\. c\n\n2021\\.\n\n\\> d\n"},
      {"[{'insert':'C# is #1 > #\\nAgreed! \\n# {#a} "
       "#'},{'insert':'\\n','attributes':{'header':2}}]",
       "C# is #1 > \\#\n\nAgreed!&#32;\n\n## \\# {#a} \\#\n"},
      {"[{'insert':'[TOC] [a][b] [c]: "
       "d\\n[!NOTE]'},{'insert':'\\n','attributes':{'blockquote':true}},"
       "{'insert':'[ ] e'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'see "
       "[^1]\\n'},"
       "{'insert':'f [g] ^h','attributes':{'link':'/i'}},{'insert':'(j)\\n'}]",
       "[TOC] [a][b] [c]\\: d\n\n> [!NOTE]\n\n  - \\[ ] e\n\nsee \\[^1]\n\n[f \\[g\\] "
       "\\^h](/i)(j)\n"},
      {"[{'insert':'*a* _b_ `c` ~~d~~ [e](f) ![g](h)\\n'}]",
       "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ [e]\\(f) \\![g]\\(h)\n"},
      {"[{'insert':'<b>x</b> &amp; &#35; <!-- y -->\\n'}]",
       "\\<b>x\\</b> \\&amp; &\\#35; \\<!-- y -->\n"},
      {"[{'insert':'\\tGovernment: \\n'}]", "&#9;Government:&#32;\n"},
      {"[{'insert':'[Chair]: Yes\\n'}]", "[Chair]\\: Yes\n"},
      {"[{'insert':'a | b\\n--- | ---\\nc | d\\n'}]", "a | b\n\n\\--- | ---\n\nc | d\n"},
      {"[{'insert':'Hey!'},{'insert':'a','attributes':{'link':'/b'}},{'insert':'\\n'}]",
       "Hey\\![a](/b)\n"},
  });
}

TEST(ToMarkdown, WritesStylesThatReadBack) {
  expect_written({
      {"[{'insert':'\\ufeffa!'},{'insert':{'note':{}}},{'insert':'\\n'}]",
       "&#65279;a\\![^1]\n\n[^1]: \n"},
      {"[{'insert':'a '},{'insert':'b','attributes':{'bold':true}},{'insert':', "
       "'},{'insert':'c','attributes':{'italic':true}},{'insert':'\\n'}]",
       "a **b**, _c_\n"},
      {"[{'insert':'b','attributes':{'bold':true}},{'insert':'c','attributes':{'bold':true,'italic'"
       ":true}},{'insert':'d','attributes':{'italic':true}},{'insert':'\\n'}]",
       "**&#98;_c_**_d_\n"},
      {"[{'insert':'un'},{'insert':'belie','attributes':{'italic':true}},{'insert':'vable\\n'}]",
       "u&#110;_belie_&#118;able\n"},
      {"[{'insert':'a'},{'insert':' b ','attributes':{'bold':true}},{'insert':'c\\n'}]",
       "&#97;**&#32;b&#32;**&#99;\n"},
      {"[{'insert':'a'},{'insert':'\\u201cb\\u201d','attributes':{'strike':true}},{'insert':'c\\n'}"
       "]",
       "&#97;~~“b”~~&#99;\n"},
      {"[{'insert':'a `b`','attributes':{'code':true}},{'insert':'\\n'}]", "`` a `b` ``\n"},
      {"[{'insert':'x','attributes':{'link':'https://example.org/"
       "a_(b)?c=1&copy;2'}},{'insert':'\\n'}]",
       "[x](https://example.org/a_\\(b\\)?c=1&amp;copy;2)\n"},
      {"[{'insert':'https://example.org/a','attributes':{'link':'https://example.org/"
       "a'}},{'insert':'\\n'}]",
       "<https://example.org/a>\n"},
      {"[{'insert':'a','attributes':{'link':'/"
       "1','bold':true}},{'insert':'b','attributes':{'link':'/2','bold':true}},{'insert':'\\n'}]",
       "[**a**](/1)[**b**](/2)\n"},
      {"[{'insert':'10'},{'insert':'6','attributes':{'script':'super'}},{'insert':' H'},"
       "{'insert':'2','attributes':{'script':'sub','bold':true}},"
       "{'insert':'O','attributes':{'underline':true}},{'insert':'\\n'}]",
       "10<sup>6</sup> H<sub>**2**</sub><u>O</u>\n"},
      {"[{'insert':'$\\\\sum x_i$ \\\\(a_b\\\\) 5$ $6 $*$\\n'}]",
       "$\\sum x_i$ \\(a_b\\) 5$ \\$6 \\$\\*\\$\n"},
      {"[{'insert':'x^2^ and x^2 ~y~\\n'}]", "x\\^2^ and x\\^2 \\~y\\~\n"},
      {"[{'insert':'文'},{'insert':'件','attributes':{'bold':true}},{'insert':'。\\n'}]",
       "文**件**。\n"},
  });
}

TEST(ToMarkdown, MakesLinksOfAddressesInPlainWords) {
  struct Plain {
    const char* text;
    const char* markdown;
  };
  const Plain cases[] = {
      {"see https://example.org/a_b*c ", "see <https://example.org/a_b*c>&#32;\n"},
      {"(https://example.org/a).", "(<https://example.org/a>).\n"},
      {"www.example.org, http://", "[www.example.org](http://www.example.org), http://\n"},
      {"HTTPS://EXAMPLE.ORG", "[HTTPS://EXAMPLE.ORG](HTTPS://EXAMPLE.ORG)\n"},
      {"https://example.org/?a=1&copy;=2",
       "[https://example.org/?a=1\\&copy;=2](https://example.org/?a=1&amp;copy;=2)\n"},
      {"Write to a@example.org, or mailto:b_c@example.org.",
       "Write to <a@example.org>, or mailto:[b_c@example.org](mailto:b_c@example.org).\n"},
      {"Id 098-23@example.com here", "Id <098-23@example.com> here\n"},
      {"xhttp://a www. awww.b", "xhttp://a www. awww.b\n"},
  };
  for (const Plain& one : cases) {
    const auto document = from_text(one.text);
    ASSERT_TRUE(document);
    EXPECT_EQ(to_markdown(*document), one.markdown);
    const auto again = from_markdown(to_markdown(*document));
    ASSERT_TRUE(again);
    EXPECT_EQ(to_text(*again), to_text(*document)) << one.markdown;
    if (std::string(one.text).find('@') != std::string::npos) {
      EXPECT_EQ(to_markdown(*again), one.markdown) << "stable";
    }
  }
}

TEST(ToMarkdown, LeavesOutWhatMarkdownCannotSay) {
  EXPECT_EQ(
      to_markdown(doc(
          "[{'insert':'a','attributes':{'color':'red','link':'javascript:x()'}},"
          "{'insert':'\\n','attributes':{'align':'right','direction':'rtl'}},{'insert':'\\n\\nb\\n'"
          "}]")),
      "a\n\nb\n");
  EXPECT_EQ(to_markdown(doc("[{'insert':'\\n'}]")), "");
  EXPECT_EQ(to_markdown(doc("[{'insert':'a\\ud83d\\n'}]")), "a\ufffd\n");
  EXPECT_EQ(to_markdown(doc("[{'insert':'a','attributes':{'bold':7,'link':['x']}},{'insert':'\\n','"
                            "attributes':{'header':'1','list':3,'indent':-1}}]")),
            "**a**\n");
}

/// The numbers are those that the editor shows, and are read as a list that goes on.
TEST(ToMarkdown, NumbersGoOnAfterARemark) {
  const auto document =
      doc("[{'insert':'first\\n','attributes':{'list':'ordered'}},{'insert':'a "
          "remark\\n','attributes':{'list':'bullet'}},{'insert':'second\\n','attributes':{'list':'"
          "ordered'}},{'insert':'under "
          "it\\n','attributes':{'list':'ordered','indent':1}},{'insert':'third\\n','attributes':{'"
          "list':'ordered'}}]");
  const std::string markdown = to_markdown(document);
  EXPECT_NE(markdown.find("\n2.  second\n"), std::string::npos) << markdown;
  const auto again = from_markdown(markdown);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_text(*again), to_text(document)) << markdown;
}

/// A list that says its number follows another one at once, or after an empty line.
TEST(ToMarkdown, ItemsSayTheirNumbers) {
  for (const bool gap : {false, true}) {
    const auto document = doc(std::string("[{'insert':'a'},{'attributes':{'list':'ordered','start':"
                                          "'3'},'insert':'\\n'},{'insert':'") +
                              (gap ? "\\n" : "") +
                              "b'},{'attributes':{'list':'ordered','start':'7'},'insert':'\\n'},"
                              "{'insert':'c'},{'attributes':{'list':'ordered'},'insert':'\\n'}]");
    const std::string markdown = to_markdown(document);
    EXPECT_EQ(markdown, std::string("3.  a\n\n<!-- ") + (gap ? "end list" : "new number") +
                            " -->\n\n7.  b\n8.  c\n");
    EXPECT_EQ(show(*from_markdown(markdown)), show(document));
  }
}

TEST(ToMarkdown, PassesOverNumbersThatSayNothing) {
  const auto number_of = [](const std::string& start, const std::string& list) {
    return to_markdown(doc("[{'insert':'a'},{'attributes':{'list':'" + list + "','start':" + start +
                           "},'insert':'\\n'}]"));
  };
  EXPECT_EQ(number_of("'0'", "ordered"), "0.  a\n");
  EXPECT_EQ(number_of("'999999999'", "ordered"), "999999999. a\n");
  for (const char* start : {"'1000000000'", "'-1'", "'2.5'", "''", "7", "true"}) {
    EXPECT_EQ(number_of(start, "ordered"), "1.  a\n") << start;
  }
  EXPECT_EQ(number_of("'3'", "bullet"), "  - a\n");
}

}  // namespace
}  // namespace plenary::markup
