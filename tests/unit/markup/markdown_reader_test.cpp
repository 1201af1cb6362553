#include <map>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/source_block.hpp"
#include "protocol/markup/text.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using namespace std::string_view_literals;
using testing::doc;
using testing::show;

struct ReaderCase {
  std::string_view markdown;
  const char* document;
};

void expect_read(std::initializer_list<ReaderCase> cases) {
  for (const ReaderCase& one : cases) {
    const auto document = from_markdown(one.markdown);
    ASSERT_TRUE(document) << one.markdown;
    EXPECT_EQ(show(*document), show(doc(one.document))) << one.markdown;
  }
}

std::string text_of(std::string_view markdown) {
  const auto document = from_markdown(markdown);
  EXPECT_TRUE(document);
  return document ? to_text(*document) : "";
}

TEST(FromMarkdown, ReadsParagraphsAndHeadings) {
  expect_read({
      {""sv, "[{'insert':'\\n'}]"},
      {"\n\n \n"sv, "[{'insert':'\\n'}]"},
      {"one\n\ntwo"sv, "[{'insert':'one\\ntwo\\n'}]"},
      {"one\ntwo\n"sv, "[{'insert':'one two\\n'}]"},
      {"one  \ntwo\\\nthree"sv, "[{'insert':'one\\u2028two\\u2028three\\n'}]"},
      {"one\r\ntwo\r\rthree"sv, "[{'insert':'one two\\nthree\\n'}]"},
      {"# A #\n###### B\nC\n==="sv,
       "[{'insert':'A'},{'insert':'\\n','attributes':{'header':1}},{'insert':'B'},"
       "{'insert':'\\n','attributes':{'header':6}},{'insert':'C'},{'insert':'\\n','attributes':{'"
       "header':1}}]"},
      {"####### seven"sv, "[{'insert':'####### seven\\n'}]"},
      {"a\n\n***\n\nb"sv, "[{'insert':'a\\n'},{'insert':{'divider':true}},{'insert':'b\\n'}]"},
      {"---"sv, "[{'insert':{'divider':true}},{'insert':'\\n'}]"},
      {"\xef\xbb\xbf# Marked"sv,
       "[{'insert':'Marked'},{'insert':'\\n','attributes':{'header':1}}]"},
      {"nul\0 page\fnext"sv, "[{'insert':'nul\\ufffd page next\\n'}]"},
  });
}

TEST(FromMarkdown, ReadsInlineStyles) {
  expect_read({
      {"a **b** _c_ ~~d~~ `e`"sv,
       "[{'insert':'a '},{'insert':'b','attributes':{'bold':true}},{'insert':' "
       "'},{'insert':'c','attributes':{'italic':true}},"
       "{'insert':' '},{'insert':'d','attributes':{'strike':true}},{'insert':' "
       "'},{'insert':'e','attributes':{'code':true}},{'insert':'\\n'}]"},
      {"***both***"sv,
       "[{'insert':'both','attributes':{'bold':true,'italic':true}},{'insert':'\\n'}]"},
      {"**one\ntwo**"sv, "[{'insert':'one two','attributes':{'bold':true}},{'insert':'\\n'}]"},
      {"2 * 3 * 4 and a_b_c"sv, "[{'insert':'2 * 3 * 4 and a_b_c\\n'}]"},
      {"&copy; &#x41; &amp;lt; \\*"sv, "[{'insert':'© A &lt; *\\n'}]"},
      {"a&#10;b"sv, "[{'insert':'a b\\n'}]"},
  });
}

