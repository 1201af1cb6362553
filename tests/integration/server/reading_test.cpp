#include <latch>

#include "tests/integration/server/paper.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

std::uint64_t version_in(const std::string& payload) {
  return (*json::parse(payload))["v"].get<std::uint64_t>();
}

class ReadingTest : public ServerTest {
 protected:
  using ServerTest::ServerTest;

  /// A paper with a log of `count` operations that nobody has opened yet: `a`, inserted in front
  /// again and again by "writer".
  void write_log(std::uint64_t count) {
    storage::Append append{kPaper, {0}, {}, std::nullopt};
    for (std::uint64_t version = 0; version < count; ++version) {
      append.ops.push_back(
          {{version},
           version == 0 ? storage::OpKind::kCreate : storage::OpKind::kEdit,
           {static_cast<std::int64_t>(1000 + version)},
           "",
           "writer",
           {version + 1},
           version == 0 ? as_json("{'type':'rich-text','data':[]}") : as_json("[{'insert':'a'}]")});
    }
    ASSERT_TRUE(store_.append({&append, 1}).front());
  }
};

TEST_F(ReadingTest, OperationsBeyondTheTailComeFromTheLogInOrder) {
  constexpr std::uint64_t kCount = kTailOpsMax + 500;
  write_log(kCount);
  auto client = connect();
  client->say("{'a':'f','c':'documents','d':'paper','v':3}");
  for (std::uint64_t version = 3; version < kCount; ++version) {
    ASSERT_EQ(version_in(client->next()), version);
  }
  EXPECT_EQ(client->next(), as_json("{'a':'f','c':'documents','d':'paper'}"));
}

TEST_F(ReadingTest, AnEditFromBeyondTheTailIsTransformedOverAllOfTheLog) {
  constexpr std::uint64_t kCount = kTailOpsMax + 500;
  write_log(kCount);
  auto client = connect();
  client->say(
      "{'a':'op','c':'documents','d':'paper','v':3,'seq':1,'op':[{'retain':2},{'insert':'!'}]}");
  for (std::uint64_t version = 3; version < kCount; ++version) {
    ASSERT_EQ(version_in(client->next()), version) << "what it has missed comes first";
  }
  EXPECT_EQ(client->next(), as_json("{'src':'client-1','seq':1,'v':") + std::to_string(kCount) +
                                as_json(",'a':'op','c':'documents','d':'paper'}"));
  const auto ops = stored_ops(kPaper);
  EXPECT_EQ(ops.back().body, as_json("{'ops':[{'retain':") + std::to_string(kCount - 1) +
                                 as_json("},{'insert':'!'}]}"));
}

