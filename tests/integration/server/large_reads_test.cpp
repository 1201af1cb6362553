// Reads that take more than microseconds leave the document's shard, wait for their turn and their
// room, and lose nothing.

#include <latch>

#include "server/access/limit_key.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

class DocumentsReadTest : public ServerTest {
 protected:
  static std::uint64_t version_of(const std::string& payload) {
    return (*json::parse(payload))["v"].get<std::uint64_t>();
  }

  const DocumentKey large_{"documents", "large"};
};

class LargeReadsTest : public DocumentsReadTest {
 protected:
  void SetUp() override {
    create(large_, "rich-text", "[{'insert':'" + std::string(kSize, 'x') + "'}]");
    create({"documents", "small"}, "rich-text", "[{'insert':'x'}]");
  }

  /// Takes both threads of a pool until the latch lets go.
  static std::shared_ptr<std::latch> hold(Pool& pool) {
    const auto held = std::make_shared<std::latch>(1);
    const auto taken = std::make_shared<std::latch>(2);
    for (int thread = 0; thread < 2; ++thread) {
      pool.post([held, taken] {
        taken->count_down();
        held->wait();
      });
    }
    taken->wait();
    return held;
  }
  /// Inserts a letter at the end; answers the acknowledgement.
  static std::string type(Client& client, std::string_view id, std::uint64_t seq,
                          std::size_t length) {
    return client.ask("{'a':'op','c':'documents','d':'" + std::string(id) +
                          "','v':null,'seq':" + std::to_string(seq) +
                          ",'op':[{'retain':" + std::to_string(length) + "},{'insert':'y'}]}",
                      "'seq':" + std::to_string(seq) + ",");
  }

  static constexpr std::string_view kSubscribe = "{'a':'s','c':'documents','d':'large','v':null}";
  static constexpr std::size_t kSize = 4 * kEncodeHereBytes;
};

TEST_F(LargeReadsTest, NobodyElseWaitsForASnapshotThatIsEncodedAndTheDocumentGoesOn) {
  auto reader = connect(0);
  auto writer = connect(1);
  const auto held = hold(pools_.reading);
  reader->say(kSubscribe);
  for (std::uint64_t seq = 1; seq <= 3; ++seq) {
    EXPECT_FALSE(type(*writer, "large", seq, kSize + seq - 1).empty());
    EXPECT_FALSE(type(*writer, "small", 10 + seq, seq).empty());
  }
  EXPECT_FALSE(reader->ask("{'a':'f','c':'documents','d':'small'}", "'data'").empty());
  held->count_down();
  const auto snapshot = json::parse(reader->next());
  ASSERT_TRUE(snapshot && snapshot->contains("data"));
  EXPECT_EQ((*snapshot)["a"], "s");
  EXPECT_EQ((*snapshot)["data"]["v"], 1) << "the content as it was when it was asked for";
  for (std::uint64_t version = 1; version <= 3; ++version) {
    const std::string op = reader->next();
    EXPECT_EQ(version_of(op), version) << op.substr(0, 200);
  }
  EXPECT_FALSE(type(*writer, "large", 4, kSize + 3).empty());
  EXPECT_EQ(version_of(reader->next()), 4u) << "it listens";
}

TEST_F(LargeReadsTest, NobodyElseWaitsForALargeDocumentThatIsBeingCreated) {
  auto creator = connect(0);
  auto writer = connect(1);
  const auto held = hold(pools_.conversions);
  const auto create = [](std::uint64_t seq) {
    return "{'a':'op','c':'documents','d':'new','v':0,'seq':" + std::to_string(seq) +
           ",'create':{'type':'http://sharejs.org/types/rich-text/v1','data':[{'insert':'" +
           std::string(kSize, 'x') + "'}]}}";
  };
  creator->say(create(1));
  EXPECT_FALSE(type(*writer, "small", 1, 1).empty());
  EXPECT_FALSE(writer->ask("{'a':'f','c':'documents','d':'new'}", "'v':0").empty());
  EXPECT_TRUE(creator->before_pong().empty()) << "not made yet";
  held->count_down();
  EXPECT_NE(creator->next().find("\"seq\":1"), std::string::npos);
  const std::string op = writer->ask("{'a':'f','c':'documents','d':'new','v':0}", "'create'");
  EXPECT_EQ(op.find("\"src\":\"\""), std::string::npos) << "its creator is known";
  EXPECT_FALSE(type(*writer, "new", 2, kSize).empty());
  // Of two creates at one time the second is told that the document exists.
  const auto again = hold(pools_.conversions);
  auto first = connect(0);
  auto second = connect(1);
  const auto other = [&create](std::uint64_t seq) {
    std::string text = create(seq);
    return text.replace(text.find("'new'"), 5, "'two'");
  };
  first->say(other(1));
  second->say(other(1));
  again->count_down();
  const std::string answers = first->next() + second->next();
  EXPECT_NE(answers.find("ERR_DOC_ALREADY_CREATED"), std::string::npos) << answers;
}

