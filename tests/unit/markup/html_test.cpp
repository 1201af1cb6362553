#include "protocol/markup/html.hpp"

#include <string>

#include <gtest/gtest.h>

#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using testing::doc;

struct HtmlCase {
  const char* document;
  const char* html;
};

void expect_html(std::initializer_list<HtmlCase> cases) {
  for (const HtmlCase& one : cases) {
    EXPECT_EQ(to_html(doc(one.document)), one.html);
  }
}

TEST(ToHtml, WritesBlocks) {
  expect_html({
      {"[{'insert':'A'},{'insert':'\\n','attributes':{'header':3}},{'insert':'b\\n\\n'}]",
       "<h3 dir=\"auto\">A</h3>\n<p dir=\"auto\">b</p>\n"},
      {"[{'insert':'a\\n','attributes':{'list':'ordered'}},{'insert':'b\\n','attributes':{'list':'"
       "bullet','indent':1}},"
       "{'insert':'c\\n','attributes':{'indent':1}},{'insert':'d\\n','attributes':{'list':'ordered'"
       "}}]",
       "<ol>\n<li dir=\"auto\">a\n<ul>\n<li dir=\"auto\">b</li>\n</ul>\n<p "
       "dir=\"auto\">c</p>\n</li>\n<li dir=\"auto\">d</li>\n</ol>\n"},
      {"[{'insert':'a\\n','attributes':{'list':'checked'}},{'insert':'b\\n','attributes':{'list':'"
       "unchecked'}}]",
       "<ul>\n<li dir=\"auto\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> "
       "a</li>\n"
       "<li dir=\"auto\"><input type=\"checkbox\" disabled aria-label=\"to do\"> b</li>\n</ul>\n"},
      {"[{'insert':'a\\nb\\n','attributes':{'blockquote':true}}]",
       "<blockquote>\n<p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n</blockquote>\n"},
      {"[{'insert':'if (a < b)\\n\\n  c\\n','attributes':{'code-block':'cpp'}}]",
       "<pre dir=\"auto\"><code class=\"language-cpp\">if (a &lt; b)\n\n  c\n</code></pre>\n"},
      {"[{'insert':{'divider':true}},{'insert':'\\n'}]", "<hr>\n"},
      {"[{'insert':'a\\n','attributes':{'align':'center','direction':'rtl','indent':2}}]",
       "<p dir=\"rtl\" class=\"align-center indent-2\">a</p>\n"},
  });
}

TEST(ToHtml, WritesInlineStyles) {
  expect_html({
      {"[{'insert':'a','attributes':{'bold':true,'italic':true,'underline':true,'strike':true,'"
       "code':true,'script':'super'}},{'insert':'\\n'}]",
       "<p dir=\"auto\"><s><u><strong><em><sup><code>a</code></sup></em></strong></u></s></p>\n"},
      {"[{'insert':'a','attributes':{'link':'https://example.org/?a=1&b=2'}},{'insert':'\\n'}]",
       "<p dir=\"auto\"><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer "
       "nofollow\">a</a></p>\n"},
      {"[{'insert':'a','attributes':{'color':'red','font':'x','onclick':'y','bold':null}},{'insert'"
       ":'\\n'}]",
       "<p dir=\"auto\">a</p>\n"},
  });
}

TEST(ToHtml, NeverLetsTextBecomeMarkup) {
  const char* texts[] = {"<script>alert(1)</script>",
                         "<img src=x onerror=alert(1)>",
                         "</p><svg/onload=x>",
                         "&lt;b&gt;",
                         "\\\" onmouseover=\\\"x",
                         "]]><!--",
                         "<b"};
  for (const char* text : texts) {
    const std::string json = std::string("[{\"insert\":\"") + text +
                             "\"},{\"insert\":\"\\n\",\"attributes\":{\"header\":1}}]";
    const auto document = doc(json);
    const std::string html = to_html(document);
    const std::string inside = html.substr(15, html.size() - 15 - 6);
    EXPECT_EQ(inside.find_first_of("<>\"'"), std::string::npos) << html;
    const std::string page = to_html_page(to_text(document), document);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<svg"), std::string::npos);
    EXPECT_EQ(page.find("<img"), std::string::npos);
  }
}

