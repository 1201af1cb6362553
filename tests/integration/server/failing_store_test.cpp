#include "storage/keys.hpp"
#include "tests/integration/server/paper.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

constexpr std::size_t kUntilTold = 1'000'000;

/// A writer, and a reader who also watches, on different shards.
class FailingStoreTest : public ServerTest {
 protected:
  void SetUp() override {
    create(kPaper, "rich-text", "[{'insert':'x'}]");
    EXPECT_FALSE(writer_->ask(kSubscribe, "'a':'s'").empty());
    EXPECT_FALSE(reader_->ask(kSubscribe, "'a':'s'").empty());
    EXPECT_FALSE(reader_->ask("{'a':'watch','c':'documents','d':'paper'}", "'a':'watch'").empty());
  }

  /// Another process adds an operation to the log.
  void append_behind_the_back(std::uint64_t version, const std::string& source,
                              std::uint64_t sequence, std::string_view op) {
    storage::OpRecord record{
        {version}, storage::OpKind::kEdit, clock_.now(), "", source, {sequence}, as_json(op)};
    storage::Append append{kPaper, {version}, {record}, std::nullopt};
    ASSERT_TRUE(store_.append({&append, 1}).front());
  }
  void damage() {
    const auto document = storage::document_key(kPaper);
    families_->erase(storage::Family::kOperations, storage::version_key(*document, {0}));
  }

  static constexpr std::string_view kSubscribe = "{'a':'s','c':'documents','d':'paper','v':null}";
  std::unique_ptr<Client> writer_{connect(0)};
  std::unique_ptr<Client> reader_{connect(1)};
};

