#include "protocol/markup/html_reader.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

#include "protocol/markup/html.hpp"
#include "protocol/markup/text.hpp"
#include "tests/support/markup/hostile.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using testing::show;

/// What a page gives, with single quotes for double ones.
std::string read_page(const std::string& html) {
  const auto read = import_html(html);
  return read ? show(read->document) : read.error().detail;
}

struct PageCase {
  const char* html;
  const char* document;
};

void expect_pages(std::initializer_list<PageCase> cases) {
  for (const PageCase& one : cases) {
    EXPECT_EQ(read_page(one.html), show(testing::doc(one.document))) << one.html;
  }
}

TEST(FromHtml, ReadsBlocks) {
  expect_pages({
      {"", "[{'insert':'\\n'}]"},
      {"Words", "[{'insert':'Words\\n'}]"},
      {"<p>One<p>Two</p>three", "[{'insert':'One\\nTwo\\nthree\\n'}]"},
      {"<h2>Aims<br>and means</h2>",
       "[{'insert':'Aims\\u2028and means'},{'attributes':{'header':2},'insert':'\\n'}]"},
      {"<p>a<br>b<br><br>c<br></p>", "[{'insert':'a\\u2028b\\n\\nc\\n'}]"},
      {"<p>a</p><p><br></p><p></p><p>b</p>", "[{'insert':'a\\n\\nb\\n'}]"},
      {"<blockquote>said<p>more</blockquote>after",
       "[{'insert':'said'},{'attributes':{'blockquote':true},'insert':'\\n'},{'insert':'more'},{"
       "'attributes':{'blockquote':true},'insert':'\\n'},{'insert':'after\\n'}]"},
      {"<pre>\n<code class='hljs language-cpp'>a &lt; b\n  c</code></pre>",
       "[{'insert':'a < b'},{'attributes':{'code-block':'cpp'},'insert':'\\n'},{'insert':'  "
       "c'},{'attributes':{'code-block':'cpp'},'insert':'\\n'}]"},
      {"a<hr>b", "[{'insert':'a\\n'},{'insert':{'divider':true}},{'insert':'b\\n'}]"},
      {"<p align=center>a<p style='text-align: right' dir=rtl>b",
       "[{'insert':'a'},{'attributes':{'align':'center'},'insert':'\\n'},{'insert':'b'},{"
       "'attributes':{'align':'right','direction':'rtl'},'insert':'\\n'}]"},
      {"<dl><dt>Term<dd>Meaning</dl>",
       "[{'insert':'Term\\nMeaning'},{'attributes':{'indent':1},'insert':'\\n'}]"},
  });
}

TEST(FromHtml, ReadsLists) {
  expect_pages({
      {"<ul><li>a<ol><li>b</ol><li>c</ul>",
       "[{'insert':'a'},{'attributes':{'list':'bullet'},'insert':'\\n'},{'insert':'b'},{"
       "'attributes':{'indent':1,'list':'ordered'},'insert':'\\n'},{'insert':'c'},{'attributes':{"
       "'list':'bullet'},'insert':'\\n'}]"},
      {"<ul><li>a</li><ul><li>b</li></ul></ul>",
       "[{'insert':'a'},{'attributes':{'list':'bullet'},'insert':'\\n'},{'insert':'b'},{"
       "'attributes':{'indent':1,'list':'bullet'},'insert':'\\n'}]"},
      {"<ol><li>a<li value=7>b<li>c<li value=9>d</ol>",
       "[{'insert':'a'},{'attributes':{'list':'ordered'},'insert':'\\n'},{'insert':'b'},{'"
       "attributes':{'list':'ordered','start':'7'},'insert':'\\n'},{'insert':'c'},{'attributes':{'"
       "list':'ordered'},'insert':'\\n'},{'insert':'d'},{'attributes':{'list':'ordered'},'insert':'"
       "\\n'}]"},
      {"<ol start=2000000000><li>a</ol>",
       "[{'insert':'a'},{'attributes':{'list':'ordered'},'insert':'\\n'}]"},
      {"<ol start=3><li>c</ol>",
       "[{'insert':'c'},{'attributes':{'list':'ordered','start':'3'},'insert':'\\n'}]"},
      {"<ul><li><input type=checkbox checked disabled> done<li><p><input type=checkbox>to do</ul>",
       "[{'insert':'done'},{'attributes':{'list':'checked'},'insert':'\\n'},{'insert':'to "
       "do'},{'attributes':{'list':'unchecked'},'insert':'\\n'}]"},
      {"<ul><li><p>a</p><p>b</p></ul><ul><li>c</ul>",
       "[{'insert':'a'},{'attributes':{'list':'bullet'},'insert':'\\n'},{'insert':'b'},{"
       "'attributes':{'indent':1},'insert':'\\n'},{'insert':'\\nc'},{'attributes':{'list':'bullet'"
       "},'insert':'\\n'}]"},
      {"<li>alone", "[{'insert':'alone'},{'attributes':{'list':'bullet'},'insert':'\\n'}]"},
  });
}

