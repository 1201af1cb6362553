#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/markup/markdown.hpp"
#include "protocol/markup/source_notes.hpp"
#include "protocol/markup/table_comment.hpp"
#include "protocol/markup/table_reader.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/text/embed_limits.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using testing::doc;
using testing::show;

/// Rows and columns as `<attributes>`, cells as they are: ids are new each time.
std::string show_table(const ot::rich_text::Table& table) {
  const auto attributes_of = [](const Delta& rows_or_columns) {
    std::string out;
    for (const Component& one : rows_or_columns.components()) {
      out += '<' + (one.attributes == nullptr ? "" : json::to_string(*one.attributes)) + '>';
    }
    return out;
  };
  std::string out = attributes_of(table.columns) + " rows " + attributes_of(table.rows) + '\n';
  for (const auto& [place, cell] : table.cells) {
    out += std::to_string(place.first + 1) + ':' + std::to_string(place.second + 1) + ' ' +
           show(cell.content) +
           (cell.attributes == nullptr ? "" : json::to_string(*cell.attributes)) + '\n';
  }
  std::replace(out.begin(), out.end(), '"', '\'');
  return out;
}

/// The document with `{}` in the place of each table, and the tables behind it.
std::string show_with_tables(const Delta& document) {
  Delta rest;
  std::string tables;
  for (const Component& component : document.components()) {
    const auto content =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    const auto* table =
        content == nullptr ? nullptr : std::get_if<ot::rich_text::Table>(&content->content);
    if (table == nullptr) {
      rest.push(component);
    } else {
      tables += show_table(*table);
      rest.push(
          Component::insert_embed(std::make_shared<const json::Value>(json::Value::object())));
    }
  }
  return show(rest) + '\n' + tables;
}

std::string read(std::string_view markdown) {
  const auto document = from_markdown(markdown);
  return document ? show_with_tables(*document) : document.error().detail;
}

std::string text_of_markdown(std::string_view markdown) {
  return to_text(*from_markdown(markdown));
}

TEST(MarkdownTables, ReadsRowsUnderAHeader) {
  EXPECT_EQ(
      read("Before\n\n| Workshop | **Room** |\n|---|:-:|\n| one | `a\\|b` |\n| two |\n\nafter"),
      "[{'insert':'Before\\n'},{'insert':{}},{'insert':'after\\n'}]\n"
      "<{'name':'Workshop'}><{'name':'Room'}> rows <><>\n"
      "1:1 [{'insert':'one'}]\n"
      "1:2 [{'insert':'a|b','attributes':{'code':true}}]\n"
      "2:1 [{'insert':'two'}]\n");
  EXPECT_EQ(read("intro\na | b\n--- | ---\nc \\| e | *d*<br>f"),
            "[{'insert':'intro\\n'},{'insert':{}},{'insert':'\\n'}]\n"
            "<{'name':'a'}><{'name':'b'}> rows <>\n"
            "1:1 [{'insert':'c | e'}]\n"
            "1:2 [{'insert':'d','attributes':{'italic':true}},{'insert':'\\nf'}]\n");
}

TEST(MarkdownTables, ReadsTablesOfOtherPrograms) {
  // Emacs writes crosses; Pandoc leaves headers empty, and its columns are as wide as their dashes.
  EXPECT_EQ(read("| a | b |\n|---+---|\n| c | d |"),
            "[{'insert':{}},{'insert':'\\n'}]\n<{'name':'a'}><{'name':'b'}> rows <>\n"
            "1:1 [{'insert':'c'}]\n1:2 [{'insert':'d'}]\n");
  EXPECT_EQ(read("|     |          |\n|:----|---------:|\n| c   |        1 |\n\n: Caption"),
            "[{'insert':{}},{'insert':': Caption\\n'}]\n<><{'kind':'number'}> rows <>\n"
            "1:1 [{'insert':'c'}]\n1:2 [{'insert':'1'}]\n");
  EXPECT_EQ(read("| [a](/b) c | <x@y.org> |\n|---|---|"),
            "[{'insert':{}},{'insert':'\\n'}]\n<{'name':'a (/b) c'}><{'name':'x@y.org'}> rows \n");
}