TEST(FromMarkdown, KeepsTheWordsOfLinksAndOnlySafeAddresses) {
  expect_read({
      {"[a](https://example.org \"title\")"sv,
       "[{'insert':'a','attributes':{'link':'https://example.org'}},{'insert':' (title)\\n'}]"},
      {"[a][1] [a](/b 'a')\n\n[1]: /c (the &amp; \\) act)"sv,
       "[{'insert':'a','attributes':{'link':'/c'}},{'insert':' (the & ) act) "
       "'},{'insert':'a','attributes':{'link':'/b'}},{'insert':'\\n'}]"},
      {"<https://example.org>"sv,
       "[{'insert':'https://example.org','attributes':{'link':'https://"
       "example.org'}},{'insert':'\\n'}]"},
      {"see https://example.org."sv,
       "[{'insert':'see "
       "'},{'insert':'https://example.org','attributes':{'link':'https://"
       "example.org'}},{'insert':'.\\n'}]"},
      {"ama@example.org"sv,
       "[{'insert':'ama@example.org','attributes':{'link':'mailto:ama@example.org'}},{'insert':'"
       "\\n'}]"},
      {"[a](#b) [c](/d)"sv,
       "[{'insert':'a','attributes':{'link':'#b'}},{'insert':' "
       "'},{'insert':'c','attributes':{'link':'/d'}},{'insert':'\\n'}]"},
      {"[a][1]\n\n[1]: https://example.org"sv,
       "[{'insert':'a','attributes':{'link':'https://example.org'}},{'insert':'\\n'}]"},
      {"[a](javascript:alert(1))"sv, "[{'insert':'a (javascript:alert(1))\\n'}]"},
      {"[a](java&#115;cript:alert(1)) [b](data:text/html;base64,AA)"sv,
       "[{'insert':'a (javascript:alert(1)) b (data:text/html;base64,AA)\\n'}]"},
      {"[a](<java\tscript:x>) <javascript:alert(1)>"sv,
       "[{'insert':'a (java\\tscript:x) javascript:alert(1)\\n'}]"},
      {"[a]()"sv, "[{'insert':'a\\n'}]"},
      {"![map](https://example.org/m.png)"sv,
       "[{'insert':'map','attributes':{'link':'https://example.org/m.png'}},{'insert':'\\n'}]"},
      {"![](https://example.org/m.png)"sv,
       "[{'insert':'https://example.org/m.png','attributes':{'link':'https://example.org/"
       "m.png'}},{'insert':'\\n'}]"},
      {"[![map](/m.png)](/page)"sv,
       "[{'insert':'map','attributes':{'link':'/page'}},{'insert':'\\n'}]"},
      {"![x](javascript:1)"sv, "[{'insert':'x (javascript:1)\\n'}]"},
      {"![x](data:text/plain;base64,AA) ![](data:text/plain;base64,AA)"sv,
       "[{'insert':'x [image]\\n'}]"},
      {"[chat](xmpp:room@example.org) <urn:isbn:0451450523>"sv,
       "[{'insert':'chat (xmpp:room@example.org) urn:isbn:0451450523\\n'}]"},
      {"[@Ama Mensah](mention:a1b2)?"sv, "[{'insert':'@Ama Mensah?\\n'}]"},
      {"[report](<Final report.pdf>)"sv,
       "[{'insert':'report','attributes':{'link':'Final%20report.pdf'}},{'insert':'\\n'}]"},
      {"[Chair]: Agreed\n\nLater the [Chair] closed."sv,
       "[{'insert':'[Chair]: Agreed\\nLater the [Chair] closed.\\n'}]"},
  });
}