TEST(FromHtml, ReadsWhatIsAmongWords) {
  expect_pages({
      {"<b>a<i>b</b>c</i>d",
       "[{'attributes':{'bold':true},'insert':'a'},{'attributes':{'bold':true,'italic':true},"
       "'insert':'b'},{'attributes':{'italic':true},'insert':'c'},{'insert':'d\\n'}]"},
      {"<p><b>a<p>b</b>c",
       "[{'attributes':{'bold':true},'insert':'a'},{'insert':'\\n'},{'attributes':{'bold':true},"
       "'insert':'b'},{'insert':'c\\n'}]"},
      {"<style>p.x, .c7 { font-weight:700 } .c8{font-style:italic}</style><span "
       "class='c7 c8'>a</span><span style='font-weight:bold; text-decoration: line-through'>b",
       "[{'attributes':{'bold':true,'italic':true},'insert':'a'},{'attributes':{'bold':true,"
       "'strike':true},'insert':'b'},{'insert':'\\n'}]"},
      {"10<sup>6</sup>, CO<sub>2</sub>, <kbd>Enter</kbd>",
       "[{'insert':'10'},{'attributes':{'script':'super'},'insert':'6'},{'insert':', "
       "CO'},{'attributes':{'script':'sub'},'insert':'2'},{'insert':', "
       "'},{'attributes':{'code':true},'insert':'Enter'},{'insert':'\\n'}]"},
      {"<a href='https://example.org/a b'>x</a> <a href='javascript:y()'>z</a>.",
       "[{'attributes':{'link':'https://example.org/a%20b'},'insert':'x'},{'insert':' z "
       "(javascript:y()).\\n'}]"},
      {"  a \n b <b> c</b>  <p>  d  ",
       "[{'insert':'a b '},{'attributes':{'bold':true},'insert':'c'},{'insert':'\\nd\\n'}]"},
      {"a&nbsp;b &amp; &lt;c&gt; &#150; &copy; AT&T &unknown; 3 < 4",
       "[{'insert':'a\xc2\xa0"
       "b & <c> \xe2\x80\x93 \xc2\xa9 AT&T &unknown; 3 < 4\\n'}]"},
      {"<img src='https://example.org/m.png' alt='A map'>",
       "[{'attributes':{'link':'https://example.org/m.png'},'insert':'A map'},{'insert':'\\n'}]"},
  });
}

TEST(FromHtml, LeavesOutWhatNobodySees) {
  expect_pages({
      {"<html><head><title>T</title><script>x</script><style>y</style></head><body>a<!-- b -->c",
       "[{'insert':'ac\\n'}]"},
      {"<nav><ul><li>Home</ul></nav>a<svg><text>b</text></svg><p hidden>c<p>d<span "
       "style='display:none'>e</span>",
       "[{'insert':'a\\nd\\n'}]"},
      {"a<del datetime='2026-01-01'>old</del><ins>new</ins> <del>struck</del>",
       "[{'insert':'anew '},{'attributes':{'strike':true},'insert':'struck'},{'insert':'\\n'}]"},
      {"<p class=MsoNormal>a<del>old</del><ins>new</ins></p><p class=MsoNormal>&nbsp;</p><p>b",
       "[{'insert':'anew\\n\\nb\\n'}]"},
      {"<![if !x]>a<![endif]><?xml y?>b", "[{'insert':'ab\\n'}]"},
  });
  const auto read = import_html("<nav>x</nav><!-- y --><p hidden>z<p>words");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->notes.sentences().size(), 3U);
}