TEST(ToHtml, NeverWritesAnAddressThatIsNotSafe) {
  const char* addresses[] = {
      "javascript:alert(1)",    "JAVASCRIPT:alert(1)", "\\u0001javascript:alert(1)",
      "java\\nscript:alert(1)", "java\\tscript:x",     " javascript:x",
      "data:text/html,x",       "vbscript:x",          "file:///x",
      "\\ud83dhttps://x"};
  for (const char* address : addresses) {
    const std::string json = std::string("[{\"insert\":\"a\",\"attributes\":{\"link\":\"") +
                             address + "\"}},{\"insert\":\"\\n\"}]";
    EXPECT_EQ(to_html(doc(json)), "<p dir=\"auto\">a</p>\n") << address;
    EXPECT_EQ(to_markdown(doc(json)), "a\n") << address;
  }
  EXPECT_EQ(
      to_html(doc(
          "[{'insert':'a','attributes':{'link':'/\\u0022><script>x</script>'}},{'insert':'\\n'}]")),
      "<p dir=\"auto\"><a href=\"/&quot;&gt;&lt;script&gt;x&lt;/script&gt;\" rel=\"noopener "
      "noreferrer nofollow\">a</a></p>\n");
  EXPECT_EQ(
      to_html(doc("[{'insert':{'image':'data:image/svg+xml,<svg onload=x>'}},{'insert':'\\n'}]")),
      "<p dir=\"auto\">[image]</p>\n");
}

TEST(ToHtml, SurvivesHostileAttributes) {
  expect_html({
      {"[{'insert':'a\\n','attributes':{'header':99,'list':{'a':1},'indent':1e308,'code-block':"
       "false,'align':[],'direction':7}}]",
       "<h6 dir=\"auto\">a</h6>\n"},
      {"[{'insert':'a\\n','attributes':{'list':'bullet','indent':8}}]",
       "<div class=\"indent-8\">\n<ul>\n<li dir=\"auto\">a</li>\n</ul>\n</div>\n"},
      {"[{'insert':'a\\n','attributes':{'code-block':'x onclick=y'}}]",
       "<pre dir=\"auto\"><code>a\n</code></pre>\n"},
      {"[{'insert':'a\\u0000\\u0007\\ud83d\\r\\n'}]", "<p dir=\"auto\">a\ufffd\ufffd </p>\n"},
  });
}

TEST(ToHtmlPage, EscapesItsTitle) {
  const std::string page = to_html_page("</title><script>x</script>", doc("[{'insert':'a\\n'}]"));
  EXPECT_NE(page.find("<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>"),
            std::string::npos);
  EXPECT_NE(page.find("<p dir=\"auto\">a</p>"), std::string::npos);
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
}

TEST(ToHtml, WritesOneElementForALinkOfManyStyles) {
  expect_html(
      {{"[{'insert':'a','attributes':{'link':'/x'}},{'insert':'b','attributes':{'link':'/"
        "x','bold':true}},{'insert':'c','attributes':{'link':'/y'}},{'insert':'\\n'}]",
        "<p dir=\"auto\"><a href=\"/x\" rel=\"noopener noreferrer nofollow\">"
        "a<strong>b</strong></a><a href=\"/y\" rel=\"noopener noreferrer nofollow\">c</a></"
        "p>\n"}});
}

TEST(ToHtml, NamesTheHeadingsOfAPage) {
  const auto document =
      doc("[{'insert':'Scope & "
          "\\u041fLAN'},{'insert':'\\n','attributes':{'header':2}},{'insert':'scope  "
          "plan-1'},{'insert':'\\n','attributes':{'header':2}},{'insert':'?'},{'insert':'\\n','"
          "attributes'"
          ":{'header':2}},{'insert':'!'},{'insert':'\\n','attributes':{'header':2}},"
          "{'insert':'One\\u2028two'},{'insert':'\\n','attributes':{'header':2}}]");
  const std::string page = to_html_page("t", document);
  for (const char* id : {"scope--\u043flan", "scope--plan-1", "section", "section-1", "one-two"}) {
    EXPECT_NE(page.find("<h2 id=\"" + std::string(id) + "\" dir"), std::string::npos) << page;
  }
  EXPECT_EQ(to_html(document).find("id="), std::string::npos) << "ids of our own pages are ours";
}

/// A difference must not show a deleted table as if it were there.
TEST(ToHtml, MarksChangesOfTablesNotesAndDividers) {
  const std::string deleted = "{'plenary-change':{'kind':'deleted','title':'by <A>'}}";
  const auto document =
      doc("[{'insert':{'divider':true},'attributes':" + deleted +
          "},{'insert':{'table-embed':{'columns':["
          "{'insert':{'id':'c'}}]}},'attributes':" +
          deleted + "},{'insert':{'note':{}},'attributes':" + deleted + "},{'insert':'\\n'}]");
  const std::string del = "<del title=\"by &lt;A&gt;\">";
  const std::string html = to_html(document, {.with_changes = true});
  EXPECT_TRUE(html.starts_with(del + "<hr>\n</del>\n" + del + "<table>\n")) << html;
  EXPECT_NE(html.find("</table>\n</del>\n<p dir=\"auto\">" + del + "<sup>1</sup></del></p>\n"),
            std::string::npos)
      << html;
  EXPECT_EQ(to_html(document).find("del"), std::string::npos);
}

