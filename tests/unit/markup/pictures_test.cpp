// Pictures of a document's own: in Markdown, HTML and text.
#include <string>

#include <gtest/gtest.h>

#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/shown_picture.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/markup/title.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using testing::doc;
using testing::show;

const std::string kHash(64, 'a');
const std::string kAddress = "pictures/" + kHash;

/// A picture as a component, with further members of its attributes.
std::string picture(const std::string& attributes = "", const std::string& address = kAddress) {
  return "{'insert':{'image':'" + address + "'}" +
         (attributes.empty() ? "" : ",'attributes':{" + attributes + "}") + "}";
}

std::string paragraph(const std::string& components, const std::string& end = "{'insert':'\\n'}") {
  return "[" + components + "," + end + "]";
}

TEST(PicturesInMarkdown, GoOutAndComeBack) {
  const std::string sized = "'alt':'A map','height':'480','width':'640'";
  const std::string link = "'alt':'A map','bold':true,'link':'https://example.org/'";
  const std::pair<std::string, std::string> cases[] = {
      {paragraph(picture(sized)), "![A map](" + kAddress + "){width=640 height=480}\n"},
      {paragraph(picture()), "![](" + kAddress + ")\n"},
      {paragraph(picture("'alt':''")), "![](" + kAddress + "){alt=\"\"}\n"},
      {paragraph(picture("'alt':'x'") + "," + picture("'alt':'y'")),
       "![x](" + kAddress + ")![y](" + kAddress + ")\n"},
      {"[" + picture("'alt':'x'") + ",{'insert':' The caption\\n'}]",
       "![x](" + kAddress + ") The caption\n"},
      {"[" + picture("'alt':'x'") + ",{'insert':'{width=3}\\n'}]",
       "![x](" + kAddress + ")&#123;width=3}\n"},
      {"[{'insert':'Look!'}," + picture("'alt':'x'") + ",{'insert':'\\n'}]",
       "Look!![x](" + kAddress + ")\n"},
      {"[" + picture("'alt':'a [b] *c* | ![d](e)'") + ",{'insert':'\\n'}]",
       "![a \\[b\\] \\*c\\* | \\!\\[d\\]\\(e)](" + kAddress + ")\n"},
      {paragraph(picture(link)), "[**![A map](" + kAddress + ")**](https://example.org/)\n"},
      {paragraph(picture("'alt':'x'"), "{'insert':'\\n','attributes':{'list':'bullet'}}"),
       "  - ![x](" + kAddress + ")\n"},
  };
  for (const auto& [document, markdown] : cases) {
    EXPECT_EQ(to_markdown(doc(document)), markdown);
    EXPECT_EQ(show(*from_markdown(markdown)), show(doc(document))) << markdown;
  }
}

TEST(PicturesInMarkdown, AreReadHoweverTheyAreWritten) {
  const std::pair<std::string, std::string> cases[] = {
      {"![a *b* `c` [d](/e)](" + kAddress + ")", paragraph(picture("'alt':'a b c d'"))},
      {"![a\nb](" + kAddress + ")", paragraph(picture("'alt':'a b'"))},
      {"![m][1]\n\n[1]: " + kAddress, paragraph(picture("'alt':'m'"))},
      {"![m](<" + kAddress + ">){#fig .wide width=\"50px\" height=20%}",
       paragraph(picture("'alt':'m','width':'50'"))},
      {"![m](" + kAddress + ") {no attributes}",
       "[" + picture("'alt':'m'") + ",{'insert':' {no attributes}\\n'}]"},
      {"![m](" + kAddress + "){no attributes}",
       "[" + picture("'alt':'m'") + ",{'insert':'{no attributes}\\n'}]"},
      {"![m](" + kAddress + " \"Title\")",
       "[" + picture("'alt':'m'") + ",{'insert':' (Title)\\n'}]"},
      {"![m ![n](" + kAddress + ")](" + kAddress + ")", paragraph(picture("'alt':'m n'"))},
  };
  for (const auto& [markdown, document] : cases) {
    EXPECT_EQ(show(*from_markdown(markdown)), show(doc(document))) << markdown;
  }
}

TEST(PicturesInMarkdown, OnesInTheAddressAreRead) {
  const std::string data = "data:image/png;base64,iVBORw0KGgo=";
  EXPECT_EQ(show(*from_markdown("![m](" + data + "){width=3}")),
            show(doc(paragraph(picture("'alt':'m','width':'3'", data)))));
  EXPECT_TRUE(import_markdown("![m](" + data + ")")->notes.sentences().empty());
}

TEST(PicturesInMarkdown, MayBeHtml) {
  const std::string img = "<img width='64' src=\"" + kAddress + "\" alt=\"A &amp;\nB\">";
  const std::string one = picture("'alt':'A & B','width':'64'");
  EXPECT_EQ(show(*from_markdown("See " + img + " and")),
            show(doc("[{'insert':'See '}," + one + ",{'insert':' and\\n'}]")));
  EXPECT_EQ(show(*from_markdown(img + " The caption")),
            show(doc("[" + one + ",{'insert':' The caption\\n'}]")));
  EXPECT_EQ(show(*from_markdown("<p>" + img + " The caption</p>")),
            show(doc("[" + one + ",{'insert':' The caption\\n'}]")));
  EXPECT_EQ(show(*from_markdown("<img src='" + kAddress + "'><img alt='' src='" + kAddress + "'>")),
            show(doc(paragraph(picture() + "," + picture("'alt':''")))));
  for (const std::string tag : {"<img src='https://example.org/a.png'>", "<img>", "</img>"}) {
    EXPECT_NE(show(*from_markdown("x " + tag)).find(tag.substr(0, 4)), std::string::npos) << tag;
  }
}

