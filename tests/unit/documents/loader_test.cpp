#include "server/documents/loader.hpp"

#include <gtest/gtest.h>

#include "server/documents/refusals.hpp"
#include "server/documents/sealing.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;
using storage::OpRecord;

const DocumentKey kKey{"c", "d"};

class LoaderTest : public ::testing::Test {
 protected:
  void append(OpKind kind, std::string body) {
    const Version at = store_.head(kKey)->version;
    storage::Append added{
        kKey, at, {{at, kind, {1000}, "", "s", {at.value + 1}, std::move(body)}}, {}};
    ASSERT_TRUE(store_.append({&added, 1}).front());
  }
  void put_snapshot() {
    const auto state = load_version(store_, kKey, store_.head(kKey)->version);
    ASSERT_TRUE(state);
    ASSERT_TRUE(store_.put_snapshot(kKey, {(*state)->head(),
                                           {1000},
                                           std::string((*state)->content().type_uri()),
                                           (*state)->content().to_json(),
                                           (*state)->created_at()}));
  }
  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
};

TEST_F(LoaderTest, ADocumentThatWasNeverWrittenIsAtVersionZero) {
  const auto loaded = load_document(store_, kKey, {});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->state->head(), Version{0});
  EXPECT_FALSE(loaded->state->content().exists());
  EXPECT_EQ(loaded->properties, "");
}

TEST_F(LoaderTest, FramesOfOperationsComeInPiecesOfSoManyBytes) {
  append(OpKind::kCreate, R"({"type":"json0","data":1})");
  for (int i = 0; i < 5; ++i) {
    append(OpKind::kEdit, R"([{"p":[],"na":1}])");
  }
  const auto whole = load_op_frames(store_, kKey, {1}, {6}, 1'000'000, EmbedKinds::all());
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->next, Version{6});
  std::string joined;
  for (Version from{1}; from < Version{6};) {
    const auto piece = load_op_frames(store_, kKey, from, {6}, 1, EmbedKinds::all());
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->next, from.next()) << "one at least";
    joined += piece->frames;
    from = piece->next;
  }
  EXPECT_EQ(joined, whole->frames);
  const std::size_t two = whole->frames.size() * 2 / 5;
  EXPECT_EQ(load_op_frames(store_, kKey, {1}, {6}, two, EmbedKinds::all())->next, Version{3});
  EXPECT_EQ(load_op_frames(store_, kKey, {1}, {7}, 1'000'000, EmbedKinds::all()).error().code,
            Errc::kCorrupt);

  const auto ops = load_ops(store_, kKey, {1}, {6}, ot::TypeId::kJson0);
  ASSERT_TRUE(ops);
  EXPECT_EQ(op_frames(kKey, *ops, 1'000'000, EmbedKinds::all()).frames, whole->frames);
  EXPECT_EQ(op_frames(kKey, *ops, two, EmbedKinds::all()).next, Version{3});
}

TEST_F(LoaderTest, ASnapshotAndTheOperationsAfterItGiveWhatTheWholeLogGives) {
  append(OpKind::kCreate, R"({"type":"json0","data":1})");
  append(OpKind::kEdit, R"([{"p":[],"na":1}])");
  put_snapshot();
  append(OpKind::kEdit, R"([{"p":[],"na":40}])");
  const auto loaded = load_document(store_, kKey, {});
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->state->content().to_json(), "42");
  EXPECT_EQ(loaded->state->tail_start(), Version{2});
  // The creation lies before the snapshot, and is known all the same.
  const Submission again{Submission::Kind::kCreate, {}, "", "s", {1}, "json0", "1"};
  const auto decision = loaded->state->stage(again, {});
  ASSERT_TRUE(decision);
  EXPECT_EQ(std::get<DocumentState::Duplicate>(*decision).committed_at, Version{0});
  EXPECT_EQ((*load_version(store_, kKey, {1}))->content().to_json(), "1");
  EXPECT_EQ((*load_version(store_, kKey, {0}))->content().exists(), false);
}

