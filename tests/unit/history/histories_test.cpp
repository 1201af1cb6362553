#include "server/history/histories.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "protocol/history/difference.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "storage/key_value_store.hpp"
#include "storage/keys.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::server {
namespace {

using history::History;
using storage::Family;
using storage::OpKind;
using storage::testing::error_of;

const DocumentKey kOne{"documents", "one"};
const DocumentKey kTwo{"documents", "two"};
constexpr const char* kCreation = R"({"type":"rich-text","data":[{"insert":"one"}]})";

class HistoriesTest : public ::testing::Test {
 protected:
  void append(const DocumentKey& key, std::string body, std::string author = "a-1") {
    append_to(store_, key, std::move(body), std::move(author));
  }
  static void append_to(storage::Store& store, const DocumentKey& key, std::string body,
                        std::string author = "a-1") {
    const Version at = store.head(key)->version;
    const OpKind kind = at == Version{} ? OpKind::kCreate : OpKind::kEdit;
    storage::Append added{
        key,
        at,
        {{at, kind, {1000}, std::move(author), "s", {at.value + 1}, std::move(body), {}}},
        {}};
    ASSERT_TRUE(store.append({&added, 1}).front());
  }
  void create(const DocumentKey& key) { append(key, kCreation); }
  /// The text that a history knows, or what went wrong.
  static std::string text_in(Histories& histories, const DocumentKey& key) {
    std::string text;
    const auto read = histories.read(key, [&text](const History& history) {
      ot::rich_text::append(text, text_at(history.weave(), history.version()));
    });
    return read ? text : std::string(name_of(read.error().code)) + ": " + read.error().detail;
  }
  static std::string place_of(const DocumentKey& key, std::uint64_t version) {
    return storage::version_key(*storage::document_key(key), {version});
  }

  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
};

TEST_F(HistoriesTest, FollowTheLog) {
  Histories histories(store_);
  create(kOne);
  EXPECT_EQ(text_in(histories, kOne), R"([{"insert":"one"}])");
  append(kOne, R"([{"retain":3},{"insert":" two"}])", "a-2");
  append(kOne, R"([{"delete":4}])", "");
  families_->erase(Family::kOperations, place_of(kOne, 0));  // only what is new is read
  EXPECT_EQ(text_in(histories, kOne), R"([{"insert":"two"}])");
  ASSERT_TRUE(histories.read(kOne, [](const History& history) {
    EXPECT_EQ(history.authors(), (std::vector<std::string>{"a-1", "a-2", "s"}))
        << "without an author it is the client";
  }));
}

TEST_F(HistoriesTest, OfWhatIsNotATextHaveATimelineOnly) {
  Histories histories(store_);
  append(kOne, R"({"type":"json0","data":[1]})");
  append(kOne, R"([{"p":[0],"li":2}])");
  ASSERT_TRUE(histories.read(kOne, [](const History& history) {
    EXPECT_FALSE(history.is_text());
    EXPECT_EQ(history.version(), 2u);
  }));
}

TEST_F(HistoriesTest, ThoseNotAskedForLongestLeaveMemory) {
  create(kOne);
  create(kTwo);
  Histories roomy(store_);
  Histories tight(store_, 1);
  for (Histories* histories : {&roomy, &tight}) {
    EXPECT_EQ(text_in(*histories, kOne), R"([{"insert":"one"}])");
    EXPECT_EQ(text_in(*histories, kTwo), R"([{"insert":"one"}])");
  }
  families_->erase(Family::kOperations, place_of(kOne, 0));
  families_->erase(Family::kOperations, place_of(kTwo, 0));
  EXPECT_EQ(text_in(roomy, kOne), R"([{"insert":"one"}])");
  EXPECT_EQ(text_in(tight, kTwo), R"([{"insert":"one"}])") << "the last one stays, however large";
  EXPECT_NE(text_in(tight, kOne), R"([{"insert":"one"}])") << "it was forgotten";
}

TEST_F(HistoriesTest, AnOperationThatDoesNotFitIsAnErrorAndTheNextReadStartsAfresh) {
  Histories histories(store_);
  create(kOne);
  append(kOne, R"([{"retain":9},{"delete":1}])");
  for (int i = 0; i < 2; ++i) {
    const std::string told = text_in(histories, kOne);
    EXPECT_NE(told.find("operation 1"), std::string::npos) << told;
  }
  const auto elsewhere = std::make_shared<storage::MemoryFamilies>();
  storage::KeyValueStore other(elsewhere);
  append_to(other, kOne, kCreation);
  append_to(other, kOne, R"([{"delete":1}])");
  const auto sound = elsewhere->get(Family::kOperations, place_of(kOne, 1));
  ASSERT_TRUE(sound && *sound);
  ASSERT_TRUE(
      families_->write({{Family::kOperations, place_of(kOne, 1), **sound}}, storage::Sync::kNo));
  EXPECT_EQ(text_in(histories, kOne), R"([{"insert":"ne"}])");
}

TEST_F(HistoriesTest, AStoreThatCannotBeReadIsAskedAgain) {
  Histories histories(store_);
  create(kOne);
  families_->fail_reads(Error{Errc::kIo, "the disk is gone"});
  EXPECT_EQ(error_of(histories.read(kOne, [](const History&) { FAIL(); })), Errc::kIo);
  families_->fail_reads(std::nullopt);
  EXPECT_EQ(text_in(histories, kOne), R"([{"insert":"one"}])");
}

TEST_F(HistoriesTest, ManyMayReadWhileSomebodyWrites) {
  constexpr int kEdits = 400;
  Histories histories(store_);
  create(kOne);
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      std::uint64_t seen = 0;
      while (!done) {
        const auto read = histories.read(kOne, [&seen](const History& history) {
          EXPECT_GE(history.version(), seen);
          seen = history.version();
        });
        EXPECT_TRUE(read) << read.error().detail;
      }
    });
  }
  for (int i = 0; i < kEdits; ++i) {
    append(kOne, R"([{"insert":"x"}])");
  }
  done = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
  EXPECT_EQ(text_in(histories, kOne), R"([{"insert":")" + std::string(kEdits, 'x') + R"(one"}])");
}

}  // namespace
}  // namespace plenary::server
