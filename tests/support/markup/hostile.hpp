#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace plenary::markup::testing {

/// A text whose cost would grow with the square of its size in a careless reader of Markdown.
struct Hostile {
  std::string name;
  std::string text;
};

inline std::string repeated(const std::string& unit, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + unit.size());
  while (out.size() < bytes) {
    out += unit;
  }
  return out;
}

/// Beginnings without an end, ends without a beginning, and pairs of everything, also on lines.
inline std::vector<std::string> hostile_units() {
  std::vector<std::string> units = {"<b>",
                                    "</b>",
                                    "<b>x</b>",
                                    "<a href='/x' b>x",
                                    "<br>",
                                    "<br/>",
                                    " <br> a",
                                    "a\\\n",
                                    "a  \n",
                                    "> - ",
                                    "|<br>",
                                    "<!-- x -->",
                                    "[a](/b \"c\") ",
                                    "[a](/b \"c",
                                    "a^b",
                                    "a~b",
                                    "a^b^ ",
                                    "$a",
                                    "$$a",
                                    "$\\a$ ",
                                    "\\(",
                                    "\\(a\\) ",
                                    "<td>",
                                    "<p>&",
                                    "![l",
                                    "![[]()",
                                    "[",
                                    "]",
                                    "<?",
                                    "<!A ",
                                    "<![CDATA[",
                                    "_",
                                    "*a_ ",
                                    "[a](<b",
                                    "a@",
                                    "a@b.",
                                    "a@b.c ",
                                    "_a@b.c",
                                    "www.",
                                    "_www.",
                                    "http://",
                                    "http://_",
                                    "https://a(",
                                    "http://a)",
                                    "<http://a",
                                    "<http:",
                                    "a:a",
                                    "a**b",
                                    "~a~~ ",
                                    "*_",
                                    "**_",
                                    "a*b_",
                                    "**a *b ",
                                    "***a***",
                                    "_a_*b*__c__",
                                    "see *y* [y](/a) ",
                                    "~~a~~ [b](c) ",
                                    "*y [y](/a) ",
                                    "*[a](b)*",
                                    "[*a*](b)",
                                    "[a][b] ",
                                    "[a](",
                                    "[a](b",
                                    "[a](b 'c",
                                    "[a](b \"c",
                                    "[a](b (c",
                                    "[](",
                                    "[a](()",
                                    "[a]((",
                                    "[[a]",
                                    "![",
                                    "![a](b)",
                                    "[]()",
                                    "[a][",
                                    "<",
                                    "<a",
                                    "<a ",
                                    "<a>",
                                    "</",
                                    "<a b='",
                                    "<a b=\"",
                                    "<a b='<a b=\"",
                                    "<a b=\" b=\"",
                                    "<!--",
                                    "&",
                                    "&#1",
                                    "&a",
                                    "&amp;",
                                    "\\[",
                                    "\\",
                                    "`a``",
                                    "``a`",
                                    "`",
                                    "|a",
                                    "|-",
                                    "| *a* | [y](/a) |\n",
                                    "[a]: u\n",
                                    "[a]:",
                                    "[a]: <",
                                    "[a]: \"",
                                    "[a]: b\n\n",
                                    "[a]: b\n'c\n",
                                    "[a]: b\n[a]\n",
                                    "[a]: b 'c\n",
                                    "[a](b\n",
                                    "[a\n",
                                    "[a]\n",
                                    "![a\n](b)\n",
                                    "`a\n",
                                    "<a\n",
                                    "<a b='\n",
                                    "<!--\n",
                                    "<?\n",
                                    "*a\n",
                                    "> ",
                                    "- ",
                                    "1. ",
                                    "* a ",
                                    "- a\n",
                                    "- a\n\n",
                                    "> a\n- ",
                                    "> > a\n",
                                    "- a\n  - b\n",
                                    "1) a\n\n   b\n",
                                    "+ \n",
                                    "\n",
                                    "```\n",
                                    "    a\n",
                                    "\ta\n",
                                    "a\t",
                                    "a  \n",
                                    "a\\\n",
                                    "=\n",
                                    "a\n=\n",
                                    "# a #\n",
                                    "#",
                                    "<div>\n",
                                    "<div>\n\n",
                                    "* * *\n",
                                    "\xc2\xa0",
                                    "\xe2\x80\x9c*a*\xe2\x80\x9d",
                                    "-",
                                    "- - ",
                                    "mailto:a@",
                                    "www.a ",
                                    "http://a\n",
                                    "|\n",
                                    "|a\n|-|\n",
                                    "|a\n|-|\n|\n\n",
                                    "|a|b|\n|-|-|\n|\\||[a](b|\n",
                                    "<!-- table {} -->\n|a\n|-|\n\n",
                                    "<!-- table {\n",
                                    "+-+\n",
                                    "+-+\n|a|\n",
                                    "+-+-+\n|a|\n",
                                    "+=+\n|- b|\n\n",
                                    "[^",
                                    "[^a]",
                                    "[^a]: ",
                                    "[^a]:\n",
                                    "[^a]: b [^a]\n\n",
                                    "[^a]\n\n[^a]: - b\n"};
  return units;
}