TEST(FromHtml, ReadsListsOfPads) {
  const auto read = import_html(
      "<!doctype html><html><head><title>pad</title></head><body>Agenda<br><br><ul "
      "class=\"bullet\"><li>one<ul class=\"bullet\"><li>two</ul></li></ul><ul class=\"indent\"><li>"
      "set in<ul class=\"indent\"><li>twice</ul></ul>after<br><ol start=\"1\" "
      "class=\"number\"><li>first</li></ol><ul class=\"contains-task-list\"><li class=\"task-list-"
      "item\"><input type=\"checkbox\" checked=\"\"> done</li></ul></body></html>");
  ASSERT_TRUE(read);
  EXPECT_EQ(to_text(read->document),
            "Agenda\n\n- one\n  - two\nset in\ntwice\nafter\n1. first\n[x] done\n");
  EXPECT_NE(
      show(read->document).find("{'insert':'twice'},{'insert':'\\n','attributes':{'indent':2"),
      std::string::npos);
  EXPECT_TRUE(read->notes.sentences().empty());
}

TEST(FromHtml, ReadsListsOfWord) {
  const char* kMark = "<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>";
  const auto item = [kMark](const std::string& list, const std::string& words) {
    return "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:" + list + " lfo1'>" +
           kMark + words + "</p>";
  };
  EXPECT_EQ(
      read_page("<style><!-- @list l0\n{mso-list-id:1;}\n@list l0:level2\n"
                "{mso-level-number-format:bullet;}\n--></style>" +
                item("l0 level1", "First") + item("l0 level2", "Inner") +
                item("l0 level1", "Next")),
      show(testing::doc("[{'insert':'First'},{'attributes':{'list':'ordered'},'insert':'\\n'},{"
                        "'insert':'Inner'},{'attributes':{'indent':1,'list':'bullet'},'insert':"
                        "'\\n'},{'insert':'Next'},{'attributes':{'list':'ordered'},'insert':'\\n'}"
                        "]")));
}

TEST(FromHtml, NoWordIsLostToBrokenTags) {
  expect_pages({
      {"a <b", "[{'insert':'a <b\\n'}]"},
      {"a <b title=\"x>y</b> z", "[{'insert':'a <b title=\\'x>y z\\n'}]"},
      {"1 < 2 </ 3> <> 4", "[{'insert':'1 < 2 <> 4\\n'}]"},
  });
}

/// The names of columns, and `row:column=words` of the cells.
std::string read_table_of(const std::string& html) {
  const auto read = import_html(html);
  std::string text = read ? to_text(read->document) : "";
  std::replace(text.begin(), text.end(), '\n', ';');
  return text;
}

TEST(FromHtml, ReadsTables) {
  const std::string simple =
      "<table><caption>Who speaks</caption><tr><th>Group<th>Speaker<tr><td>A<td>Ada<br>Bo<tr><td "
      "colspan=2>all</table>";
  EXPECT_EQ(read_table_of(simple), "Who speaks;Group: A;Speaker: Ada;  Bo;;Group: all;;;");
  EXPECT_EQ(read_table_of("<table>x<tr><td>y</table>z"), "x: y;;z;");
  const auto read = import_html(simple);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->notes.spans, 1U);
  EXPECT_EQ(read_table_of("<table><tr><td>x<td>y<tr><td rowspan=2>1<td>2<tr><td>3</table>"),
            "x: 1;y: 2;;y: 3;;;");
  EXPECT_EQ(read_table_of("<table><tr><td><h1>Only</h1><p>a place</table>"), "Only;a place;");
  EXPECT_EQ(read_table_of("<table><tr><td>out<td><table><tr><th>in<th>b<tr><td>1<td>2</table>"
                          "</table>"),
            "out;in: 1;b: 2;;;");
}