TEST(ToHtml, WritesTablesAndNotes) {
  const auto document = doc(
      "[{'insert':'a'},{'insert':{'note':{'content':[{'insert':'b\\nc'}]}},'attributes':{'bold':"
      "true}},{'insert':'\\n'},{'insert':{'table-embed':{'rows':[{'insert':{'id':'r'}}],'columns':["
      "{'insert':{'id':'c'},'attributes':{'name':'<Name>'}},{'insert':{'id':'d'},'attributes':{'"
      "kind'"
      ":'number'}},{'insert':{'id':'e'}}],'cells':{'1:1':{'content':[{'insert':'d\\n'},{'insert':'"
      "e'"
      ",'attributes':{'italic':true}}]},'1:2':{'content':[{'insert':'1'}]}}}}},{'insert':'f\\n'}]");
  const std::string table =
      "<table>\n<thead>\n<tr><th scope=\"col\" dir=\"auto\">&lt;Name&gt;</th>"
      "<th scope=\"col\" dir=\"auto\"></th><th scope=\"col\" dir=\"auto\"></th></tr>\n</thead>\n"
      "<tbody>\n<tr><td dir=\"auto\">d<br><em>e</em></td><td dir=\"auto\" class=\"align-right\">1"
      "</td><td></td></tr>\n</tbody>\n</table>\n<p dir=\"auto\">f</p>\n"
      "<section role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n";
  EXPECT_EQ(to_html(document),
            "<p dir=\"auto\">a<strong><sup>1</sup></strong></p>\n" + table +
                "<li>\n<p dir=\"auto\">b</p>\n<p dir=\"auto\">c</p>\n</li>\n</ol>\n</section>\n");
  EXPECT_EQ(to_html(document, {.with_ids = true}),
            "<p dir=\"auto\">a<strong><sup><a id=\"noteref:1\" href=\"#note:1\" "
            "role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup></strong></p>\n" +
                table +
                "<li id=\"note:1\">\n<p dir=\"auto\">b</p>\n<p dir=\"auto\">c</p>\n"
                "<p><a href=\"#noteref:1\" role=\"doc-backlink\" "
                "aria-label=\"Back to note 1 in the text\">↩</a></p>\n</li>\n</ol>\n</section>\n");
}

TEST(ToHtml, NumbersGoOnAfterARemark) {
  EXPECT_EQ(
      to_html(doc("[{'insert':'first\\n','attributes':{'list':'ordered'}},{'insert':'a "
                  "remark\\n','attributes':{'list':'bullet'}},{'insert':'second\\n','attributes':{'"
                  "list':'ordered'}},{'insert':'under "
                  "it\\n','attributes':{'list':'ordered','indent':1}},{'insert':'third\\n','"
                  "attributes':{'list':'ordered'}}]")),
      "<ol>\n<li dir=\"auto\">first</li>\n</ol>\n<ul>\n<li dir=\"auto\">a remark</li>\n</ul>\n"
      "<ol start=\"2\">\n<li dir=\"auto\">second\n<ol>\n<li dir=\"auto\">under "
      "it</li>\n</ol>\n</li>\n"
      "<li dir=\"auto\">third</li>\n</ol>\n");
}

TEST(ToHtml, ListsBeginWithTheNumberThatTheirFirstItemSays) {
  const std::string item = "'},{'attributes':{'list':'ordered'";
  EXPECT_EQ(to_html(doc("[{'insert':'a" + item + ",'start':'3'},'insert':'\\n'},{'insert':'b" +
                        item + "},'insert':'\\n'},{'insert':'c" + item +
                        ",'start':'0'},'insert':'\\n'},{'insert':'d" + item +
                        ",'start':'1'},'insert':'\\n'}]")),
            "<ol start=\"3\">\n<li dir=\"auto\">a</li>\n<li dir=\"auto\">b</li>\n</ol>\n"
            "<ol start=\"0\">\n<li dir=\"auto\">c</li>\n<li dir=\"auto\">d</li>\n</ol>\n");
}

}  // namespace
}  // namespace plenary::markup
