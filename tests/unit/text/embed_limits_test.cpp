#include "protocol/text/embed_limits.hpp"

#include <string>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/text/rope.hpp"

namespace plenary::text {
namespace {

using ot::rich_text::Delta;

constexpr EmbedLimits kFew{.rows = 3,
                           .columns = 2,
                           .cells = 2,
                           .cell_units = 4,
                           .table_units = 6,
                           .note_units = 4,
                           .attribute_bytes = 12,
                           .id_units = 4};

Delta parsed_delta(const std::string& json) {
  const auto decoded = ot::rich_text::decode(json);
  EXPECT_TRUE(decoded) << json;
  return decoded ? decoded->delta : Delta();
}

/// "a b" as rows or columns.
std::string lines(const std::string& ids) {
  std::string json = "[";
  for (std::size_t at = 0; at < ids.size(); at = std::min(ids.size(), ids.find(' ', at)) + 1) {
    json += (json.size() > 1 ? "," : "") +
            (R"({"insert":{"id":")" + ids.substr(at, ids.find(' ', at) - at)) + R"("}})";
  }
  return json + "]";
}

std::string cell(const std::string& place, const std::string& content) {
  return '"' + place + R"(":{"content":)" + content + "}";
}
std::string text_cell(const std::string& place, const std::string& text) {
  return cell(place, R"([{"insert":")" + text + R"("}])");
}
std::string table(const std::string& members) {
  return R"({"table-embed":{)" + members + "}}";
}
std::string two_by_two(const std::string& cells) {
  return table(R"("rows":)" + lines("r1 r2") + R"(,"columns":)" + lines("c1 c2") +
               (cells.empty() ? "" : R"(,"cells":{)" + cells + "}"));
}
std::string insert(const std::string& embed) {
  return R"([{"insert":)" + embed + "}]";
}
std::string change(const std::string& embed) {
  return R"([{"retain":)" + embed + "}]";
}
std::string note(const std::string& text) {
  return R"({"note":{"content":[{"insert":")" + text + R"("}]}})";
}

/// "" if the operation is within the limits, else the words of the refusal.
std::string words(const std::string& document, const std::string& op) {
  const auto rope = Rope::from_delta(parsed_delta(document));
  EXPECT_TRUE(rope);
  const auto checked = check_limits(*rope, parsed_delta(op), kFew);
  EXPECT_TRUE(checked || checked.error().code == Errc::kTooLarge ||
              checked.error().code == Errc::kNotApplicable);
  return checked ? "" : checked.error().detail;
}
std::string words_of_new(const std::string& embed) {
  return words("[]", insert(embed));
}

const std::string kRows = "this server allows at most 3 rows in a table; nothing was changed";
const std::string kColumns = "this server allows at most 2 columns in a table; nothing was changed";
const std::string kCells =
    "this server allows at most 2 cells with content in a table; nothing was changed";
const std::string kCellUnits =
    "this server allows at most 4 characters in a cell of a table; nothing was changed";
const std::string kTableUnits =
    "this server allows at most 6 characters in all cells of a table; nothing was changed";
const std::string kNoteUnits =
    "this server allows at most 4 characters in a note; nothing was changed";

TEST(EmbedLimits, ANewTableIsWithinThem) {
  const auto sized = [](const std::string& rows, const std::string& columns) {
    return words_of_new(table(R"("rows":)" + lines(rows) + R"(,"columns":)" + lines(columns)));
  };
  EXPECT_EQ(sized("a b c", "d e"), "");
  EXPECT_EQ(sized("a b c d", "d e"), kRows);
  EXPECT_EQ(sized("a b c", "d e f"), kColumns);
  EXPECT_EQ(words_of_new(two_by_two(text_cell("1:1", "abcd") + "," + text_cell("2:2", "ab"))), "");
  EXPECT_EQ(words_of_new(two_by_two(text_cell("1:1", "abcde"))), kCellUnits);
  EXPECT_EQ(words_of_new(two_by_two(text_cell("1:1", "abcd") + "," + text_cell("2:2", "abc"))),
            kTableUnits);
  EXPECT_EQ(words_of_new(two_by_two(text_cell("1:1", "a") + "," + text_cell("1:2", "a") + "," +
                                    text_cell("2:2", "a"))),
            kCells);
}

TEST(EmbedLimits, AChangedTableIsWithinThem) {
  const std::string base = insert(two_by_two(text_cell("1:1", "abcd")));
  const auto changed = [&](const std::string& members) {
    return words(base, change(table(members)));
  };
  EXPECT_EQ(changed(R"("rows":)" + lines("r3")), "");
  EXPECT_EQ(changed(R"("rows":)" + lines("r3 r4")), kRows);
  EXPECT_EQ(changed(R"("columns":)" + lines("c3")), kColumns);
  EXPECT_EQ(changed(R"("columns":[{"insert":{"id":"c3"}},{"delete":1}])"), "");
  EXPECT_EQ(changed(R"("cells":{)" + text_cell("2:2", "ab") + "}"), "");
  EXPECT_EQ(changed(R"("cells":{)" + text_cell("2:2", "abc") + "}"), kTableUnits);
  EXPECT_EQ(changed(R"("cells":{)" + text_cell("1:1", "a") + "}"), kCellUnits);
  EXPECT_EQ(changed(R"("cells":{)" + cell("1:1", R"([{"insert":"a"},{"delete":1}])") + "}"), "");
  EXPECT_EQ(changed(R"("cells":{)" + text_cell("1:2", "a") + "," + text_cell("2:2", "a") + "}"),
            kCells);
  EXPECT_EQ(changed(R"("rows":[{"delete":1}],"cells":{)" + text_cell("1:1", "abc") + "," +
                    text_cell("1:2", "abc") + "}"),
            "")
      << "what the same operation takes away makes room";
}

TEST(EmbedLimits, ATableBeyondThemCanShrink) {
  const std::string base =
      insert(table(R"("rows":)" + lines("a b c d e") + R"(,"columns":)" + lines("f") +
                   R"(,"cells":{)" + text_cell("1:1", "abcdefghij") + "," + text_cell("2:1", "a") +
                   "," + text_cell("3:1", "a") + "}"));
  EXPECT_EQ(words(base, change(table(R"("rows":[{"delete":1}])"))), "");
  EXPECT_EQ(words(base, change(table(R"("cells":{)" + cell("1:1", R"([{"delete":3}])") + "}"))),
            "");
  EXPECT_EQ(words(base, change(table(R"("rows":[{"retain":1,"attributes":{"n":"b"}}])"))), "");
}

TEST(EmbedLimits, NotesAreWithinThem) {
  EXPECT_EQ(words_of_new(note("abcd")), "");
  EXPECT_EQ(words_of_new(note("abcde")), kNoteUnits);
  EXPECT_EQ(words(insert(note("abc")), change(note("d"))), "");
  EXPECT_EQ(words(insert(note("abc")), change(note("de"))), kNoteUnits);
}

TEST(EmbedLimits, AttributesAndIdsAreShort) {
  const std::string long_attributes = R"(,"attributes":{"name":"1234"}})";
  const std::string attributes = "bytes of attributes of a row, column or cell";
  EXPECT_EQ(words_of_new(table(R"("rows":[{"insert":{"id":"a"},"attributes":{"n":"1234"}}])")), "");
  EXPECT_NE(words_of_new(table(R"("rows":[{"insert":{"id":"a"})" + long_attributes + "]"))
                .find(attributes),
            std::string::npos);
  EXPECT_NE(words(insert(two_by_two("")),
                  change(table(R"("columns":[{"retain":1)" + long_attributes + "]")))
                .find(attributes),
            std::string::npos);
  const std::string ids =
      "the id of a row or column is a text of 1 to 4 characters; nothing was changed";
  EXPECT_EQ(words_of_new(table(R"("rows":)" + lines("abcd"))), "");
  EXPECT_EQ(words_of_new(table(R"("rows":)" + lines("abcde"))), ids);
  EXPECT_EQ(words_of_new(table(R"("columns":[{"insert":{"id":""}}])")), ids);
  EXPECT_EQ(words_of_new(table(R"("rows":[{"insert":{"id":"éééé"}}])")), "") << "units, not bytes";
}

TEST(EmbedLimits, OnlyANoteGoesIntoACell) {
  const auto in_cell = [](const std::string& embed) { return cell("1:1", insert(embed)); };
  const std::string tables = "there are no tables in tables and notes; nothing was changed";
  const std::string notes = "there are no notes in notes; nothing was changed";
  EXPECT_EQ(words_of_new(two_by_two(in_cell(note("abcd")))), "");
  EXPECT_EQ(words_of_new(two_by_two(in_cell(note("abcde")))), kNoteUnits);
  EXPECT_EQ(words_of_new(two_by_two(in_cell(table("")))), tables);
  EXPECT_EQ(words(insert(two_by_two("")), change(table(R"("cells":{)" + in_cell(table("")) + "}"))),
            tables);
  const auto noted = [](const std::string& embed) {
    return R"({"note":{"content":)" + insert(embed) + "}}";
  };
  EXPECT_EQ(words_of_new(noted(note("a"))), notes);
  EXPECT_EQ(words_of_new(noted(table(""))), tables);
  EXPECT_EQ(words(insert(note("a")), change(noted(note("a")))), notes);
  EXPECT_EQ(words(insert(two_by_two(in_cell(note("abc")))),
                  change(table(R"("cells":{)" + cell("1:1", change(note("d"))) + "}"))),
            "");
  EXPECT_EQ(words(insert(two_by_two(in_cell(note("abc")))),
                  change(table(R"("cells":{)" + cell("1:1", change(note("de"))) + "}"))),
            kNoteUnits);
}

TEST(EmbedLimits, CellsOfANewTableLieInIt) {
  EXPECT_EQ(words_of_new(two_by_two(text_cell("3:1", "a"))),
            "the cells of a new table lie in its rows and columns; nothing was changed");
  EXPECT_EQ(words_of_new(R"({"table-embed":"of another program"})"), "");
}

TEST(EmbedLimits, TheRealOnesHaveRoomForARegisterOfAThousandSpeakers) {
  const EmbedLimits limits;
  EXPECT_GE(limits.rows, 4u * 1000);
  EXPECT_GE(limits.columns, 4u * 8);
  EXPECT_GE(limits.cells, 4u * 1000 * 8);
  EXPECT_GE(limits.table_units, 1000u * 8 * 500);
}

}  // namespace
}  // namespace plenary::text