/// The same note as several programs write it.
TEST(FromHtml, ReadsNotesOfManyPrograms) {
  const char* pages[] = {
      // a word processor, with an element around each note
      "<p>Text<a href='#_ftn1' name='_ftnref1'><span><sup>[1]</sup></span></a>.</p><br "
      "clear=all><hr><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> The note</p></div>",
      // another, which names its links by classes
      "<p>Text<a class='sdfootnoteanc' name='f1anc' href='#f1sym'><sup>1</sup></a>.</p><div "
      "id='f1'><p><a class='sdfootnotesym' name='f1sym' href='#f1anc'>1</a> The note</p></div>",
      // one that publishes documents
      "<p>Text<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup>.</p><hr><div><p><a "
      "href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&#32;The note</span></p></div>",
      // Markdown programs
      "<p>Text<sup class='footnote-ref'><a href='#fn1' id='fnref1'>[1]</a></sup>.</p><hr><section "
      "class='footnotes'><ol><li id='fn1'><p>The note <a href='#fnref1'>\xe2\x86\xa9</a></p></li>"
      "</ol></section>",
      // encyclopedias: the id is around the link
      "<p>Text<sup id='cite_ref-1'><a href='#cite_note-1'>[1]</a></sup>.</p><ol><li "
      "id='cite_note-1'><a href='#cite_ref-1'>\xe2\x86\x91</a> The note</li></ol>"};
  for (const char* page : pages) {
    const std::string read = read_page(page);
    EXPECT_NE(read.find("[{'insert':'Text'},{'insert':{'note':{'content':[{'insert':'The note'}]}}}"
                        ",{'insert':'.\\n"),
              std::string::npos)
        << page << '\n'
        << read;
    EXPECT_EQ(read.find("divider"), std::string::npos) << read;
  }
}

TEST(FromHtml, AContentsListAndItsHeadingsAreNoNotes) {
  const std::string read = read_page(
      "<p><a id='t1' href='#s1'>Scope of this paper</a></p><h2 id='s1'><a href='#t1'>Scope of this "
      "paper</a></h2>");
  EXPECT_EQ(read.find("note"), std::string::npos);
  EXPECT_NE(read.find("'header':2"), std::string::npos);
}

TEST(FromHtml, TakesTheTitleOfThePage) {
  EXPECT_EQ(import_html("<title> The\n paper &amp; more</title><h1>Other</h1>")->title,
            "The paper & more");
  EXPECT_EQ(import_html("<title></title><p>a<h1>Heading</h1>")->title, "Heading");
}

/// A reader that follows each element into the next would need a stack as deep as the page.
TEST(FromHtml, DeepNestingIsFlattened) {
  constexpr std::size_t kTimes = 100'000;
  for (const char* unit :
       {"<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<span>", "<a href=x>",
        "<font size=1>", "<table>", "<pre>", "<dl><dd>", "<sup>"}) {
    std::string html;
    for (std::size_t i = 0; i < kTimes; ++i) {
      html += unit;
    }
    const auto read = import_html(html + "words");
    ASSERT_TRUE(read) << unit;
    EXPECT_NE(to_text(read->document).find("words"), std::string::npos) << unit;
  }
}

/// No page makes a giant; tests/bench/markup prints what each costs beside plain text.
TEST(FromHtml, HostilePagesMakeNoGiants) {
  constexpr std::size_t kBytes = 64 * 1024;
  constexpr std::size_t kMost = 64;
  for (const testing::Hostile& one : testing::hostile_pages(kBytes)) {
    const auto read = import_html(one.text);
    ASSERT_TRUE(read) << one.name;
    std::string json;
    ot::rich_text::append(json, read->document);
    EXPECT_LE(json.size(), one.text.size() * kMost) << one.name;
  }
}

}  // namespace
}  // namespace plenary::markup
