#include "protocol/tables/row_edits.hpp"

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "tests/support/ot/random.hpp"
#include "tests/support/ot/random_embeds.hpp"

namespace plenary::tables {
namespace {

using ot::rich_text::Table;

Table table_of(const std::string& members) {
  const auto read =
      ot::rich_text::change_from_value(*json::parse(R"({"table-embed":{)" + members + "}}"));
  EXPECT_TRUE(read) << members;
  return std::get<Table>((*read)->content);
}

/// Two columns, Speaker and Group; three rows a, b, c with names in the first.
const std::string kColumns = R"("columns":[{"insert":{"id":"s"},"attributes":{"name":"Speaker"}},)"
                             R"({"insert":{"id":"g"},"attributes":{"name":"Group"}}],)";
Table speakers(const std::string& rows =
                   R"([{"insert":{"id":"a"}},{"insert":{"id":"b"}},{"insert":{"id":"c"}}])") {
  return table_of(
      kColumns + R"("rows":)" + rows +
      R"(,"cells":{"1:1":{"content":[{"insert":"Ana"}]},"2:1":{"content":[{"insert":"Bo"}]}})");
}

std::string written(const Table& table) {
  std::string out;
  append(out, table);
  return out;
}

/// The change as JSON, or the words of the refusal.
std::string edited(const Table& table, const std::vector<RowEdit>& edits) {
  int made = 0;
  const auto change = edit_rows(table, edits, [&made] { return "n" + std::to_string(made++ / 2); });
  return change ? written(change->change) : change.error().detail;
}

/// The ids of rows as they are shown.
std::string shown(const Table& table) {
  std::string ids;
  for (const Row& row : view_of(table).rows) {
    ids += (ids.empty() ? "" : " ") + row.id;
  }
  return ids;
}
std::string shown_after(const Table& table, const std::vector<RowEdit>& edits) {
  int made = 0;
  const auto change = edit_rows(table, edits, [&made] { return "n" + std::to_string(made++); });
  return shown(compose(table, change->change, false));
}

TEST(RowEdits, OnlyWhatDiffersIsChanged) {
  EXPECT_EQ(edited(speakers(), {{"a", {{"Speaker", "Ana"}}}}), "{}");
  EXPECT_EQ(
      edited(speakers(), {{"a", {{"Speaker", "Anna"}}}, {"b", {{"Group", "IGO"}}}}),
      R"({"cells":{"1:1":{"content":[{"retain":2},{"insert":"n"}]},"2:2":{"content":[{"insert":"IGO"}]}}})");
  EXPECT_EQ(edited(speakers(), {{"b", {{"Speaker", ""}}}}),
            R"({"cells":{"2:1":{"content":[{"delete":2}]}}})");
}

TEST(RowEdits, RowsAreAddedAtTheEndWithNewIds) {
  EXPECT_EQ(
      edited(speakers(), {{{}, {{"Speaker", "Di"}}}, {{}, {}}}),
      R"({"rows":[{"retain":3},{"insert":{"id":"n0"}},{"insert":{"id":"n1"}}],"cells":{"4:1":{"content":[{"insert":"Di"}]}}})");
}

TEST(RowEdits, ARowWithAnIdOfTheCallerIsAddedOnce) {
  const std::vector<RowEdit> edits{{"n0", {{"Speaker", "Di"}}, false, true}, {{}, {}}};
  const auto ids_in = [&edits](const Table& table, Table& after) {
    int made = 0;
    const auto change = edit_rows(table, edits, [&] { return "n" + std::to_string(made++); });
    after = compose(table, change->change, false);
    return change->added;
  };
  Table once;
  Table twice;
  EXPECT_EQ(ids_in(speakers(), once), (std::vector<std::string>{"n0", "n1"}));
  EXPECT_EQ(shown(once), "a b c n0 n1");
  EXPECT_EQ(ids_in(once, twice), (std::vector<std::string>{"n0", "n2"}));
  EXPECT_EQ(shown(twice), "a b c n0 n1 n2");
  EXPECT_EQ(edited(speakers(), {{"a", {{"Speaker", "x"}}, false, true}}), "{}")
      << "it stays as it is";
  EXPECT_EQ(edited(speakers(), {{"n", {}, true, true}}), "a row is new or deleted, not both");
  EXPECT_EQ(edited(speakers(), {{"n", {}, false, true}, {"n", {}, false, true}}),
            "row n is there twice");
  for (const std::string id : {"", "a~2", "a b", "é"}) {
    EXPECT_EQ(edited(speakers(), {{id, {}, false, true}}),
              "the id of a new row is 1 to 64 letters, digits, - and _");
  }
  EXPECT_NE(edited(speakers(), {{std::string(64, 'x'), {}, false, true}}),
            edited(speakers(), {{std::string(65, 'x'), {}, false, true}}));
}

TEST(RowEdits, RowsAreDeletedAndCellsNamedWhereTheyAreThen) {
  EXPECT_EQ(
      edited(speakers(), {{"b", {{"Speaker", "Bob"}}}, {"a", {}, true}, {{}, {{"Group", "x"}}}}),
      R"({"rows":[{"delete":1},{"retain":2},{"insert":{"id":"n0"}}],"cells":{"1:1":{"content":[{"retain":2},{"insert":"b"}]},"3:2":{"content":[{"insert":"x"}]}}})");
}

TEST(RowEdits, TheOrderInWhichRowsAreShownStays) {
  const Table moved = speakers(
      R"([{"insert":{"id":"a"},"attributes":{"order":"m"}},{"insert":{"id":"b"}},{"insert":{"id":"c"},"attributes":{"order":"c"}}])");
  EXPECT_EQ(shown(moved), "c a b");
  EXPECT_EQ(shown_after(moved, {{"a", {}, true}}), "c b") << "b had its key from a";
  EXPECT_EQ(shown_after(moved, {{{}, {}}, {{}, {}}}), "c a b n0 n1");
  EXPECT_EQ(shown_after(moved, {{"a", {}, true}, {"b", {}, true}, {{}, {}}}), "c n0");
  EXPECT_EQ(shown_after(speakers(), {{"a", {}, true}, {{}, {}}}), "b c n0");
}

TEST(RowEdits, ARefusalSaysWhy) {
  EXPECT_EQ(edited(speakers(), {{"d", {}}}), "The table has no row d; nothing was changed.");
  EXPECT_EQ(edited(speakers(), {{"a", {{"Name", "x"}}}}), "the table has no column \"Name\"");
  EXPECT_EQ(edited(speakers(), {{"a", {}}, {"a", {}}}), "row a is there twice");
  EXPECT_EQ(edited(speakers(), {{{}, {}, true}}), "a row that is to be deleted is named by its id");
  EXPECT_EQ(edited(speakers(), {{"a", {{"Group", "x"}}, true}}),
            "a row that is to be deleted gets no cells");
}

TEST(RowEdits, ColumnsThatCouldBeMistakenAreNamedByTheirIds) {
  const auto labels = [](const std::vector<std::pair<std::string, std::string>>& columns) {
    TableView view;
    for (const auto& [id, name] : columns) {
      view.columns.push_back({id, name});
    }
    return labels_of(view);
  };
  using Labels = std::vector<std::string>;
  EXPECT_EQ(labels({{"c1", "A"}, {"c2", "B"}, {"c3", ""}}), (Labels{"A", "B", "c3"}));
  EXPECT_EQ(labels({{"c1", "A"}, {"c2", "A"}}), (Labels{"c1", "c2"}));
  EXPECT_EQ(labels({{"c1", "c2"}, {"c2", "B"}}), (Labels{"c1", "B"}));
  EXPECT_EQ(labels({{"c1", "c1"}, {"c2", ""}}), (Labels{"c1", "c2"}));
}

TEST(RowEdits, WordsAroundADifferenceKeepTheirFormatsAndNotes) {
  const auto changed = [](const std::string& content, const std::u16string& wanted) {
    std::string out;
    append(out, change_words(ot::rich_text::decode(content)->delta, wanted));
    return out;
  };
  const std::string bold = R"([{"insert":"Ana","attributes":{"bold":true}},{"insert":" B."}])";
  EXPECT_EQ(changed(bold, u"Ana Bo."), R"([{"retain":5},{"insert":"o"}])");
  EXPECT_EQ(changed(bold, u"Ana B."), "[]");
  EXPECT_EQ(changed(R"([{"insert":"aaa"}])", u"aa"), R"([{"retain":2},{"delete":1}])");
  const std::string noted = R"([{"insert":"one"},{"insert":{"note":{}}},{"insert":"two"}])";
  EXPECT_EQ(changed(noted, u"ones\uFFFCtoo"),
            R"([{"retain":3},{"insert":"s"},{"retain":2},{"insert":"o"},{"delete":1}])");
  EXPECT_EQ(changed(noted, u"onetwo"), R"([{"retain":3},{"delete":1}])");
  EXPECT_EQ(changed(R"([{"insert":"one"}])", u"on\uFFFCe"), "[]") << "no embed comes of a sign";
  EXPECT_EQ(changed(R"([{"insert":"😀"}])", u"😁"), R"([{"insert":"😁"},{"delete":2}])");
}

TEST(RowEdits, AnyTextComesOutAsItIsWanted) {
  test::for_cases(20'000, [](test::Random& random) {
    const auto text = [&random] {
      const std::vector<std::u16string> parts{u"a", u"b", u"😀", u"😁", u"\n", u"\uFFFC"};
      std::u16string made;
      for (std::size_t n = random.below(6); n > 0; --n) {
        made += parts[random.below(parts.size())];
      }
      return made;
    };
    ot::rich_text::Delta content;
    for (const char16_t unit : text()) {
      content.push(unit == kEmbedSign
                       ? ot::rich_text::Component::insert_embed(std::make_shared<const json::Value>(
                             json::Value{{"note", json::Value::object()}}))
                       : ot::rich_text::Component::insert({unit}));
    }
    const std::u16string wanted = text();
    const auto signs = [](const std::u16string& in) {
      return std::count(in.begin(), in.end(), kEmbedSign);
    };
    std::u16string now = plain_text(compose(content, change_words(content, wanted)));
    std::u16string expected = wanted;
    if (signs(wanted) != signs(plain_text(content))) {
      std::erase(now, kEmbedSign);
      std::erase(expected, kEmbedSign);
    }
    EXPECT_EQ(utf::to_wtf8(now), utf::to_wtf8(expected));
  });
}

/// Each row's cells by the ids of their columns, in shown order.
using Words = std::vector<std::pair<std::string, std::map<std::string, std::string>>>;
Words words_of(const Table& table) {
  const TableView view = view_of(table);
  Words words;
  for (const Row& row : view.rows) {
    auto& cells = words.emplace_back(row.id, std::map<std::string, std::string>()).second;
    for (std::size_t column = 0; column < view.columns.size(); ++column) {
      const auto found = table.cells.find({row.place, column});
      const bool is_there = found != table.cells.end() && !found->second.content.empty();
      if (is_there) {
        cells[view.columns[column].id] = utf::to_wtf8(plain_text(found->second.content));
      }
    }
  }
  return words;
}

/// Random edits of a table, and what its rows are to be after them.
std::vector<RowEdit> random_edits(test::Random& random, const Table& table, Words& expected) {
  const TableView view = view_of(table);
  const std::vector<std::string> labels = labels_of(view);
  const auto cells = [&](std::map<std::string, std::string>& words) {
    std::map<std::string, std::string> named;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (random.chance(40)) {
        const std::string text = random.chance(30) ? "" : "w" + std::to_string(random.below(20));
        named[labels[i]] = text;
        words.erase(view.columns[i].id);
        if (!text.empty()) {
          words[view.columns[i].id] = text;
        }
      }
    }
    return named;
  };
  std::vector<RowEdit> edits;
  Words left;
  for (auto& [id, words] : expected) {
    if (random.chance(20)) {
      edits.push_back({id, {}, true});
      continue;
    }
    if (random.chance(40)) {
      edits.push_back({id, cells(words), false});
    }
    left.emplace_back(id, words);
  }
  for (std::size_t n = random.below(3); n > 0; --n) {
    std::map<std::string, std::string> words;
    edits.push_back({{}, cells(words), false});
    left.emplace_back("new" + std::to_string(left.size()), words);
  }
  expected = std::move(left);
  return edits;
}

