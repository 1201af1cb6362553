#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "server/threads/checkpoint.hpp"
#include "server/threads/places.hpp"

namespace plenary::server {
namespace {

using ot::rich_text::Decoded;

constexpr const char* kTable =
    R"({"table-embed":{"rows":[{"insert":{"id":"r1"}},{"insert":{"id":"r2"}}],
    "columns":[{"insert":{"id":"c1"}},{"insert":{"id":"c2"}}],
    "cells":{"1:1":{"content":[{"insert":"Ama"}]},"2:2":{"content":[{"insert":"one two three"}]}}}})";
constexpr const char* kNote = R"({"note":{"content":[{"insert":"see page seven"}]}})";
const threads::CellName kCell{"r2", "c2"};

/// `abcTN\n`: a table at 3, a note at 4, threads on "two" and on "page".
class InnerRangesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    follow(ot::Create{ot::TypeId::kRichText, std::string(R"([{"insert":"abc"},{"insert":)") +
                                                 kTable + R"(},{"insert":)" + kNote +
                                                 R"(},{"insert":"\n"}])"});
    ASSERT_TRUE(begin(0, 3, kCell, 4, 7));
    ASSERT_TRUE(begin(1, 4, std::nullopt, 4, 8));
  }
  Result<void> begin(threads::Number thread, std::size_t at, std::optional<threads::CellName> cell,
                     std::size_t start, std::size_t end) {
    const InnerName name{std::move(cell), {start, end}};
    return places_.add(thread, {at, at + 1}, &name);
  }
  void follow(const ot::Operation& operation) {
    if (resumes_) {
      go_on_from_a_checkpoint();
    }
    const auto done = places_.follow(operation);
    ASSERT_TRUE(done) << done.error().detail;
  }
  void edit(const std::string& delta) {
    auto decoded = ot::decode_edit(ot::TypeId::kRichText, delta);
    ASSERT_TRUE(decoded) << decoded.error().detail;
    follow(*std::move(decoded));
  }
  /// Changes the table, which lies at `at`, or the note.
  void in_table(const std::string& change, std::size_t at = 3) {
    edit(R"([{"retain":)" + std::to_string(at) + R"(},{"retain":{"table-embed":)" + change + "}}]");
  }
  void in_cell(const std::string& delta) {
    in_table(R"({"cells":{"2:2":{"content":)" + delta + "}}}");
  }
  void in_note(const std::string& delta) {
    edit(R"([{"retain":4},{"retain":{"note":{"content":)" + delta + "}}}]");
  }
  void go_on_from_a_checkpoint() {
    const auto read = decode_checkpoint(
        encode({places_.version(), 9, places_.anchors(), places_.inner().state()}));
    ASSERT_TRUE(read) << read.error().detail;
    auto resumed = Places::resume(read->version, places_.content(), read->anchors, read->inner);
    ASSERT_TRUE(resumed) << resumed.error().detail;
    places_ = *std::move(resumed);
  }
  /// "3 [4-7] two", and the version that took the words away if one did.
  [[nodiscard]] std::string at(threads::Number thread) const {
    const auto place = places_.find(thread);
    if (!place) {
      return "none";
    }
    const auto& [range, orphaned, words, inside] = *place;
    const auto show = [](anchor::Range r) {
      return r.empty() ? std::to_string(r.start)
                       : std::to_string(r.start) + "-" + std::to_string(r.end);
    };
    return show(range) + (inside ? " [" + show(*inside) + "] " : " ") + words +
           (orphaned ? ", gone with " + std::to_string(orphaned->value) : "");
  }

  Places places_{{}, {}};
  bool resumes_{false};
};

TEST_F(InnerRangesTest, TextAtAnEdgeStaysOutsideAndTextInsideBelongs) {
  EXPECT_EQ(at(0), "3-4 [4-7] two");
  in_cell(R"([{"retain":4},{"insert":"(in) "}])");
  EXPECT_EQ(at(0), "3-4 [9-12] two");
  in_cell(R"([{"retain":12},{"insert":"s"}])");
  EXPECT_EQ(at(0), "3-4 [9-12] two");
  in_cell(R"([{"retain":10},{"insert":"-"},{"delete":1}])");
  EXPECT_EQ(at(0), "3-4 [9-12] t-o");
  in_cell(R"([{"delete":10}])");
  EXPECT_EQ(at(0), "3-4 [0-2] -o");
  EXPECT_EQ(at(1), "4-5 [4-8] page");
}

TEST_F(InnerRangesTest, OtherTextMovesTheEmbedAndNotTheWords) {
  edit(R"([{"insert":"x"},{"retain":1},{"delete":2}])");
  EXPECT_EQ(at(0), "2-3 [4-7] two");
  EXPECT_EQ(at(1), "3-4 [4-8] page");
}