TEST(FromMarkdown, ReadsLists) {
  expect_read({
      {"- a\n- b"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'list':'bullet'}}]"},
      {"1. a\n   - b\n     1. c\n2. d"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'list':'bullet','indent':1}},"
       "{'insert':'c'},{'insert':'\\n','attributes':{'list':'ordered','indent':2}},{'insert':'d'},{"
       "'insert':'\\n','attributes':{'list':'ordered'}}]"},
      {"- [ ] a\n- [x] b"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'unchecked'}},{'insert':'b'},{'insert'"
       ":'\\n','attributes':{'list':'checked'}}]"},
      {"- a\n\n  b\n- c"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'indent':1}},"
       "{'insert':'c'},{'insert':'\\n','attributes':{'list':'bullet'}}]"},
      {"- \n- b"sv,
       "[{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'b'},{'insert':'\\n','"
       "attributes':{'list':'bullet'}}]"},
      {"- - a"sv,
       "[{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'a'},{'insert':'\\n','"
       "attributes':{'list':'bullet','indent':1}}]"},
      {"- ```\n  x\n  ```"sv,
       "[{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'x'},{'insert':'\\n','"
       "attributes':{'code-block':true,'indent':1}}]"},
      {"- # a"sv,
       "[{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'a'},{'insert':'\\n','"
       "attributes':{'header':1,'indent':1}}]"},
      {"1. > a\n   b\n2. c"sv,
       "[{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':'a b'},{'insert':'\\n','"
       "attributes':{'blockquote':true,'indent':1}},{'insert':'c'},{'insert':'\\n','attributes':{"
       "'list':'ordered'}}]"},
  });
}

TEST(FromMarkdown, KeepsTheNumbersOfAListThatDoesNotStartAtOne) {
  expect_read({
      {"3. c\n4. d"sv,
       "[{'insert':'c'},{'insert':'\\n','attributes':{'list':'ordered','start':'3'}},{'insert':'d'}"
       ",{"
       "'insert':'\\n','attributes':{'list':'ordered'}}]"},
      {"7) g"sv, "[{'insert':'g'},{'insert':'\\n','attributes':{'list':'ordered','start':'7'}}]"},
      {"0. z"sv, "[{'insert':'z'},{'insert':'\\n','attributes':{'list':'ordered','start':'0'}}]"},
      {"- a\n\n  2. b"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'indent':1,'list':'ordered','start':'2'}}]"},
      // It goes on where the words between it leave off, and begins anew where it says 1.
      {"1. a\n- b\n2. c\n- d\n\n1. e"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'list':'bullet'}},{'insert':'c'},{'insert':'\\n','attributes':{'list':'"
       "ordered'}},{'insert':'d'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'e'},{'"
       "insert':'\\n','attributes':{'list':'ordered','start':'1'}}]"},
  });
}

TEST(FromMarkdown, KeepsNeighboursApart) {
  expect_read({
      {"1. a\n\n1) b"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':'\\nb'},{'"
       "insert':'\\n','attributes':{'list':'ordered'}}]"},
      {"> a\n\n> b"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'blockquote':true}},{'insert':'\\nb'},{'"
       "insert':'\\n','attributes':{'blockquote':true}}]"},
      {"```\na\n```\n```\nb\n```"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'code-block':true}},{'insert':'\\nb'},{'"
       "insert':'\\n','attributes':{'code-block':true}}]"},
      {"1. a\n- b"sv,
       "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'}},{'insert':'b'},{'insert':'"
       "\\n','attributes':{'list':'bullet'}}]"},
  });
}

TEST(FromMarkdown, ReadsQuotesAndCode) {
  expect_read({
      {"> a\n> b\n>\n> c"sv,
       "[{'insert':'a "
       "b'},{'insert':'\\n','attributes':{'blockquote':true}},{'insert':'c'},{'insert':'\\n','"
       "attributes':{'blockquote':true}}]"},
      {"> > deep\n> - item\n> # head"sv,
       "[{'insert':'deep'},{'insert':'\\n','attributes':{'blockquote':2}},{'insert':'item'},{'"
       "insert':'\\n','attributes':{'blockquote':true,'list':'bullet'}},"
       "{'insert':'head'},{'insert':'\\n','attributes':{'blockquote':true,'header':1}}]"},
      {"```cpp\nint a;\n\n  b\n```"sv,
       "[{'insert':'int a;'},{'insert':'\\n\\n','attributes':{'code-block':'cpp'}},{'insert':'  "
       "b'},{'insert':'\\n','attributes':{'code-block':'cpp'}}]"},
      {"    indented *code*"sv,
       "[{'insert':'indented *code*'},{'insert':'\\n','attributes':{'code-block':true}}]"},
      {"```\"><script>\nx\n```"sv,
       "[{'insert':'x'},{'insert':'\\n','attributes':{'code-block':true}}]"},
      {"```\n```"sv, "[{'insert':'\\n','attributes':{'code-block':true}}]"},
  });
}