TEST(MarkdownTables, ReadsTheGridsOfPandoc) {
  EXPECT_EQ(read("Before\n\n+------+----------:+\n| Name | Seats     |\n|      | in all    |\n"
                 "+======+===========+\n| Ana  | 1         |\n|      |           |\n"
                 "| *Li* | - a       |\n|      | - b \\| c  |\n+------+-----------+\n"
                 "| x    |           |\n+------+-----------+\n"),
            "[{'insert':'Before\\n'},{'insert':{}},{'insert':'\\n'}]\n"
            "<{'name':'Name'}><{'kind':'number','name':'Seats in all'}> rows <><>\n"
            "1:1 [{'insert':'Ana\\n'},{'insert':'Li','attributes':{'italic':true}}]\n"
            "1:2 [{'insert':'1\\n- a\\n- b | c'}]\n"
            "2:1 [{'insert':'x'}]\n");
  EXPECT_EQ(read("+---+---+\n| a | b |\n+---+---+"),
            "[{'insert':{}},{'insert':'\\n'}]\n<><> rows <>\n"
            "1:1 [{'insert':'a'}]\n1:2 [{'insert':'b'}]\n");
  // A cell over two columns: the lines stay as they are.
  EXPECT_EQ(text_of_markdown("+---+---+\n| a     |\n+---+---+"),
            "+---+---+\n| a     |\n+---+---+\n");
}

TEST(MarkdownTables, KeepsCellsThatAreTooMany) {
  EXPECT_EQ(read("| a |\n|---|---|\n| b | c | d |\n|"),
            "[{'insert':{}},{'insert':'\\n'}]\n<{'name':'a'}><><> rows <><>\n"
            "1:1 [{'insert':'b'}]\n1:2 [{'insert':'c'}]\n1:3 [{'insert':'d'}]\n");
}

TEST(MarkdownTables, LeavesOtherBarsAlone) {
  for (const char* text : {"a | b\n\n--- | ---\n", "a\n--|--\n", "| a |\nb | c\n"}) {
    const auto document = from_markdown(text);
    EXPECT_EQ(show(*document).find("table-embed"), std::string::npos) << text;
  }
}

TEST(MarkdownTables, StandBesideListsAndQuotes) {
  EXPECT_EQ(read("- a\n\n  | b |\n  |---|\n- c"),
            "[{'insert':'a'},{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':{}},"
            "{'insert':'c'},{'insert':'\\n','attributes':{'list':'bullet'}}]\n"
            "<{'name':'b'}> rows \n");
}