TEST(PicturesInMarkdown, OnesElsewhereStayLinks) {
  EXPECT_EQ(show(*from_markdown("![m](https://example.org/m.png)")),
            "[{'insert':'m','attributes':{'link':'https://example.org/m.png'}},{'insert':'\\n'}]");
  EXPECT_EQ(show(*from_markdown("![m](pictures/m.png)")),
            "[{'insert':'m','attributes':{'link':'pictures/m.png'}},{'insert':'\\n'}]");
}

TEST(PicturesInMarkdown, AreWordsWhereThereAreOnlyWords) {
  EXPECT_EQ(show(*from_markdown("![m](" + kAddress + "){width=3}", Embeds::kWords)),
            "[{'insert':'m','attributes':{'link':'" + kAddress + "'}},{'insert':'{width=3}\\n'}]");
}

TEST(PicturesInMarkdown, NotesInADescriptionStandBehindIt) {
  const std::string shown = show(*from_markdown("![m[^1]](" + kAddress + ")\n\n[^1]: Said."));
  EXPECT_NE(shown.find("'alt':'m'"), std::string::npos) << shown;
  EXPECT_NE(shown.find("Said."), std::string::npos) << shown;
}

TEST(PicturesInMarkdown, StandInCellsAndNotes) {
  const std::string source =
      "| A |\n| --- |\n| ![m](" + kAddress + ") |\n\nx[^1]\n\n[^1]: ![n](" + kAddress + ")\n";
  EXPECT_EQ(to_markdown(*from_markdown(source)), source);
}

TEST(PicturesInHtml, AParagraphThatBeginsWithOneIsAFigure) {
  const std::string img =
      "<img src=\"" + kAddress + "\" alt=\"A &lt;map&gt;\" width=\"640\" height=\"480\">";
  const std::string one = picture("'alt':'A <map>','width':'640','height':'480'");
  EXPECT_EQ(
      to_html(doc(
          "[" + one +
          ",{'insert':' The '},{'insert':'caption','attributes':{'bold':true}},{'insert':'\\n'}]")),
      "<figure dir=\"auto\">" + img +
          "<figcaption>The <strong>caption</strong></figcaption></figure>\n");
  EXPECT_EQ(to_html(doc(paragraph(one))), "<figure dir=\"auto\">" + img + "</figure>\n");
  EXPECT_EQ(to_html(doc("[{'insert':'See '}," + one + ",{'insert':'\\n'}]")),
            "<p dir=\"auto\">See " + img + "</p>\n");
  EXPECT_EQ(to_html(doc(paragraph(one, "{'insert':'\\n','attributes':{'align':'center'}}"))),
            "<figure dir=\"auto\" class=\"align-center\">" + img + "</figure>\n");
}

TEST(PicturesInHtml, OthersAreNotFetched) {
  for (const std::string address : {"https://example.org/a.png", "data:image/png;base64,AAAA",
                                    "pictures/../a", "javascript:alert(1)", "pictures/x"}) {
    EXPECT_EQ(to_html(doc(paragraph(picture("'alt':'x'", address)))).find("<img"),
              std::string::npos)
        << address;
  }
  EXPECT_EQ(to_html(doc(paragraph(picture("'alt':'x'", "pictures/" + std::string(64, 'A')))))
                .find("<img"),
            std::string::npos);
}

TEST(Pictures, LieWhereTheReaderIsTold) {
  const auto document = doc(paragraph(picture("'alt':'x'")));
  const PlacePicture above = [](const std::string& address) { return "../" + address; };
  EXPECT_EQ(to_markdown(document, above), "![x](../" + kAddress + ")\n");
  EXPECT_EQ(to_html(document, {.place_picture = above}),
            "<figure dir=\"auto\"><img src=\"../" + kAddress + "\" alt=\"x\"></figure>\n");
}

TEST(Pictures, AreNamedInText) {
  EXPECT_EQ(to_text(doc("[" + picture("'alt':'A map'") + ",{'insert':' Words\\n'}]")),
            "[Picture: A map] Words\n");
  EXPECT_EQ(to_text(doc(paragraph(picture()))), "[Picture]\n");
}

TEST(Pictures, AreNoTitle) {
  EXPECT_EQ(title_of(doc("[" + picture("'alt':'A logo'") + ",{'insert':'\\nMinutes\\n'}]")),
            "Minutes");
}

TEST(Pictures, StandInCodeAsWords) {
  const std::string code = "{'insert':'\\n','attributes':{'code-block':true}}";
  EXPECT_EQ(to_markdown(doc(paragraph(picture("'alt':'x'"), code))), "```\n[Picture: x]\n```\n");
}

}  // namespace
}  // namespace plenary::markup