TEST(FromMarkdown, ReadsHtmlAsWhatItMeans) {
  expect_read({
      {"a <b onclick=\"x()\">c</b>"sv,
       "[{'insert':'a '},{'insert':'c','attributes':{'bold':true}},{'insert':'\\n'}]"},
      {"10<sup>6</sup> H<SUB>2</SUB>O <u>shall</u> <del>x</del> <kbd>y</kbd> <em>z</em>"sv,
       "[{'insert':'10'},{'insert':'6','attributes':{'script':'super'}},{'insert':' H'},"
       "{'insert':'2','attributes':{'script':'sub'}},{'insert':'O '},"
       "{'insert':'shall','attributes':{'underline':true}},{'insert':' '},"
       "{'insert':'x','attributes':{'strike':true}},{'insert':' '},"
       "{'insert':'y','attributes':{'code':true}},{'insert':' '},"
       "{'insert':'z','attributes':{'italic':true}},{'insert':'\\n'}]"},
      {"one<br>two<br />three"sv, "[{'insert':'one\\u2028two\\u2028three\\n'}]"},
      {"# <a name=\"top\"></a>Aims <small>of<br>us</small>"sv,
       "[{'insert':'Aims of\\u2028us'},{'insert':'\\n','attributes':{'header':1}}]"},
      {"<a href='/a?b=1&amp;c'>go</a> <a href=\"javascript:x()\">no</a>"sv,
       "[{'insert':'go','attributes':{'link':'/a?b=1&c'}},{'insert':' no (javascript:x())\\n'}]"},
      {"write <b> for bold, </i> too, <div>, <img src=x>"sv,
       "[{'insert':'write <b> for bold, </i> too, <div>, <img src=x>\\n'}]"},
      {"<script>\nalert(1)\n</script>\n\nafter"sv,
       "[{'insert':'<script>\\nalert(1)\\n</script>\\nafter\\n'}]"},
      {"- <div>x"sv, "[{'insert':'x'},{'insert':'\\n','attributes':{'list':'bullet'}}]"},
  });
}

TEST(FromMarkdown, ReadsTheWordsOfHtmlBlocks) {
  EXPECT_EQ(text_of("<details>\n<summary>More</summary>\n\nHidden **text**.\n\n</details>\n"),
            "More\nHidden text.\n");
  EXPECT_EQ(text_of("<p align=\"center\">Centred &amp; *bare* <b>x</b></p>"),
            "Centred & *bare* x\n");
  EXPECT_EQ(text_of("<table>\n<tr><td>a</td><td>b</td></tr>\n  <tr><td>c</td></tr></table>"),
            "a | b\nc\n");
  EXPECT_EQ(text_of("<ul><li>a<li>b</ul>"), "a\nb\n");
}

TEST(FromMarkdown, ReadsHeadingsOfHtmlBlocks) {
  expect_read({
      {"<h2 id=\"x\">\nA <b>b\nc</b>\n</h2>d<H3>E<br>f</H3>\n<p>g</p><h7>h</h7>"sv,
       "[{'insert':'A '},{'insert':'b c','attributes':{'bold':true}},"
       "{'insert':'\\n','attributes':{'header':2}},{'insert':'d\\nE\\u2028f'},"
       "{'insert':'\\n','attributes':{'header':3}},{'insert':'g\\n<h7>h</h7>\\n'}]"},
      {"<h1>a"sv, "[{'insert':'a'},{'insert':'\\n','attributes':{'header':1}}]"},
  });
}