TEST_F(LoaderTest, OldOperationsAreDecodedByTheTypeThatTheDocumentHadThen) {
  append(OpKind::kCreate, R"({"type":"rich-text"})");
  append(OpKind::kEdit, R"([{"insert":"x"}])");
  append(OpKind::kDelete, "");
  append(OpKind::kCreate, R"({"type":"json0","data":1})");
  append(OpKind::kEdit, R"([{"p":[],"na":1}])");
  const auto ops = load_ops(store_, kKey, {0}, {5}, ot::TypeId::kJson0);
  ASSERT_TRUE(ops);
  ASSERT_EQ(ops->size(), 5u);
  EXPECT_TRUE(std::holds_alternative<ot::Edit>((*ops)[4]->operation));
  EXPECT_TRUE(std::holds_alternative<ot::NoOp>((*ops)[1]->operation))
      << "what lies below a delete is not needed";
  EXPECT_EQ((*ops)[1]->record.sequence, Sequence{2});
}

TEST_F(LoaderTest, AMissingOperationIsCorruption) {
  append(OpKind::kCreate, R"({"type":"json0","data":1})");
  append(OpKind::kEdit, R"([{"p":[],"na":1}])");
  families_->erase(storage::Family::kOperations,
                   storage::version_key(*storage::document_key(kKey), {1}));
  EXPECT_EQ(load_document(store_, kKey, {}).error().code, Errc::kCorrupt);
  EXPECT_EQ(load_ops(store_, kKey, {0}, {2}, ot::TypeId::kJson0).error().code, Errc::kCorrupt);
  EXPECT_EQ(load_op_frames(store_, kKey, {0}, {2}, 1000, EmbedKinds::all()).error().code,
            Errc::kCorrupt);
}

TEST_F(LoaderTest, AnEditThatCannotBeOfItsDocumentIsCorruption) {
  append(OpKind::kCreate, R"({"type":"json0","data":1})");
  append(OpKind::kEdit, R"([{"p":["x"],"oi":1}])");
  EXPECT_EQ(load_document(store_, kKey, {}).error().code, Errc::kCorrupt);
}

TEST(Refusals, EveryErrorHasACodeOfTheProtocolAndKeepsItsWords) {
  struct Row {
    Errc error;
    std::string_view code;
  };
  for (const Row& row :
       std::initializer_list<Row>{{Errc::kBadOperation, wire::kOpBadlyFormed},
                                  {Errc::kNotApplicable, wire::kOpNotApplied},
                                  {Errc::kTooLarge, wire::kOpNotApplied},
                                  {Errc::kDocumentMissing, wire::kDocDoesNotExist},
                                  {Errc::kDocumentExists, wire::kDocAlreadyCreated},
                                  {Errc::kCreatedRemotely, wire::kDocAlreadyCreated},
                                  {Errc::kDeletedRemotely, wire::kDocWasDeleted},
                                  {Errc::kVersionAhead, wire::kOpVersionAhead},
                                  {Errc::kRejected, wire::kOpSubmitRejected},
                                  {Errc::kCorrupt, wire::kUnavailable},
                                  {Errc::kReadOnly, wire::kUnavailable},
                                  {Errc::kIo, wire::kUnavailable}}) {
    const wire::Refusal refusal = refusal_of({row.error, "in words"});
    EXPECT_EQ(refusal.code, row.code);
    EXPECT_EQ(refusal.message, "in words");
  }
}

TEST_F(LoaderTest, SealedChangesOfEmbedsComeInTheWordsOfEachSocket) {
  append(OpKind::kCreate,
         R"({"type":"http://sharejs.org/types/rich-text/v1","data":[{"insert":{"note":{}}}]})");
  append(OpKind::kEdit, R"([{"retain":{"note":{"content":[{"insert":"a"}]}}}])");
  append(OpKind::kEdit, R"([{"retain":1},{"insert":"b"}])");
  const auto told = [this](std::string_view embeds) {
    return load_op_frames(store_, kKey, {1}, {3}, 1'000'000, EmbedKinds::named(embeds))->frames;
  };
  const std::string aware = told("note");
  const std::string stock = told("");
  EXPECT_NE(stock.find(R"("op":[{"retain":1}]})"), std::string::npos);
  EXPECT_NE(aware.find(R"("content":[{"insert":"a"}])"), std::string::npos);
  seal_history(store_, kKey, {3}, 1);
  EXPECT_EQ(told("note"), aware);
  EXPECT_EQ(told(""), stock);
}

}  // namespace
}  // namespace plenary::server