TEST_F(LargeReadsTest, ASocketThatIsGoneGetsNothingMadeAndIsForgotten) {
  const auto held = hold(pools_.reading);
  auto reader = connect(0);
  reader->say(kSubscribe);
  reader->hang_up();
  held->count_down();
  auto other = connect(1);
  EXPECT_NE(other->ask(kSubscribe, "'a':'s'").find("\"data\""), std::string::npos);
  EXPECT_TRUE(reader->peer().payloads().size() == 1u) << "only the greeting";
}

TEST_F(LargeReadsTest, RequestsOfOneSocketKeepTheirOrderBehindALargeSnapshot) {
  auto client = connect(0);
  client->say("{'a':'f','c':'documents','d':'large'}");
  client->say("{'a':'op','c':'documents','d':'large','v':1,'seq':1,'op':[{'insert':'a'}]}");
  client->say("{'a':'f','c':'documents','d':'large','v':1}");
  EXPECT_EQ((*json::parse(client->next()))["data"]["v"], 1);
  EXPECT_NE(client->next().find("\"seq\":1"), std::string::npos);
  EXPECT_NE(client->next().find("\"op\""), std::string::npos);
  EXPECT_EQ(client->next(), as_json("{'a':'f','c':'documents','d':'large'}"));
}

TEST_F(LargeReadsTest, AnAnswerWithoutRoomWaitsUntilTheOthersHaveLeft) {
  auto lease =
      server_.read_answers.take(limit_key(Identity::everybody(), {}), kReadAnswerBytesPerAskerMax);
  ASSERT_TRUE(lease);
  auto reader = connect(0);
  reader->say(kSubscribe);
  reader->say("{'a':'nf','id':1,'c':'documents','d':'large','v':1}");
  reader->say("{'a':'f','c':'documents','d':'small'}");
  EXPECT_NE(reader->next().find("\"d\":\"small\""), std::string::npos);
  EXPECT_TRUE(reader->before_pong().empty());
  lease->release();
  EXPECT_FALSE(reader->next_with("'data'").empty());
  EXPECT_FALSE(reader->next_with("'data'").empty());
  wait_until([this] { return server_.read_answers.held() == 0; });
}

TEST_F(LargeReadsTest, ReadersAtOneVersionShareOneFrame) {
  auto first = connect(0);
  auto second = connect(1);
  for (auto* reader : {first.get(), second.get()}) {
    reader->peer().stop_taking();
    EXPECT_FALSE(reader->ask("{'a':'f','c':'documents','d':'large'}", "'data'").empty());
  }
  const std::size_t each = first->peer().waiting_bytes();
  EXPECT_GT(each, kSize);
  EXPECT_EQ(server_.read_answers.held(), each);
  first->peer().take_on();
  EXPECT_EQ(server_.read_answers.held(), each);
  second->peer().take_on();
  wait_until([this] { return server_.read_answers.held() == 0; });
}

TEST_F(LargeReadsTest, OldContentsWaitForTheirTurnAndTheirSocketIsReadNoFurther) {
  const auto held = hold(pools_.reading);
  auto reader = connect(0);
  for (std::size_t id = 0; id < kReadsInFlightMax; ++id) {
    EXPECT_FALSE(reader->is_ahead());
    reader->say("{'a':'nf','id':" + std::to_string(id) + ",'c':'documents','d':'large','v':1}");
  }
  EXPECT_TRUE(reader->is_ahead());
  held->count_down();
  for (std::size_t id = 0; id < kReadsInFlightMax; ++id) {
    EXPECT_FALSE(reader->next_with("'a':'nf'").empty());
  }
  wait_until([&reader] { return !reader->is_ahead(); });
}

class CatchUpTest : public DocumentsReadTest {
 protected:
  static constexpr std::uint64_t kCount = 3 * kCatchUpPieceOps;

  void SetUp() override {
    storage::Append append{large_, {0}, {}, std::nullopt};
    for (std::uint64_t version = 0; version < kCount; ++version) {
      append.ops.push_back({{version},
                            version == 0 ? storage::OpKind::kCreate : storage::OpKind::kEdit,
                            {static_cast<std::int64_t>(1000 + version)},
                            "",
                            "writer",
                            {version + 1},
                            version == 0
                                ? as_json("{'type':'rich-text','data':[]}")
                                : as_json("[{'insert':'" + std::string(100, 'a') + "'}]")});
    }
    ASSERT_TRUE(store_.append({&append, 1}).front());
  }
};