/// Tables and rules have no quotes, lists sixteen levels and quotes nine: the rest is said.
TEST(FromMarkdown, SaysWhatALineCannotHold) {
  const auto notes_of = [](std::string_view markdown) {
    return import_markdown(markdown)->notes.sentences();
  };
  using Sentences = std::vector<std::string>;
  EXPECT_EQ(notes_of("> a\n>\n> > b\n>\n> - c\n> - d\n>\n> # e\n>\n>     f"), Sentences{});
  EXPECT_EQ(notes_of("> ---\n>\n> | a |\n> | - |\n> | b |"),
            (Sentences{"2 tables and dividing lines in quotes are no longer in them."}));
  EXPECT_EQ(notes_of("> > > > > > > > > nine"), Sentences{});
  EXPECT_EQ(notes_of("> > > > > > > > > > ten"),
            (Sentences{"1 quote deeper than nine levels is at the ninth."}));
  EXPECT_EQ(notes_of("- # a\n- b\n\n  # c\n- > d"), Sentences{});
  std::string deep;
  for (std::size_t level = 0; level < 16; ++level) {
    deep += std::string(2 * level, ' ') + "- x\n";
  }
  EXPECT_EQ(notes_of(deep), Sentences{});
  EXPECT_EQ(notes_of(deep + std::string(32, ' ') + "- x\n"),
            (Sentences{"1 item of a list deeper than sixteen levels is at the sixteenth."}));
}

TEST(FromMarkdown, HidesComments) {
  EXPECT_EQ(text_of("a<!-- note -->b\n\n<!-- one\n\ntwo -->\n\nc"), "ab\nc\n");
  EXPECT_EQ(text_of("<!-- note --> words\n\n<!-- open"), "words\n<!-- open\n");
  EXPECT_EQ(show(*from_markdown("- a\n\n<!-- -->\n\n- b")),
            show(doc("[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'"
                     "\\nb'},{'insert':'\\n','attributes':{'list':'bullet'}}]")));
}

TEST(FromMarkdown, ReadsScriptsBehindWords) {
  expect_read({
      {"CO~2~ x^2^, E~~x~~"sv,
       "[{'insert':'CO'},{'insert':'2','attributes':{'script':'sub'}},{'insert':' x'},"
       "{'insert':'2','attributes':{'script':'super'}},{'insert':', E'},"
       "{'insert':'x','attributes':{'strike':true}},{'insert':'\\n'}]"},
      {"~single~ 10^6 and 10^7, x^2+y^2 a^2b^2 ~5 to ~6, a~~~b~~~"sv,
       "[{'insert':'~single~ 10^6 and 10^7, x^2+y^2 a^2b^2 ~5 to ~6, a~~~b~~~\\n'}]"},
  });
}

TEST(FromMarkdown, KeepsFrontMatterAsCodeAndTakesItsTitle) {
  const auto imported = import_markdown(
      "---\ntitle: 'Draft: it''s ours'\ntags:\n  - a\n# note\n---\n\n# Scope\n\n[a](/b \"c\")");
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->title, "Draft: it's ours");
  EXPECT_EQ(to_text(imported->document),
            "title: 'Draft: it''s ours'\ntags:\n  - a\n# note\nScope\na (c)\n");
  EXPECT_EQ(imported->notes.sentences(),
            (std::vector<std::string>{"1 title of a link became words in parentheses.",
                                      "The lines above the text (front matter) became code."}));
  EXPECT_EQ(text_of("---\nChair: hello\nall words\n---\n"), "* * *\nChair: hello all words\n");
  EXPECT_EQ(import_markdown("---\ndate: x\n---\n# Scope")->title, "Scope");
}

