#include "server/history/reversals.hpp"

#include <gtest/gtest.h>

#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

const DocumentKey kPaper{"documents", "paper"};

/// A paper of somebody's: version 1 is "one", version 2 "one two".
class ReversalsTest : public ServerTest {
 protected:
  void SetUp() override {
    create(kPaper, "rich-text", "[{'insert':'one'}]");
    edit("[{'retain':3},{'insert':' two'}]");
  }
  ~ReversalsTest() override { alone_.stop(); }

  std::shared_ptr<std::promise<Result<Version>>> begin_edit(std::string_view op) {
    auto committed = std::make_shared<std::promise<Result<Version>>>();
    documents_.with(kPaper, [this, committed, op](DocumentActor& document) {
      SubmitRequest request;
      request.submission.author = "a-2";
      request.submission.source = "editor-" + std::to_string(++ids_);
      request.submission.sequence = {1};
      request.submission.body = as_json(op);
      request.done = [committed](Result<Version> at) { committed->set_value(std::move(at)); };
      document.submit(std::move(request));
    });
    return committed;
  }
  void edit(std::string_view op) {
    const auto at = begin_edit(op)->get_future().get();
    ASSERT_TRUE(at) << at.error().detail;
  }
  std::future<Result<Reversed>> begin(history::Note note, bool may_create = true) {
    const auto done = std::make_shared<std::promise<Result<Reversed>>>();
    reversals_.start(
        {kPaper, std::move(note), "a-9", "reversal-" + std::to_string(++ids_), may_create},
        [done](Result<Reversed> result) { done->set_value(std::move(result)); });
    return done->get_future();
  }
  /// "3" where version 3 came of it, "=2" where nothing had to be done, or the error.
  static std::string told(Result<Reversed> result) {
    if (!result) {
      return std::string(name_of(result.error().code));
    }
    return (result->changed ? "" : "=") + std::to_string(result->version.value);
  }
  std::string restore(std::uint64_t version, bool may_create = true) {
    return told(begin({.restores = Version{version}, .undoes = {}}, may_create).get());
  }
  std::string undo(std::string by, std::uint64_t from, std::uint64_t to) {
    return told(
        begin({.restores = {}, .undoes = history::Note::Undone{std::move(by), {from}, {to}}})
            .get());
  }
  std::string content() {
    const auto at = past_.at(kPaper, {stored_head(kPaper)});
    return at && at->content.exists() ? at->content.to_json() : "none";
  }

  Histories histories_{store_};
  Pool alone_{1};  // what is posted to it is done in order
  Reversals reversals_{histories_, past_, documents_, alone_};
};

TEST_F(ReversalsTest, ARestoreIsOneOperationOfWhoAsks) {
  EXPECT_EQ(restore(1), "3");
  EXPECT_EQ(content(), R"({"ops":[{"insert":"one"}]})");
  const storage::OpRecord record = stored_ops(kPaper).back();
  EXPECT_EQ(record.author, "a-9");
  EXPECT_EQ(record.note, R"({"restores":1})");
  EXPECT_EQ(restore(1), "=3");
  EXPECT_EQ(stored_head(kPaper), 3u);
}

TEST_F(ReversalsTest, AnUndoTakesBackOnePersonsWork) {
  edit("[{'insert':'zero '}]");
  EXPECT_EQ(undo("a-2", 1, 2), "4");
  EXPECT_EQ(content(), R"({"ops":[{"insert":"zero one"}]})");
  EXPECT_EQ(undo("a-2", 1, 2), "=4");
  EXPECT_EQ(undo("nobody", 1, 2), "not_found");
  EXPECT_EQ(undo("a-2", 1, 99), "version_ahead");
  EXPECT_EQ(undo("a-2", 2, 1), "malformed");
}

TEST_F(ReversalsTest, IsMadeAgainIfSomebodyWritesMeanwhile) {
  std::promise<void> held;
  shard(documents_.shard_of(kPaper.channel())).post([&held] { held.get_future().wait(); });
  const auto edited = begin_edit("[{'insert':'zero '}]");
  auto restored = begin({.restores = Version{1}, .undoes = {}});
  std::promise<void> made;
  alone_.post([&made] { made.set_value(); });
  made.get_future().wait();  // from version 2; now the edit gets version 3 before it
  held.set_value();
  EXPECT_TRUE(edited->get_future().get());
  EXPECT_EQ(told(restored.get()), "4");
  EXPECT_EQ(content(), R"({"ops":[{"insert":"one"}]})")
      << "also what was written meanwhile is taken back";
  EXPECT_EQ(stored_ops(kPaper)[2].note, "");
  EXPECT_EQ(stored_ops(kPaper)[3].note, R"({"restores":1})");
}

TEST_F(ReversalsTest, GivesUpOnAPaperThatNeverHoldsStill) {
  // To this one the paper is always a version behind.
  storage::KeyValueStore late(std::make_shared<storage::MemoryFamilies>());
  storage::Append known{kPaper, {}, stored_ops(kPaper), std::nullopt};
  ASSERT_TRUE(late.append({&known, 1}).front());
  edit("[{'insert':'zero '}]");
  Histories histories(late);
  Past past(late);
  Reversals reversals(histories, past, documents_, alone_);
  std::promise<Result<Reversed>> done;
  reversals.start({kPaper, {.restores = Version{1}, .undoes = {}}, "a-9", "reversal", true},
                  [&done](Result<Reversed> result) { done.set_value(std::move(result)); });
  EXPECT_EQ(told(done.get_future().get()), "version_conflict");
  EXPECT_EQ(stored_head(kPaper), 3u);
}

TEST_F(ReversalsTest, BringsADeletedPaperBackForWhoMayMakeIt) {
  std::promise<Result<Version>> deleted;
  documents_.with(kPaper, [&deleted](DocumentActor& document) {
    SubmitRequest request;
    request.submission.kind = Submission::Kind::kDelete;
    request.submission.source = "deleter";
    request.submission.sequence = {1};
    request.done = [&deleted](Result<Version> at) { deleted.set_value(std::move(at)); };
    document.submit(std::move(request));
  });
  ASSERT_TRUE(deleted.get_future().get());
  EXPECT_EQ(restore(2, false), "rejected");
  EXPECT_EQ(restore(3), "not_found");
  EXPECT_EQ(undo("a-2", 1, 2), "not_found");
  EXPECT_EQ(content(), "none");
  EXPECT_EQ(restore(2), "4");
  EXPECT_EQ(content(), R"({"ops":[{"insert":"one two"}]})");
}

TEST_F(ReversalsTest, GoesBackToNoVersionThatHadNoDocument) {
  EXPECT_EQ(restore(0), "not_found");
  EXPECT_EQ(restore(9), "version_ahead");
  EXPECT_EQ(stored_head(kPaper), 2u);
}

TEST_F(ReversalsTest, AStructuredDocumentIsRestoredButNotUndone) {
  const DocumentKey table{"documents", "table"};
  create(table, "json0", "{'rooms':1}");
  std::promise<Result<Reversed>> done;
  reversals_.start({table,
                    {.restores = {}, .undoes = history::Note::Undone{"creator-of-table", {0}, {1}}},
                    "a-9",
                    "r",
                    true},
                   [&done](Result<Reversed> result) { done.set_value(std::move(result)); });
  EXPECT_EQ(told(done.get_future().get()), "not_applicable");
}

}  // namespace
}  // namespace plenary::server::testing