TEST(RowEdits, RandomEditsGiveTheRowsThatAreWanted) {
  test::for_cases(5'000, [](test::Random& random) {
    Table table;
    const ot::rich_text::Delta paper = test::random_paper(random);
    for (const auto& component : paper.components()) {
      const auto content =
          component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
      if (content != nullptr && std::holds_alternative<Table>(content->content)) {
        table = std::get<Table>(content->content);
      }
    }
    for (std::size_t row = 0; row < table.rows.components().size(); ++row) {  // some are moved
      if (random.chance(50)) {
        Table moved;
        moved.rows.push(ot::rich_text::Component::retain(row));
        moved.rows.push(ot::rich_text::Component::retain(
            1, std::make_shared<const json::Value>(json::Value{
                   {"order", std::string(1, static_cast<char>('a' + random.below(3)))}})));
        table = compose(table, moved, false);
      }
    }
    Words expected = words_of(table);
    std::size_t next = 0;
    const std::vector<RowEdit> edits = random_edits(random, table, expected);
    const auto made = edit_rows(table, edits, [&next] { return "made" + std::to_string(next++); });
    ASSERT_TRUE(made) << made.error().detail;
    Words now = words_of(compose(table, made->change, false));
    ASSERT_EQ(now.size(), expected.size());
    for (std::size_t i = 0; i < now.size(); ++i) {
      EXPECT_EQ(now[i].second, expected[i].second) << written(table) << written(made->change);
      const bool is_new = expected[i].first.starts_with("new");
      EXPECT_EQ(is_new ? now[i].first.starts_with("made") : now[i].first == expected[i].first,
                true);
    }
  });
}

}  // namespace
}  // namespace plenary::tables