TEST(FromMarkdown, KeepsDefinitionsThatNobodyRefersTo) {
  EXPECT_EQ(text_of("[Chair]: Yes\n[Ama]: No\n[Chair]: Agreed"),
            "[Chair]: Yes\n[Ama]: No\n[Chair]: Agreed\n");
  EXPECT_EQ(text_of("> [Chair]: Yes\n\n- [Li]: <b>\n"), "> [Chair]: Yes\n- [Li]: <b>\n");
  EXPECT_EQ(text_of("```\n[a]: b\n```\n\n    [a]: b\n"), "[a]: b\n\n[a]: b\n");
}

TEST(FromMarkdown, KeepsAddressesBeyondTheirLengthAsWords) {
  const std::string longest = "/" + std::string(kMaxLinkBytes - 1, 'x');
  EXPECT_NE(show(*from_markdown("[a](" + longest + ")")).find("link"), std::string::npos);
  EXPECT_EQ(show(*from_markdown("[a](" + longest + "x)")),
            "[{'insert':'a (" + longest + "x)\\n'}]");
}

std::size_t link_bytes_of(const std::string& source) {
  std::size_t bytes = 0;
  const auto document = from_markdown(source);
  for (const auto& component : document->components()) {
    if (component.attributes != nullptr && component.attributes->contains("link")) {
      bytes += component.attributes->at("link").get_ref<const std::string&>().size();
    }
  }
  return bytes;
}

TEST(FromMarkdown, GivesAddressesInProportionToItsSource) {
  const std::string longest = "/" + std::string(kMaxLinkBytes - 1, 'x');
  for (const int times : {1, 8}) {
    std::string runs;
    std::string references;
    for (int i = 0; i < times * 1000; ++i) {
      runs += "a *b* ";
      references += "[a] ";
    }
    std::string in_place("[");
    in_place.append(runs).append("](").append(longest).append(")");
    std::string defined("[a]: ");
    defined.append(longest).append("\n\n").append(references);
    for (const std::string& source : {in_place, defined}) {
      const std::size_t most = source.size() * kLinkBytesPerByte + kLinkBytesFree;
      EXPECT_LE(link_bytes_of(source), most);
      EXPECT_GT(link_bytes_of(source), most - kMaxLinkBytes);
    }
  }
  // A few references to a long address are what papers have: they keep it.
  EXPECT_EQ(link_bytes_of("[a]: " + longest + "\n\n[a], [a], [a], [a]\n"), 4 * kMaxLinkBytes);
}

TEST(FromMarkdown, SharesTheAttributesOfEqualStyles) {
  const auto document = from_markdown("*a* b *c*\n\n[d](/x) [*e*](/x)\n\n- f\n- g\n");
  std::map<std::string, std::set<const json::Value*>> maps;
  for (const auto& component : document->components()) {
    if (component.attributes != nullptr) {
      maps[json::to_string(*component.attributes)].insert(component.attributes.get());
    }
  }
  EXPECT_EQ(maps.at(R"({"italic":true})").size(), 1U);
  EXPECT_EQ(maps.at(R"({"list":"bullet"})").size(), 1U);
}

TEST(FromMarkdown, ReadsNoLabelBehindAnEscapedBracket) {
  EXPECT_EQ(show(*from_markdown("[a]: /b\n\n\\[a] x")), "[{'insert':'[a]: /b\\n[a] x\\n'}]");
  EXPECT_EQ(show(*from_markdown("[a]: /b\n\n\\\\[a]")),
            "[{'insert':'\\\\'},{'insert':'a','attributes':{'link':'/b'}},{'insert':'\\n'}]");
}

TEST(FromMarkdown, RefusesWhatIsNotUtf8) {
  for (const std::string_view text : {"caf\xe9"sv, "\xff\xfe# a"sv}) {
    const auto document = from_markdown(text);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, Errc::kMalformed);
  }
}

