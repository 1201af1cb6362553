#include "protocol/tables/table_view.hpp"

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::tables {
namespace {

using ot::rich_text::Delta;
using Ids = std::vector<std::string>;
using Places = std::vector<std::size_t>;

/// Rows or columns, as JSON of the list.
Delta lines(std::string_view json) {
  return ot::rich_text::decode(json)->delta;
}

/// Rows with these orders; "-": none.
Places order_of(const std::vector<std::string>& orders) {
  std::string json;
  for (const std::string& order : orders) {
    json += json.empty() ? "[" : ",";
    json += R"({"insert":{"id":"r"}})";
    if (order != "-") {
      json.insert(json.size() - 1, R"(,"attributes":{"order":")" + order + R"("})");
    }
  }
  return shown_order(lines(json + "]"));
}

TEST(TableView, RowsAreShownByTheirOrderAndThenAsTheyLie) {
  EXPECT_EQ(order_of({"-", "-", "-"}), (Places{0, 1, 2}));
  EXPECT_EQ(order_of({"b", "a", "c"}), (Places{1, 0, 2}));
  EXPECT_EQ(order_of({"a", "a", "B"}), (Places{2, 0, 1})) << "byte by byte";
  EXPECT_EQ(order_of({"c", "-", "a", "-", "b"}), (Places{2, 3, 4, 0, 1}))
      << "a row without a key goes with the one before it";
  EXPECT_EQ(order_of({"-", "a"}), (Places{0, 1})) << "none before it: first";
  EXPECT_EQ(order_of({"\xc3\xa9", "z"}), (Places{1, 0})) << "bytes count as unsigned";
}

TEST(TableView, AnOrderThatIsNoTextCountsAsNone) {
  EXPECT_EQ(shown_order(lines(R"([{"insert":{"id":"a"},"attributes":{"order":"b"}},
                                  {"insert":{"id":"b"},"attributes":{"order":1}},
                                  {"insert":{"id":"c"},"attributes":{"order":"a"}}])")),
            (Places{2, 0, 1}));
}

TEST(TableView, TheFirstOwnsAnIdThatOccursTwice) {
  const auto ids = [](const Ids& raw) {
    std::string json;
    for (const std::string& id : raw) {
      json += (json.empty() ? "[" : ",") + (R"({"insert":{"id":")" + id) + R"("}})";
    }
    return effective_ids(lines(json + "]"));
  };
  EXPECT_EQ(ids({"a", "b", "a", "a"}), (Ids{"a", "b", "a~2", "a~3"}));
  EXPECT_EQ(ids({"a", "a", "a~2"}), (Ids{"a", "a~3", "a~2"})) << "a~2 is somebody's own";
  EXPECT_EQ(ids({"a~2", "a", "a~2", "a", "a"}), (Ids{"a~2", "a", "a~2~2", "a~3", "a~4"}));
}

TEST(TableView, ALineIsFoundByItsEffectiveId) {
  for (const char* json :
       {R"([{"insert":{"id":"a"}},{"insert":{"id":"b"}},{"insert":{"id":"a"}}])",
        R"([{"insert":{"id":"a~2"}},{"insert":{"id":"a"}},{"insert":{"id":"a~2"}},
            {"insert":{"id":"a"}},{"insert":{"id":"a"}}])",
        R"([{"insert":{"id":""}},{"insert":{}}])", "[]"}) {
    const Delta all = lines(json);
    const auto ids = effective_ids(all);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      EXPECT_EQ(place_of(all, ids[i]), i) << ids[i];
      EXPECT_TRUE(may_add(all, ids[i])) << ids[i];
    }
    EXPECT_FALSE(place_of(all, "none"));
    EXPECT_FALSE(may_add(all, "none"));
  }
  EXPECT_FALSE(may_add(Delta().push(ot::rich_text::Component::remove(1)), "a"));
}

TEST(TableView, ColumnsAreReadLeniently) {
  const auto columns = [](std::string_view json) {
    ot::rich_text::Table table;
    table.columns = lines(json);
    return view_of(table).columns;
  };
  const Column all{"c1", "Stakeholder", ColumnKind::kChoice, true, 120, {"Academia", "Business"}};
  EXPECT_EQ(columns(R"([{"insert":{"id":"c1"},"attributes":{"name":"Stakeholder","kind":"choice",
                         "required":true,"width":120,"choices":["Academia","Business"]}}])"),
            std::vector{all});
  const Column none{"c1", "", ColumnKind::kText, false, std::nullopt, {}};
  EXPECT_EQ(columns(R"([{"insert":{"id":"c1"}}])"), std::vector{none});
  EXPECT_EQ(columns(R"([{"insert":{"id":"c1"},"attributes":{"name":7,"kind":"colour","required":1,
                         "width":"wide","choices":"a"}}])"),
            std::vector{none});
  EXPECT_EQ(columns(R"([{"insert":{"id":"c1"},"attributes":{"width":-3,"choices":[1,"b"]}}])"),
            (std::vector{Column{"c1", "", ColumnKind::kText, false, std::nullopt, {"b"}}}));
}

TEST(TableView, EveryKindHasAName) {
  for (const auto* name : {"text", "long", "choice", "person", "date", "number", "link", "done"}) {
    EXPECT_EQ(name_of(kind_named(name)), name);
  }
}

TEST(TableView, TheTextOfACellHasAUnitForEachOfItsUnits) {
  EXPECT_EQ(plain_text(lines(R"([{"insert":"Ama"},{"insert":{"note":{}}},
                                 {"insert":"\nB.","attributes":{"bold":true}}])")),
            u"Ama\uFFFC\nB.");
}

}  // namespace
}  // namespace plenary::tables