TEST_F(ReadingTest, ADuplicateIsFoundHoweverOldItIs) {
  write_log(kTailOpsMax + 500);
  auto client = connect();
  EXPECT_EQ(client->ask("{'a':'op','c':'documents','d':'paper','v':5,'src':'writer','seq':8,'op':[{"
                        "'insert':'a'}]}",
                        "'src':'writer','seq':8,'v':7,'a':'op'"),
            as_json("{'src':'writer','seq':8,'v':7,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_EQ(client->ask("{'a':'op','c':'documents','d':'paper','v':null,'src':'writer','seq':1,'"
                        "create':{'type':'rich-text'}}",
                        "'seq':1,'v':0"),
            as_json("{'src':'writer','seq':1,'v':0,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_EQ(stored_head(kPaper), kTailOpsMax + 500);
}

TEST_F(ReadingTest, RequestsOfOneSocketAreAnsweredInOrderThoughTheFirstReadsTheLog) {
  write_log(kTailOpsMax + 500);
  auto client = connect();
  client->say("{'a':'f','c':'documents','d':'paper','v':1}");
  client->say("{'a':'op','c':'documents','d':'paper','v':4000,'seq':1,'op':[]}");
  EXPECT_EQ(client->next_with("'a':'f'"), as_json("{'a':'f','c':'documents','d':'paper'}"));
  EXPECT_FALSE(client->next_with("'src':'client-1','seq':1").empty());
}

TEST_F(ReadingTest, AVersionAtOrAboveTheHeadIsAPlainReply) {
  create(kPaper, "json0", "5");
  auto client = connect();
  EXPECT_EQ(client->ask("{'a':'f','c':'documents','d':'paper','v':1}", "'a':'f'"),
            as_json("{'a':'f','c':'documents','d':'paper'}"));
  EXPECT_EQ(client->ask("{'a':'s','c':'documents','d':'paper','v':99}", "'a':'s'"),
            as_json("{'a':'s','c':'documents','d':'paper'}"));
}

TEST_F(ReadingTest, AfterTheReplyToUnsubscribeNothingMoreComesAndEachRequestHasOneReply) {
  create(kPaper, "json0", "5");
  auto reader = connect(0);
  auto writer = connect(1);
  reader->say("{'a':'s','c':'documents','d':'paper','v':null}");
  reader->say("{'a':'s','c':'documents','d':'paper','v':1}");
  EXPECT_FALSE(reader->next_with("'data'").empty());
  EXPECT_EQ(reader->next(), as_json("{'a':'s','c':'documents','d':'paper'}"));
  EXPECT_FALSE(
      writer
          ->ask("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'p':[],'na':1}]}",
                "'seq':1")
          .empty());
  EXPECT_FALSE(reader->next_with("'a':'op'").empty()) << "once, though it subscribed twice";
  EXPECT_EQ(reader->ask("{'a':'u','c':'documents','d':'paper'}", "'a':'u'"),
            as_json("{'a':'u','c':'documents','d':'paper'}"));
  EXPECT_FALSE(
      writer
          ->ask("{'a':'op','c':'documents','d':'paper','v':2,'seq':2,'op':[{'p':[],'na':1}]}",
                "'seq':2")
          .empty());
  EXPECT_EQ(reader->ask("{'a':'u','c':'documents','d':'paper'}", "'a':'u'"),
            as_json("{'a':'u','c':'documents','d':'paper'}"));
  EXPECT_TRUE(reader->before_pong().empty());
}

TEST_F(ReadingTest, TheAcknowledgementStandsInThePlaceOfOnesOwnOperation) {
  create(kPaper, "json0", "5");
  auto writer = connect();
  EXPECT_FALSE(writer->ask("{'a':'s','c':'documents','d':'paper','v':null}", "'a':'s'").empty());
  writer->say("{'a':'op','c':'documents','d':'paper','v':1,'seq':1,'op':[{'p':[],'na':1}]}");
  EXPECT_EQ(writer->next(),
            as_json("{'src':'client-1','seq':1,'v':1,'a':'op','c':'documents','d':'paper'}"));
  EXPECT_TRUE(writer->before_pong().empty());
}

TEST_F(ReadingTest, WhoLeavesWhileOperationsWaitForTheDiskGetsThemBeforeItsAcknowledgement) {
  create(kPaper, "json0", "5");
  // All of these reach the document before it hands anything to the disk.
  const std::size_t home = documents_.shard_of(kPaper.channel());
  auto leaver = connect(1 - home);
  auto other = connect(1 - home);
  EXPECT_FALSE(leaver->ask("{'a':'s','c':'documents','d':'paper','v':null}", "'a':'s'").empty());
  std::latch held(1);
  shard(home).post([&held] { held.wait(); });
  const auto submit = [](Client& client, std::size_t seq) {
    client.say("{'a':'op','c':'documents','d':'paper','v':1,'seq':" + std::to_string(seq) +
               ",'op':[{'p':[],'na':1}]}");
  };
  submit(*other, 1);
  leaver->say("{'a':'u','c':'documents','d':'paper'}");
  submit(*other, 2);
  submit(*leaver, 1);
  held.count_down();
  std::uint64_t version = 1;  // as the stock client counts: an older operation is nothing new
  std::string payload = leaver->next();
  for (; payload.find("client-1") == std::string::npos; payload = leaver->next()) {
    if (payload.find(as_json("'a':'op'")) != std::string::npos && version_in(payload) == version) {
      ++version;
    }
  }
  EXPECT_EQ(version_in(payload), version) << "it lacks operations before its own";
  EXPECT_EQ(version, 3u);
}

TEST_F(ReadingTest, SnapshotsOfThePastComeByVersionAndByTime) {
  write_log(10);
  auto client = connect();
  EXPECT_EQ(client->ask("{'a':'nf','id':1,'c':'documents','d':'paper','v':3}", "'id':1"),
            as_json("{'id':1,'v':3,'type':'http://sharejs.org/types/rich-text/"
                    "v1','data':{'ops':[{'insert':'aa'}]},'m':null,'a':'nf'}"));
  EXPECT_EQ(client->ask("{'a':'nt','id':2,'c':'documents','d':'paper','ts':1001}", "'id':2"),
            as_json("{'id':2,'v':2,'type':'http://sharejs.org/types/rich-text/"
                    "v1','data':{'ops':[{'insert':'a'}]},'m':null,'a':'nt'}"));
  EXPECT_EQ(client->ask("{'a':'nt','id':3,'c':'documents','d':'paper','ts':0}", "'id':3"),
            as_json("{'id':3,'v':0,'type':null,'m':null,'a':'nt'}"));
  EXPECT_FALSE(client
                   ->ask("{'a':'nf','id':4,'c':'documents','d':'paper','v':11}",
                         "'id':4,'c':'documents','d':'paper','v':11,'error':{'code':'ERR_OP_"
                         "VERSION_NEWER_THAN_CURRENT_SNAPSHOT'")
                   .empty());
}

Limits with_short_idle_time() {
  Limits limits;
  limits.document_idle_time = std::chrono::milliseconds(1);
  return limits;
}

class IdleDocumentsTest : public ReadingTest {
 protected:
  IdleDocumentsTest() : ReadingTest(with_short_idle_time()) {}
};

TEST_F(IdleDocumentsTest, ADocumentThatNobodyUsesLeavesMemoryAndComesBackAsItWas) {
  auto client = connect();
  create(kPaper, "rich-text", "[{'insert':'kept'}]");
  create({"documents", "watched"}, "json0", "1");
  EXPECT_FALSE(client->ask("{'a':'watch','c':'documents','d':'watched'}", "'a':'watch'").empty());
  wait_until([this] { return open_documents() == 1; });
  EXPECT_EQ(client->ask("{'a':'s','c':'documents','d':'paper','v':null}", "'a':'s'"),
            as_json("{'data':{'v':1,'data':{'ops':[{'insert':'kept'}]},'type':'http://sharejs.org/"
                    "types/rich-text/v1'},'a':'s','c':'documents','d':'paper'}"));
  EXPECT_EQ(open_documents(), 2u);
}

TEST_F(IdleDocumentsTest, WhoLetsGoOfADocumentThatLeftMemoryIsAnsweredThoughItIsNotOpenedAgain) {
  families_->fail_reads(Error{Errc::kCorrupt, "damaged"});
  auto client = connect();
  // It is in use for the session, but nobody listens: it could not be read.
  EXPECT_FALSE(client->ask("{'a':'s','c':'documents','d':'paper','v':null}", "'error'").empty());
  EXPECT_FALSE(client->ask("{'a':'bs','c':'documents','b':['a','b']}", "'error'").empty());
  wait_until([this] { return open_documents() == 0; });
  for (const std::string_view message :
       {"{'a':'u','c':'documents','d':'paper'}", "{'a':'bu','c':'documents','b':['a','b']}"}) {
    EXPECT_EQ(client->ask(message, message), as_json(message));
  }
  EXPECT_EQ(open_documents(), 0u);
}

}  // namespace
}  // namespace plenary::server::testing