TEST_F(InnerRangesTest, WordsThatAreDeletedComeBackWithTheSameText) {
  for (const bool resumes : {false, true}) {
    resumes_ = resumes;
    const auto version = places_.version().value;
    in_cell(R"([{"retain":3},{"delete":5}])");
    EXPECT_EQ(at(0), "3-4 [3] two, gone with " + std::to_string(version));
    in_cell(R"([{"insert":"x"}])");
    EXPECT_EQ(at(0), "3-4 [4] two, gone with " + std::to_string(version));
    in_cell(R"([{"retain":4},{"insert":" two "}])");
    EXPECT_EQ(at(0), "3-4 [5-8] two");
    in_cell(R"([{"delete":1}])");
    EXPECT_EQ(at(0), "3-4 [4-7] two");
  }
}

TEST_F(InnerRangesTest, RowsAndColumnsThatComeAndGoBesideItChangeNothing) {
  in_table(R"({"rows":[{"insert":{"id":"r0"}}],"columns":[{"insert":{"id":"c0"}},{"delete":1}]})");
  EXPECT_EQ(at(0), "3-4 [4-7] two");
  in_table(R"({"cells":{"3:2":{"content":[{"insert":"!"}]},"2:2":{"content":[{"insert":"?"}]}}})");
  EXPECT_EQ(at(0), "3-4 [5-8] two");
  in_table(R"({"rows":[{"insert":{"id":"ra"}},{"retain":2,"attributes":{"order":"b"}}],
               "cells":{"4:2":{"content":[{"delete":1}]}}})");
  EXPECT_EQ(at(0), "3-4 [4-7] two");
}

TEST_F(InnerRangesTest, ARowThatGoesTakesTheWordsAndBringsThemBack) {
  for (const bool resumes : {false, true}) {
    resumes_ = resumes;
    const auto version = std::to_string(places_.version().value);
    in_table(R"({"rows":[{"retain":1},{"delete":1}]})");
    EXPECT_EQ(at(0), "3-4 two, gone with " + version);
    in_table(R"({"rows":[{"insert":{"id":"other"}}]})");
    EXPECT_EQ(at(0), "3-4 two, gone with " + version);
    in_table(R"({"rows":[{"delete":1},{"retain":1},{"insert":{"id":"r2"}}],
                 "cells":{"2:2":{"content":[{"insert":"one two three"}]}}})");
    EXPECT_EQ(at(0), "3-4 [4-7] two");
  }
}

TEST_F(InnerRangesTest, AColumnThatGoesTakesTheWordsAndBringsThemBack) {
  in_table(R"({"columns":[{"retain":1},{"delete":1}]})");
  EXPECT_EQ(at(0), "3-4 two, gone with 1");
  in_table(R"({"columns":[{"insert":{"id":"c2"}}],
               "cells":{"2:1":{"content":[{"insert":"one two three"}]}}})");
  EXPECT_EQ(at(0), "3-4 [4-7] two");
}

TEST_F(InnerRangesTest, ARowThatOneOperationMovesKeepsThem) {
  in_table(R"({"rows":[{"insert":{"id":"r2"}},{"retain":1},{"delete":1}],
               "cells":{"1:2":{"content":[{"insert":"one two three"}]}}})");
  EXPECT_EQ(at(0), "3-4 [4-7] two");
}

TEST_F(InnerRangesTest, ACellThatComesBackWithOtherTextHasTheWordsThatItHas) {
  in_table(R"({"rows":[{"retain":1},{"delete":1}]})");
  in_table(R"({"rows":[{"retain":1},{"insert":{"id":"r2"}}],
               "cells":{"2:2":{"content":[{"insert":"two three"}]}}})");
  EXPECT_EQ(at(0), "3-4 [0-3] two");
  in_table(R"({"rows":[{"retain":1},{"delete":1}]})");
  in_table(R"({"rows":[{"retain":1},{"insert":{"id":"r2"}}],
               "cells":{"2:2":{"content":[{"insert":"nothing"}]}}})");
  EXPECT_EQ(at(0).substr(at(0).find("two")), "two, gone with 3");
}

TEST_F(InnerRangesTest, AnEmbedThatGoesTakesTheWordsAndBringsThemBack) {
  for (const bool resumes : {false, true}) {
    resumes_ = resumes;
    const auto version = std::to_string(places_.version().value);
    edit(R"([{"retain":3},{"delete":2}])");
    EXPECT_EQ(at(0), "3 two, gone with " + version);
    EXPECT_EQ(at(1), "3 page, gone with " + version);
    edit(std::string(R"([{"retain":3},{"insert":)") + kTable + R"(},{"insert":)" + kNote + "}]");
    EXPECT_EQ(at(0), "3-4 [4-7] two");
    EXPECT_EQ(at(1), "4-5 [4-8] page");
  }
}