TEST(FromMarkdown, NestsContainersUpToTheirLimit) {
  std::string quotes;
  for (std::size_t i = 0; i < kMaxContainers; ++i) {
    quotes += "> ";
  }
  const std::string nine = "> > > > > > > > > ";
  EXPECT_EQ(text_of(quotes + "a"), nine + "a\n");
  EXPECT_EQ(text_of(quotes + "> a"), nine + "> a\n");
  EXPECT_EQ(text_of(std::string(1001, '-')), "* * *\n\n");
  std::string dashes;
  for (int i = 0; i < 500; ++i) {
    dashes += "- ";
  }
  EXPECT_EQ(text_of(dashes), "* * *\n\n");
}

TEST(FromMarkdown, FoldsLabelsOfEveryScript) {
  EXPECT_EQ(show(*from_markdown("[слово][ЁЖ] [STRASSE]\n\n[ёж]: /a\n[strasse]: /b")),
            show(doc("[{'insert':'слово','attributes':{'link':'/a'}},{'insert':' '},"
                     "{'insert':'STRASSE','attributes':{'link':'/b'}},{'insert':'\\n'}]")));
}

TEST(FromMarkdown, KeepsAnUnusedDefinitionAboveAUsedOne) {
  EXPECT_EQ(show(*from_markdown("[Chair]: Yes\n[b]: /b\n\nsee [b]")),
            show(doc("[{'insert':'[Chair]: Yes\\nsee '},"
                     "{'insert':'b','attributes':{'link':'/b'}},{'insert':'\\n'}]")));
}

TEST(FromMarkdown, KeepsTheLinesThatTheirWriterMeant) {
  EXPECT_EQ(text_of("Chair: Welcome.\nBob: Thanks.\n**Dr Ann Li:** I agree."),
            "Chair: Welcome.\nBob: Thanks.\nDr Ann Li: I agree.\n");
  EXPECT_EQ(text_of("Observer\n: A person.\n: A body."), "Observer\n: A person.\n: A body.\n");
  EXPECT_EQ(text_of(":::info\nRead **this**.\n:::\n\n> [!NOTE]\n> A note."),
            ":::info\nRead this.\n:::\n> [!NOTE]\n> A note.\n");
  EXPECT_EQ(text_of("We agreed: it is\nso. Note: one\nmore"),
            "We agreed: it is so. Note: one more\n");
}

TEST(FromMarkdown, KeepsTheBackslashesOfFormulas) {
  EXPECT_EQ(text_of("$\\{1,2\\}$ and $$x_i \\\\ y * z$$ and \\(x\\) but \\* 5$\\*6"),
            "$\\{1,2\\}$ and $$x_i \\\\ y * z$$ and \\(x\\) but * 5$*6\n");
  EXPECT_EQ(text_of("from $5 to \\$6, *a* $*b*$"), "from $5 to $6, a $b$\n");
}

TEST(FromMarkdown, FoldsLabelsOfCyrillic) {
  EXPECT_EQ(text_of("См. [приложение] и [ПРАВИЛА].\n\n[Приложение]: /a\n[правила]: /b"),
            "См. приложение и ПРАВИЛА.\n");
}

TEST(FromMarkdown, ReadsReferences) {
  EXPECT_EQ(text_of("&notin; &ngE; &NotEqualTilde; &Aacute &unknown; &#0; &#x110000; &#12345678;"),
            "∉ \u2267\u0338 \u2242\u0338 &Aacute &unknown; \ufffd \ufffd &#12345678;\n");
}

TEST(FromMarkdown, ReadsPlainAddressesUpToTheEndOfTheSentence) {
  EXPECT_EQ(show(*from_markdown("(www.example.org/a_(b)), <a@example.org>")),
            show(doc("[{'insert':'('},{'insert':'www.example.org/a_(b)','attributes':"
                     "{'link':'http://www.example.org/a_(b)'}},{'insert':'), '},"
                     "{'insert':'a@example.org','attributes':{'link':'mailto:a@example.org'}},"
                     "{'insert':'\\n'}]")));
  EXPECT_EQ(text_of("http://a_b.c www.x a@b @c.d e@f."), "http://a_b.c www.x a@b @c.d e@f.\n");
}

}  // namespace
}  // namespace plenary::markup