TEST(MarkdownTables, EveryIdIsItsOwn) {
  std::string source = "| a | b |\n|---|---|\n";
  for (int i = 0; i < 2000; ++i) {
    source += "| c | d |\n";
  }
  const auto document = from_markdown(source);
  const auto content = ot::rich_text::content_of(*document->components().front().embed);
  const auto& table = std::get<ot::rich_text::Table>(content->content);
  std::vector<std::string> ids;
  for (const Delta* delta : {&table.rows, &table.columns}) {
    for (const Component& one : delta->components()) {
      ids.push_back(one.embed->at("id").get<std::string>());
      EXPECT_EQ(ids.back().size(), 8U);
    }
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids.size(), 2002U);
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

/// A source of thousands of empty tables would cost much more than prose.
TEST(MarkdownTables, AreNoMoreThanTheirSourceIsLongEnoughFor) {
  const auto tables_of = [](std::size_t count, const std::string& table) {
    std::string source;
    for (std::size_t i = 0; i < count; ++i) {
      source += table + "\n\n";
    }
    const auto imported = import_markdown(source);
    std::size_t made = 0;
    for (const auto& component : imported->document.components()) {
      made += component.kind == ot::rich_text::Component::Kind::kEmbed ? 1U : 0U;
    }
    EXPECT_EQ(made + imported->notes.large_tables, count);
    return made;
  };
  EXPECT_EQ(tables_of(200, "| a |\n|---|"), 200U);
  EXPECT_EQ(tables_of(3'000, "|a\n|-|\n|"), 200U + 3'000 * 10 / 100);
  EXPECT_EQ(tables_of(1'000,
                      "| Group | Speaker |\n|-------|---------|\n| Academia, civil "
                      "society | Somebody to be named |"),
            1'000U);
}

/// What an import makes, a paper takes.
TEST(MarkdownTables, AreNoLargerThanAPaperTakes) {
  const text::EmbedLimits limits;
  EXPECT_EQ(kTableRowsMax, limits.rows);
  EXPECT_EQ(kTableColumnsMax, limits.columns);
  EXPECT_EQ(kTableCellsMax, limits.cells);
  EXPECT_EQ(kTableUnitsMax, limits.table_units);
  EXPECT_EQ(kCellUnitsMax, limits.cell_units);
  EXPECT_EQ(kNoteUnitsMax, limits.note_units);
  EXPECT_EQ(kTableAttributeBytesMax, limits.attribute_bytes);
  const auto is_table = [](const std::string& source) {
    const auto imported = import_markdown(source);
    const bool table = show(imported->document).find("table-embed") != std::string::npos;
    EXPECT_EQ(imported->notes.large_tables, table ? 0U : 1U);
    return table;
  };
  const auto times = [](std::size_t count, const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out += text;
    }
    return out;
  };
  const std::string head = "| a |\n|---|\n";
  EXPECT_TRUE(is_table(head + times(kTableRowsMax, "| b |\n")));
  EXPECT_FALSE(is_table(head + times(kTableRowsMax + 1, "| b |\n")));
  EXPECT_TRUE(is_table(head + times(kTableColumnsMax, "| b ") + "|"));
  EXPECT_FALSE(is_table(head + times(kTableColumnsMax + 1, "| b ") + "|"));
  EXPECT_TRUE(is_table(head + "| " + std::string(kCellUnitsMax, 'b')));
  EXPECT_FALSE(is_table(head + "| " + std::string(kCellUnitsMax + 1, 'b')));
  EXPECT_EQ(to_text(*from_markdown("a[^1]\n\n[^1]: " + std::string(kNoteUnitsMax + 1, 'b'))),
            "a[^1]\n[^1]: " + std::string(kNoteUnitsMax + 1, 'b') + "\n");
}

constexpr const char* kSpeakers =
    "[{'insert':'Speakers\\n'},{'insert':{'table-embed':{"
    "'rows':[{'insert':{'id':'r1'},'attributes':{'order':'b'}},{'insert':{'id':'r2'},"
    "'attributes':{'order':'a'}}],"
    "'columns':[{'insert':{'id':'c1'},'attributes':{'name':'Name | role','kind':'person',"
    "'required':true}},{'insert':{'id':'c2'},'attributes':{'name':'Minutes','kind':'number',"
    "'width':90}},{'insert':{'id':'c3'},'attributes':{'kind':'choice','choices':['a --> b']}}],"
    "'cells':{'1:1':{'content':[{'insert':'- Ana'},{'insert':'\\nLi',"
    "'attributes':{'bold':true}}]},'2:2':{'content':[{'insert':'12'}],'attributes':{'done':true}},"
    "'2:3':{'content':[{'insert':'x'},{'insert':'\\n','attributes':{'list':'bullet'}}]}}}}},"
    "{'insert':'After\\n'}]";

TEST(MarkdownTables, AreWrittenAsTheyAreShown) {
  const std::string markdown = to_markdown(doc(kSpeakers));
  EXPECT_EQ(
      markdown,
      "Speakers\n\n"
      "<!-- table {\"cells\":{\"1:2\":{\"attributes\":{\"done\":true}},"
      "\"1:3\":{\"lines\":[{\"list\":\"bullet\"}]}},"
      "\"columns\":{\"#3\":{\"choices\":[\"a --\\u003e b\"],\"kind\":\"choice\"},"
      "\"Minutes\":{\"width\":90},\"Name | role\":{\"kind\":\"person\",\"required\":true}}} -->\n"
      "| Name \\| role | Minutes |  |\n| --- | ---: | --- |\n|  | 12 | x |\n"
      "| - Ana<br>**Li** |  |  |\n\nAfter\n");
  EXPECT_EQ(read(markdown),
            "[{'insert':'Speakers\\n'},{'insert':{}},{'insert':'After\\n'}]\n"
            "<{'kind':'person','name':'Name | role','required':true}>"
            "<{'kind':'number','name':'Minutes','width':90}>"
            "<{'choices':['a --> b'],'kind':'choice'}> rows <><>\n"
            "1:2 [{'insert':'12'}]{'done':true}\n"
            "1:3 [{'insert':'x'},{'insert':'\\n','attributes':{'list':'bullet'}}]\n"
            "2:1 [{'insert':'- Ana\\n'},{'insert':'Li','attributes':{'bold':true}}]\n");
}

/// Somebody has edited the words under a comment: their words count.
TEST(MarkdownTables, CommentsNeverChangeWords) {
  const std::string comment =
      "<!-- table {\"columns\":{\"Name\":{\"name\":\"Other\",\"width\":9},\"#9\":{}},"
      "\"rows\":{\"7\":{\"a\":1},\"x\":2},\"cells\":{\"1:1\":{\"lines\":[null,{\"list\":\"bullet\"}"
      ","
      "null]},\"2:9\":{},\":\":{},\"\":{}}} -->\n";
  EXPECT_EQ(read(comment + "| Name |\n|---|\n| a |"),
            "[{'insert':{}},{'insert':'\\n'}]\n<{'name':'Name','width':9}> rows <>\n"
            "1:1 [{'insert':'a'}]\n");
  const std::string long_words(kTableAttributeBytesMax, 'x');
  EXPECT_EQ(
      read("<!-- table {\"columns\":{\"Name\":{\"choices\":[\"" + long_words +
           "\"]}},\"rows\":{\"1\":{\"x\":\"" + long_words + "\"}}} -->\n| Name |\n|---|\n| a |"),
      "[{'insert':{}},{'insert':'\\n'}]\n<{'name':'Name'}> rows <>\n1:1 [{'insert':'a'}]\n");
  EXPECT_EQ(read("<!-- table {\"rows\":{\"1\":{\"x\":" + std::string(20, '[') +
                 std::string(20, ']') + "}}} -->\n| Name |\n|---|\n| a |"),
            "[{'insert':{}},{'insert':'\\n'}]\n<{'name':'Name'}> rows <>\n1:1 [{'insert':'a'}]\n");
  EXPECT_EQ(read("<!-- table [1] -->\n\n<!-- table { -->\n\nwords"), "[{'insert':'words\\n'}]\n");
}

TEST(MarkdownTables, AreLinesOfNamesAndValuesInText) {
  EXPECT_EQ(to_text(doc(kSpeakers)),
            "Speakers\nMinutes: 12\n- x\n\nName | role: - Ana\n  Li\n\nAfter\n");
  EXPECT_EQ(to_text(*from_markdown("| a | b |\n|---|---|\n|  |  |\n\n| a | b |\n|---|---|\n")),
            "a | b\n\n\n");
}

TEST(MarkdownNotes, ReadsDefinitionsWhereverTheyStand) {
  struct Case {
    const char* markdown;
    const char* document;
  };
  const Case cases[] = {
      {"One.[^1] Two.[^Long-name]\n\n[^1]: First *source*.\n[^long-NAME]: Second,\n  line.\n\n"
       "    More.\n\nAfter.",
       "[{'insert':'One.'},{'insert':{'note':{'content':[{'insert':'First '},{'attributes':"
       "{'italic':true},'insert':'source'},{'insert':'.'}]}}},{'insert':' Two.'},{'insert':{'note':"
       "{'content':[{'insert':'Second, line.\\nMore.'}]}}},{'insert':'\\nAfter.\\n'}]"},
      {"[^a]: words\n\n# Head[^a]",
       "[{'insert':'Head'},{'insert':{'note':{'content':[{'insert':'words'}]}}},"
       "{'insert':'\\n','attributes':{'header':1}}]"},
      {"a[^n]\n\n[^n]: - b\n    - c",
       "[{'insert':'a'},{'insert':{'note':{'content':[{'insert':'b'},{'attributes':{'list':"
       "'bullet'},'insert':'\\n'},{'insert':'c'},{'attributes':{'list':'bullet'},'insert':'\\n'}]}}"
       "},"
       "{'insert':'\\n'}]"},
      {"**a[^n]** [b[^n]](/c)\n\n[^n]:",
       "[{'insert':'a','attributes':{'bold':true}},{'insert':{'note':{}},'attributes':{'bold':"
       "true}},{'insert':' '},{'insert':'b','attributes':{'link':'/c'}},{'insert':{'note':{}}},"
       "{'insert':'\\n'}]"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(show(*from_markdown(one.markdown)), show(doc(one.document))) << one.markdown;
  }
}

TEST(MarkdownNotes, WhatIsNoNoteStaysWords) {
  const auto imported = import_markdown(
      "a[^none] `[^y]` \\[^z] b[^z]\n\n[^y]: unused\n\n    - c\n\n[^z]: used [^y]\n\n[^z]: "
      "twice\n\n"
      "    ***\n[^w]:\n\nend");
  EXPECT_EQ(to_text(imported->document),
            "a[^none] [^y] [^z] b[1]\n[^y]: unused\n- c\n[^z]: twice\n* * *\n[^w]: \nend\n\n"
            "[1] used [^y]\n");
  EXPECT_EQ(imported->notes.sentences(),
            (std::vector<std::string>{"3 footnotes that nothing refers to became paragraphs."}));
  EXPECT_EQ(
      to_text(*from_markdown("| a[^1] |\n|---|\n| b[^1] |\n\n[^1]: | c | d |\n    |---|---|")),
      "a[^1]: b[1]\n\n\n\n[1] | c | d |\n    |---|---|\n");
}

/// Nothing of a note stands where it is defined.
TEST(MarkdownNotes, ListsGoOnAroundThem) {
  EXPECT_EQ(to_text(*from_markdown("1. a[^1]\n\n[^1]: b\n\n2. c\n\n[^2]: <!-- d -->")),
            "1. a[1]\n2. c\n[^2]: \n\n[1] b\n");
}

TEST(MarkdownNotes, AreWrittenAtTheEnd) {
  const auto document = doc(
      "[{'insert':{'note':{'content':[{'insert':'a'},{'insert':'\\n','attributes':{'list':'ordered'"
      "}}]}}},{'insert':': b'},{'insert':{'note':{}}},{'insert':'(c) [^1]\\n'},"
      "{'insert':{'table-embed':{'rows':[{'insert':{'id':'r'}}],'columns':[{'insert':{'id':'c'}}],"
      "'cells':{'1:1':{'content':[{'insert':{'note':{'content':[{'insert':'d\\ne'}]}}}]}}}}},"
      "{'insert':'f'},{'insert':{'note':{'content':[{'insert':'g'},{'insert':{'note':{'content':"
      "[{'insert':'h'}]}}}]}}},{'insert':'\\n','attributes':{'code-block':true}}]");
  EXPECT_EQ(to_markdown(document),
            "[^1]\\: b[^2]\\(c) \\[^1]\n\n|  |\n| --- |\n| [^3] |\n\n```\nf[^4]\n```\n\n"
            "[^1]: 1.  a\n\n[^2]: \n\n[^3]: d\n    \n    e\n\n[^4]: g [h]\n");
  EXPECT_EQ(to_text(document),
            "[1]: b[2](c) [^1]\n[3]\n\nf[4]\n\n[1] 1. a\n[2] \n[3] d\n    e\n[4] g [h]\n");
}

TEST(MarkdownNotes, GiveNotesInProportionToTheirSource) {
  std::string source = "[^1]: " + std::string(10'000, 'x') + "\n\n";
  for (int i = 0; i < 10'000; ++i) {
    source += "[^1] ";
  }
  const auto document = from_markdown(source);
  EXPECT_LT(show(*document).size(), 10 * source.size());
  EXPECT_NE(show(*document).find("[^1] [^1]"), std::string::npos) << "the rest stays words";
}

}  // namespace
}  // namespace plenary::markup