TEST_F(FailingStoreTest, NothingIsAcknowledgedOrShownUntilTheStoreTakesItAndThenOnce) {
  families_->fail_writes({Errc::kReadOnly, "the disk is full"}, kUntilTold);
  writer_->say("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'insert':'1'}]}");
  EXPECT_EQ(
      reader_->next(),
      as_json("{'a':'properties','c':'documents','d':'paper','properties':{'read_only':true}}"));
  auto second = connect(1);
  second->say("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'insert':'2'}]}");
  // A retry passes in vain, and meanwhile the paper can be read.
  EXPECT_NE(
      second->ask(kSubscribe, "'a':'s'").find(as_json("'v':1,'data':{'ops':[{'insert':'x'}]}")),
      std::string::npos);
  const std::size_t failures = 2;
  families_->fail_writes({Errc::kIo, "the disk is gone"}, failures);
  EXPECT_EQ(stored_head(kPaper), 1u);

  EXPECT_EQ(writer_->next(),
            as_json("{'src':'client-1','seq':1,'v':1,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_EQ(reader_->next(),
            as_json("{'a':'properties','c':'documents','d':'paper','properties':{}}"));
  EXPECT_EQ(reader_->next(),
            as_json("{'a':'op','c':'documents','d':'paper','v':1,'src':'client-1','"
                    "seq':1,'op':[{'insert':'1'}]}"));
  EXPECT_EQ(reader_->next(),
            as_json("{'a':'op','c':'documents','d':'paper','v':2,'src':'client-3','"
                    "seq':1,'op':{'ops':[{'retain':1},{'insert':'2'}]}}"));
  EXPECT_EQ(second->next_with("'src':'client-3'"),
            as_json("{'src':'client-3','seq':1,'v':2,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_EQ(stored_ops(kPaper).size(), 3u);
  EXPECT_TRUE(reader_->before_pong().empty());
}

TEST_F(FailingStoreTest, WhatAnotherProcessAppendedReachesReadersAndWritersInOrder) {
  append_behind_the_back(1, "elsewhere", 7, "[{'insert':'theirs '}]");
  writer_->say(
      "{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'retain':1},{'insert':'!'}]}");
  for (Client* client : {writer_.get(), reader_.get()}) {
    EXPECT_EQ(client->next(),
              as_json("{'a':'op','c':'documents','d':'paper','v':1,'src':'elsewhere'"
                      ",'seq':7,'op':[{'insert':'theirs '}]}"));
  }
  EXPECT_EQ(writer_->next(),
            as_json("{'src':'client-1','seq':1,'v':2,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_EQ(reader_->next(),
            as_json("{'a':'op','c':'documents','d':'paper','v':2,'src':'client-1','"
                    "seq':1,'op':{'ops':[{'retain':8},{'insert':'!'}]}}"));
}

TEST_F(FailingStoreTest, AnOperationThatWasKeptThoughItsWriteWasCalledAFailureIsShownOnce) {
  append_behind_the_back(1, "client-1", 1, "[{'insert':'kept'}]");
  writer_->say("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'insert':'kept'}]}");
  EXPECT_EQ(reader_->next(),
            as_json("{'a':'op','c':'documents','d':'paper','v':1,'src':'client-1','"
                    "seq':1,'op':[{'insert':'kept'}]}"));
  // Its author takes the operation itself as the acknowledgement and ignores the second one.
  EXPECT_EQ(writer_->next(),
            as_json("{'a':'op','c':'documents','d':'paper','v':1,'src':'client-1','"
                    "seq':1,'op':[{'insert':'kept'}]}"));
  EXPECT_EQ(writer_->next(),
            as_json("{'src':'client-1','seq':1,'v':1,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_TRUE(reader_->before_pong().empty());
  EXPECT_EQ(stored_head(kPaper), 2u);
}

TEST_F(FailingStoreTest, WhatWasMissedComesInTheWordsOfEachSocket) {
  const auto aware = connect(1, Identity::everybody(), EmbedKinds::named("note"));
  EXPECT_FALSE(aware->ask(kSubscribe, "'a':'s'").empty());
  append_behind_the_back(1, "elsewhere", 7, "[{'insert':{'note':{}}}]");
  append_behind_the_back(2, "elsewhere", 8,
                         "[{'retain':{'note':{'content':[{'insert':'theirs'}]}}}]");
  writer_->say("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'insert':'x'}]}");
  const auto second = [](const std::string& op) {
    return as_json(
        "{'a':'op','c':'documents','d':'paper','v':2,'src':'elsewhere','seq':8,'op':" + op + "}");
  };
  EXPECT_EQ(reader_->next_with("'seq':8"), second("[{'retain':1}]"));
  EXPECT_EQ(writer_->next_with("'seq':8"), second("[{'retain':1}]"));
  EXPECT_EQ(aware->next_with("'seq':8"),
            second("[{'retain':{'note':{'content':[{'insert':'theirs'}]}}}]"));
}

TEST_F(FailingStoreTest, AReloadThatFailsRefusesWhatWaitedAndWhatComes) {
  damage();
  families_->fail_writes({Errc::kIo, "the disk is gone"});
  const std::string refused = "'error':{'code':'ERR_UNAVAILABLE'";
  EXPECT_FALSE(writer_->ask("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[]}", refused)
                   .empty());
  EXPECT_FALSE(writer_->ask("{'a':'op','c':'documents','d':'paper','v':1,'seq':2,'op':[]}", refused)
                   .empty());
  EXPECT_FALSE(reader_->ask("{'a':'f','c':'documents','d':'paper','v':null}", refused).empty());
  EXPECT_FALSE(reader_->ask("{'a':'u','c':'documents','d':'paper'}", "'a':'u'").empty());
}

TEST_F(FailingStoreTest, ADocumentThatCouldNotBeReadForAWhileComesBackToThoseWhoListen) {
  append_behind_the_back(1, "elsewhere", 7, "[{'insert':'theirs '}]");
  ASSERT_TRUE(store_.put_properties(kPaper, as_json("{'title':'Theirs'}")));
  families_->fail_reads(Error{Errc::kIo, "the disk does not answer"});
  const std::string refused = "'error':{'code':'ERR_UNAVAILABLE'";
  EXPECT_FALSE(writer_->ask("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[]}", refused)
                   .empty());
  EXPECT_FALSE(reader_->ask("{'a':'f','c':'documents','d':'paper','v':1}", refused).empty());

  families_->fail_reads(std::nullopt);
  EXPECT_FALSE(reader_->next_with("'properties':{'title':'Theirs'}").empty());
  EXPECT_EQ(reader_->next(),
            as_json("{'a':'op','c':'documents','d':'paper','v':1,'src':'elsewhere','seq':7,"
                    "'op':[{'insert':'theirs '}]}"));
  EXPECT_FALSE(writer_->next_with("'src':'elsewhere'").empty());
  EXPECT_FALSE(writer_->ask("{'a':'op','c':'documents','d':'paper','v':2,'seq':2,'op':[]}", "'v':2")
                   .empty());
  EXPECT_NE(metrics_.render().find("\nplenary_documents_in_memory 1\n"), std::string::npos)
      << "loading again is not opening another";
}

TEST_F(FailingStoreTest, WhoWatchesADocumentThatCannotBeReadIsToldItsPropertiesOnceItCan) {
  ASSERT_TRUE(store_.put_properties({"documents", "other"}, as_json("{'title':'Other'}")));
  families_->fail_reads(Error{Errc::kIo, "the disk does not answer"});
  EXPECT_EQ(reader_->ask("{'a':'watch','c':'documents','d':'other'}", "'a':'watch'"),
            as_json("{'a':'watch','c':'documents','d':'other','properties':{}}"));
  families_->fail_reads(std::nullopt);
  EXPECT_EQ(
      reader_->next_with("'a':'properties'"),
      as_json("{'a':'properties','c':'documents','d':'other','properties':{'title':'Other'}}"));
}

class DamagedStoreTest : public FailingStoreTest {
 protected:
  void SetUp() override {
    create({"documents", "whole"}, "json0", "{'n':1}");
    // As if it had been damaged while nobody had it open.
    storage::Append append{kPaper, {0}, {}, std::nullopt};
    for (std::uint64_t version = 0; version < 2; ++version) {
      append.ops.push_back(
          {{version}, storage::OpKind::kNoOp, clock_.now(), "", "old", {version + 1}, ""});
    }
    ASSERT_TRUE(store_.append({&append, 1}).front());
    damage();
  }
};

TEST_F(DamagedStoreTest, EveryRequestIsRefusedAsWhatItIsAndOtherDocumentsAreServed) {
  const std::string refused = "'error':{'code':'ERR_UNAVAILABLE'";
  for (const std::string_view request :
       {"{'a':'s','c':'documents','d':'paper','v':null}", "{'a':'s','c':'documents','d':'paper'}",
        "{'a':'f','c':'documents','d':'paper','v':1,'more':[1]}",
        "{'a':'op','c':'documents','d':'paper','v':1,'seq':9,'op':[]}",
        "{'a':'nf','id':4,'c':'documents','d':'paper','v':1}"}) {
    auto answer = json::parse(writer_->ask(request, refused));
    ASSERT_TRUE(answer);
    answer->erase("error");
    EXPECT_EQ(*answer, *json::parse(as_json(request))) << "the request itself, every key of it";
  }
  EXPECT_NE(reader_->ask("{'a':'bs','c':'documents','b':['paper','whole']}", "'a':'bs'")
                .find(as_json("'paper':{'error':{'code':'ERR_UNAVAILABLE'")),
            std::string::npos);
  EXPECT_FALSE(reader_->ask("{'a':'f','c':'documents','d':'whole','v':null}", "'n':1").empty());
}

TEST_F(DamagedStoreTest, ABulkFormWithVersionsIsRefusedRatherThanSilent) {
  EXPECT_FALSE(reader_
                   ->ask("{'a':'bs','c':'documents','b':{'paper':1,'whole':1}}",
                         "'error':{'code':'ERR_UNAVAILABLE'")
                   .empty());
}

}  // namespace
}  // namespace plenary::server::testing