TEST_F(CatchUpTest, ComesInPiecesEachWhenTheOneBeforeWasTakenAndThenListens) {
  auto reader = connect(0);
  auto writer = connect(1);
  reader->peer().stop_taking();
  reader->say("{'a':'s','c':'documents','d':'large','v':1}");
  const std::size_t most = kOutboxBytesReading + 2 * kCatchUpPieceBytes;
  wait_until([&reader] { return reader->peer().waiting_bytes() > kOutboxBytesReading; });
  EXPECT_FALSE(
      writer
          ->ask("{'a':'op','c':'documents','d':'large','v':null,'seq':1,'op':[{'insert':'b'}]}",
                "'seq':1,")
          .empty());
  EXPECT_LT(reader->peer().waiting_bytes(), most) << "the next piece waits";
  EXPECT_EQ(reader->peer().closed(), std::nullopt);
  reader->peer().take_on();
  for (std::uint64_t version = 1; version <= kCount; ++version) {
    ASSERT_EQ(version_of(reader->next()), version);
  }
  EXPECT_EQ(reader->next(), as_json("{'a':'s','c':'documents','d':'large'}"));
  EXPECT_FALSE(
      writer
          ->ask("{'a':'op','c':'documents','d':'large','v':null,'seq':2,'op':[{'insert':'c'}]}",
                "'seq':2,")
          .empty());
  EXPECT_EQ(version_of(reader->next()), kCount + 1);
}

TEST_F(CatchUpTest, ASocketThatLeavesInTheMiddleIsForgotten) {
  auto reader = connect(0);
  reader->peer().stop_taking();
  reader->say("{'a':'f','c':'documents','d':'large','v':1}");
  wait_until([&reader] { return reader->peer().waiting_bytes() > kOutboxBytesReading; });
  reader->hang_up();
  const std::size_t before = reader->peer().payloads().size();
  auto other = connect(1);
  other->say("{'a':'f','c':'documents','d':'large','v':1}");
  EXPECT_FALSE(other->next_with("'a':'f'").empty());
  EXPECT_EQ(reader->peer().payloads().size(), before);
}

class LargeBulkTest : public ServerTest {};

TEST_F(LargeBulkTest, ADocumentThatMakesTheReplyTooLargeIsRefusedInItsPlace) {
  const std::size_t size = kBulkAnswerBytesMax / 2 - 1000;
  for (const char* id : {"a", "b", "c", "d"}) {
    create({"documents", id}, "rich-text", "[{'insert':'" + std::string(size, 'x') + "'}]");
  }
  auto client = connect(0);
  client->say("{'a':'bs','c':'documents','b':['a','b','c','d']}");
  const auto reply = json::parse(client->next());
  ASSERT_TRUE(reply && reply->contains("data"));
  std::size_t given = 0;
  for (const auto& [id, snapshot] : (*reply)["data"].items()) {
    if (snapshot.contains("error")) {
      EXPECT_EQ(snapshot["error"]["code"], "ERR_LIMIT_EXCEEDED");
    } else {
      ++given;
    }
  }
  EXPECT_EQ(given, 2u);
  for (const char* id : {"a", "b", "c", "d"}) {
    EXPECT_FALSE(
        client->ask("{'a':'s','c':'documents','d':'" + std::string(id) + "'}", "'data'").empty())
        << "by itself it comes";
  }
}

TEST_F(LargeBulkTest, FewDocumentsAreReadAtOneTime) {
  const auto held = std::make_shared<std::latch>(1);
  for (int thread = 0; thread < 2; ++thread) {
    pools_.loading.post([held] { held->wait(); });
  }
  std::string ids;
  for (std::size_t i = 0; i < 5 * kReadsInFlightMax; ++i) {
    ids += (i == 0 ? "'n" : ",'n") + std::to_string(i) + "'";
  }
  auto client = connect(0);
  client->say("{'a':'bf','c':'documents','b':[" + ids + "]}");
  EXPECT_TRUE(client->is_ahead());
  EXPECT_LE(open_documents(), kReadsInFlightMax);
  held->count_down();
  EXPECT_FALSE(client->next_with("'a':'bf'").empty());
  wait_until([&client] { return !client->is_ahead(); });
  EXPECT_EQ(open_documents(), 5 * kReadsInFlightMax);
}

}  // namespace
}  // namespace plenary::server::testing