TEST_F(InnerRangesTest, AnotherNoteInThePlaceOfOneHasNotItsWords) {
  edit(R"([{"retain":4},{"delete":1}])");
  edit(R"([{"retain":4},{"insert":{"note":{"content":[{"insert":"an own thought"}]}}}])");
  EXPECT_EQ(at(1).substr(at(1).find("page")), "page, gone with 1");
  edit(R"([{"retain":4},{"delete":1}])");
  edit(R"([{"retain":4},{"insert":{"image":"x"}}])");
  EXPECT_EQ(at(1), "4-5 page, gone with 1");
}

TEST_F(InnerRangesTest, OneOperationMovesTableAndNote) {
  edit(std::string(R"([{"insert":)") + kTable + R"(},{"insert":)" + kNote +
       R"(},{"retain":3},{"delete":2}])");
  EXPECT_EQ(at(0), "0-1 [4-7] two");
  EXPECT_EQ(at(1), "1-2 [4-8] page");
}

TEST_F(InnerRangesTest, ATableThatIsCutWithItsCaptionAndPastedElsewhereHasThem) {
  const std::string caption = "Who speaks and when:";
  edit(R"([{"retain":3},{"insert":")" + caption + R"("}])");
  edit(R"([{"retain":3},{"delete":)" + std::to_string(caption.size() + 1) + "}]");
  EXPECT_EQ(at(0), "3 two, gone with 2");
  edit(R"([{"insert":")" + caption + R"("},{"insert":)" + kTable + "}]");
  EXPECT_EQ(at(0), "20-21 [4-7] two");
}

TEST_F(InnerRangesTest, WordsThatWereGoneBeforeTheTableWentStayGone) {
  in_cell(R"([{"retain":4},{"delete":4}])");
  edit(R"([{"retain":3},{"delete":1}])");
  EXPECT_EQ(at(0), "3 two, gone with 1");
  edit(std::string(R"([{"retain":3},{"insert":)") + kTable + "}]");
  EXPECT_EQ(at(0), "3-4 [4-7] two") << "a table of before has them";
}

TEST_F(InnerRangesTest, ANoteFollowsItsText) {
  in_note(R"([{"insert":"To be sure, "},{"retain":6},{"insert":"u"}])");
  EXPECT_EQ(at(1), "4-5 [16-21] pauge");
  in_note(R"([{"retain":15},{"delete":6}])");
  EXPECT_EQ(at(1), "4-5 [15] pauge, gone with 2");
  EXPECT_EQ(at(0), "3-4 [4-7] two");
}

TEST_F(InnerRangesTest, ADocumentThatIsDeletedTakesThemAll) {
  follow(ot::Delete{});
  EXPECT_EQ(at(0), "0 two, gone with 1");
  EXPECT_EQ(at(1), "0 page, gone with 1");
}

TEST_F(InnerRangesTest, OnlyWordsThatAreThereCanBeNamed) {
  EXPECT_FALSE(begin(2, 3, kCell, 4, 14)) << "past the end";
  EXPECT_FALSE(begin(2, 3, kCell, 4, 4)) << "no words";
  EXPECT_FALSE(begin(2, 3, threads::CellName{"r2", "c9"}, 0, 1));
  EXPECT_FALSE(begin(2, 3, threads::CellName{"r2", ""}, 0, 1));
  EXPECT_FALSE(begin(2, 3, threads::CellName{"r1", "c2"}, 0, 1)) << "an empty cell";
  EXPECT_FALSE(begin(2, 3, std::nullopt, 0, 1)) << "a table is no note";
  EXPECT_FALSE(begin(2, 4, kCell, 0, 1)) << "a note is no table";
  EXPECT_FALSE(begin(2, 1, std::nullopt, 0, 1)) << "text is neither";
  EXPECT_FALSE(begin(2, 99, std::nullopt, 0, 1));
  EXPECT_TRUE(begin(2, 3, kCell, 0, 13));
  EXPECT_TRUE(begin(3, 3, kCell, 4, 7)) << "a second thread on the same words";
  in_cell(R"([{"retain":5},{"insert":"_"}])");
  EXPECT_EQ(at(2), "3-4 [0-14] one t_wo three");
  EXPECT_EQ(at(3), "3-4 [4-8] t_wo");
}

TEST_F(InnerRangesTest, ACopyKeepsItsPlaces) {
  const Places before = places_;
  in_cell(R"([{"insert":"xx"}])");
  EXPECT_EQ(before.find(0)->inside->start, 4u);
  EXPECT_EQ(places_.find(0)->inside->start, 6u);
  EXPECT_GT(places_.memory_bytes(), 2 * sizeof(InnerRange));
}

}  // namespace
}  // namespace plenary::server