/// The pieces that a search puts together: beginnings, ends and what stands between them.
inline std::vector<std::string> hostile_tokens() {
  return {"a",     " ",     "\n",      "\n\n", "  \n",  "\\",  "*",    "**",          "_",
          "~~",    "`",     "[",       "]",    "(",     ")",   "![",   "[a]",         "[](",
          "](b)",  "[a](b", "[a]:",    "<",    ">",     "<a ", "</a>", "<!--",        "-->",
          "&amp;", "#",     "# ",      "- ",   "1. ",   "> ",  "```",  "    ",        "|",
          "|-|",   "www.",  "http://", "@",    "a@b.c", "=\n", "'",    "\xe2\x80\x9c"};
}

/// Texts of about `bytes` each.
inline std::vector<Hostile> hostile_texts(std::size_t bytes) {
  std::vector<Hostile> all;
  for (const std::string& unit : hostile_units()) {
    all.push_back({unit, repeated(unit, bytes)});
  }
  const std::size_t half = bytes / 2;
  std::string ticks;
  for (std::size_t i = 1; ticks.size() < bytes; ++i) {
    ticks += std::string(i, '`') + 'a';
  }
  all.push_back({"runs of ticks, each longer", ticks});
  std::string definitions;
  for (int i = 0; definitions.size() < half; ++i) {
    definitions += '[' + std::to_string(i) + "]: /b\n";
  }
  std::string references = "\n";
  for (int i = 0; references.size() < half; ++i) {
    references += '[' + std::to_string(i) + "] ";
  }
  all.push_back({"definitions and references", definitions + references});
  all.push_back(
      {"rows shorter than their header", repeated("|a", 200) + "\n|-|\n" + repeated("|\n", 5'000)});
  all.push_back({"references to a long note",
                 "[^1]: " + repeated("a ", 4'000) + "\n\n" + repeated("[^1] ", half)});
  all.push_back({"references to a long address",
                 "[a]: /" + std::string(2000, 'u') + "\n\n" + repeated("[a] ", bytes)});
  all.push_back({"images of a long address",
                 "[a]: /" + std::string(2000, 'u') + "\n\n" + repeated("![][a] ", bytes)});
  all.push_back({"definitions, then escaped brackets", "[a]: b\n\n" + repeated("\\[", bytes)});
  all.push_back({"references to two long addresses", "[a]: /" + std::string(2000, 'u') +
                                                         "\n[b]: /" + std::string(2000, 'u') +
                                                         "\n\n" + repeated("[a][b]", bytes)});
  all.push_back({"styles in a link that many refer to",
                 "[a]: /" + std::string(2000, 'u') + "\n\n" + repeated("[*b*c][a] ", bytes)});
  all.push_back({"code in lists in lists", repeated("- ", 9) + "```\n" + std::string(bytes, '\n')});
  all.push_back({"long label", '[' + std::string(bytes, 'a')});
  all.push_back({"labels of 999", repeated('[' + std::string(999, 'a') + ']', bytes)});
  all.push_back({"brackets in brackets", std::string(half, '[') + std::string(half, ']')});
  all.push_back({"links in links", std::string(half / 2, '[') + repeated("](a)", half)});
  all.push_back({"images in images", repeated("![", half) + repeated("](a)", half)});
  all.push_back({"parentheses", "[a](" + std::string(bytes, '(')});
  all.push_back({"stars around", std::string(half, '*') + 'a' + std::string(half, '*')});
  all.push_back({"styles that cross", repeated("*a_ ", half) + repeated("_b* ", half)});
  all.push_back(
      {"styles in a link", "[" + repeated("*a*", bytes) + "](/" + std::string(2000, 'u') + ")"});
  all.push_back(
      {"lists, then empty lines", repeated("- ", 128) + "a\n" + std::string(bytes, '\n')});
  all.push_back({"quotes, then lines", repeated("> ", 128) + "a\n" + repeated("b\n", bytes)});
  all.push_back({"lines of list markers", repeated(repeated("- ", 200) + "a\n", bytes)});
  all.push_back({"lines of quote markers", repeated(repeated("> ", 200) + "a\n", bytes)});
  std::string stairs;
  for (std::size_t i = 0; i < 300; ++i) {
    stairs += std::string(2 * i, ' ') + "- a\n";
  }
  all.push_back({"stairs, then empty lines", stairs + std::string(bytes, '\n')});
  return all;
}

/// Pages whose cost would grow with the square of their size in a careless reader of HTML.
inline std::vector<Hostile> hostile_pages(std::size_t bytes) {
  std::vector<Hostile> all;
  for (const char* unit : {"<div>",
                           "</div>",
                           "<p>",
                           "<b>",
                           "</b>",
                           "<b><i></b>",
                           "<a href=x>y",
                           "<a>",
                           "</i>",
                           "<table>",
                           "<table><td>",
                           "<tr>",
                           "<td>",
                           "<td>a",
                           "<font size=1><p>x",
                           "<span><p>",
                           "<ul>",
                           "<li>",
                           "<li>a",
                           "<ol start=7><li>",
                           "<h1>",
                           "<pre>",
                           "<blockquote>a",
                           "<br>",
                           "<hr>",
                           "<img src=a>",
                           "<img src='data:image/png;base64,AAAA'>",
                           "<input type=checkbox>",
                           "<",
                           "</",
                           "<!",
                           "<!--",
                           "<!---->",
                           "<a b='",
                           "<a b=\"",
                           "<a b=' ",
                           "&",
                           "&amp;",
                           "&#1;",
                           "<script>",
                           "<style>.a{font-weight:bold}</style>",
                           "<title>",
                           "<svg>",
                           "<svg/>",
                           "<nav>a",
                           "<sup>a",
                           "<a id=a href=#b>1</a>",
                           "<a id=a href=#a>1</a>",
                           "<p hidden>",
                           "<pre>a",
                           "<b style='font-weight:bold'>a",
                           "<p class='a b c d'>",
                           "<td colspan=100>",
                           "<table><td>a</table>",
                           "<table><tr><td>a<tr><td>b</table>",
                           "<td rowspan=9>",
                           "<dl><dd>a",
                           "<figure><img src=a><figcaption>b"}) {
    all.push_back({unit, repeated(unit, bytes)});
  }
  const std::size_t half = bytes / 2;
  all.push_back({"opened, then closed", repeated("<i>", half) + repeated("</b>", half)});
  all.push_back({"blocks opened, then closed", repeated("<div>", half) + repeated("</ul>", half)});
  all.push_back({"one link around all",
                 "<a href='/" + std::string(2000, 'u') + "'>" + repeated("<b>a</b>c", bytes)});
  all.push_back(
      {"one table of empty rows", "<table><tr>" + repeated("<td>", 400) + repeated("<tr>", bytes)});
  std::string notes;
  for (int i = 0; notes.size() < half; ++i) {
    const std::string n = std::to_string(i);
    notes += "<a id=r" + n + " href=#n" + n + ">1</a>";
  }
  for (int i = 0; notes.size() < bytes; ++i) {
    const std::string n = std::to_string(i);
    notes += "<p id=n" + n + "><a href=#r" + n + ">1</a>x";
  }
  all.push_back({"notes", notes});
  all.push_back({"numbers of one long note", repeated("<a href=#n>1</a>", half) +
                                                 "<a id=r href=#n>1</a><p id=n><a href=#r>1</a>" +
                                                 std::string(half, 'x')});
  return all;
}

}  // namespace plenary::markup::testing
