#include <map>
#include <thread>

#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

class BulkTest : public ServerTest {
 protected:
  static constexpr std::size_t kDocuments = 12;  // enough to be on both shards
  void SetUp() override {
    std::size_t on_first = 0;
    for (std::size_t i = 0; i < kDocuments; ++i) {
      keys_.push_back({"numbers", "n" + std::to_string(i)});
      create(keys_.back(), "json0", "0");
      on_first += documents_.shard_of(keys_.back().channel()) == 0 ? 1 : 0;
    }
    ASSERT_TRUE(on_first > 0 && on_first < kDocuments) << "the names are chosen badly";
  }
  std::vector<DocumentKey> keys_;
};

TEST_F(BulkTest, TheReplyWithSnapshotsComesBeforeAnyOperationAndNoneIsMissingAfterIt) {
  auto writer = connect(0);
  auto reader = connect(1);
  const std::jthread editing([&writer](const std::stop_token& stop) {
    for (std::uint64_t seq = 1; !stop.stop_requested(); ++seq) {
      writer->say("{'a':'op','c':'numbers','d':'n" + std::to_string(seq % kDocuments) +
                  "','v':null,'seq':" + std::to_string(seq) + ",'op':[{'p':[],'na':1}]}");
      static_cast<void>(writer->next());
    }
  });
  for (int round = 0; round < 5; ++round) {
    reader->say(
        "{'a':'bs','c':'numbers','b':['n0','n1','n2','n3','n4','n5','n6','n7','n8','n9','n10','n11'"
        ",'none']}");
    const auto reply = json::parse(reader->next());
    ASSERT_TRUE(reply && reply->contains("data")) << "an operation came first";
    EXPECT_EQ((*reply)["data"]["none"], *json::parse(as_json("{'v':0,'type':null}")));
    std::map<std::string, std::uint64_t> next;
    for (const auto& [id, snapshot] : (*reply)["data"].items()) {
      next[id] = snapshot["v"].get<std::uint64_t>();
      EXPECT_TRUE(id == "none" || snapshot["data"] == next[id] - 1);
    }
    for (int i = 0; i < 100; ++i) {
      const auto op = json::parse(reader->next());
      ASSERT_EQ((*op)["a"], "op");
      ASSERT_EQ((*op)["v"], next[(*op)["d"].get<std::string>()]++) << "a gap";
    }
    // After the reply to bu nothing more comes.
    const std::string all =
        "{'a':'bu','c':'numbers','b':['n0','n1','n2','n3','n4','n5','n6','n7','n8','n9','n10','n11'"
        ",'none']}";
    EXPECT_EQ(reader->ask(all, "'a':'bu'"), as_json(all));
    EXPECT_TRUE(reader->before_pong().empty());
  }
}

TEST_F(BulkTest, TheFormWithVersionsGetsTheMissingOperationsThenItsOwnWordsBack) {
  auto client = connect();
  EXPECT_FALSE(
      client
          ->ask("{'a':'op','c':'numbers','d':'n1','v':1,'seq':1,'op':[{'p':[],'na':1}]}", "'seq':1")
          .empty());
  client->say("{'a':'bf','c':'numbers','b':{'n0':1,'n1':1}}");
  EXPECT_EQ(*json::parse(client->next()),
            *json::parse(as_json("{'a':'op','c':'numbers','d':'n1','v':1,'src':'client-1','seq':1,'"
                                 "op':[{'p':[],'na':1}]}")));
  EXPECT_EQ(client->next(), as_json("{'a':'bf','c':'numbers','b':{'n0':1,'n1':1}}"));
}

TEST_F(BulkTest, NothingAskedForIsAnsweredToo) {
  auto client = connect();
  EXPECT_EQ(client->ask("{'a':'bs','c':'numbers','b':[]}", "'bs'"),
            as_json("{'data':{},'a':'bs','c':'numbers'}"));
  EXPECT_EQ(client->ask("{'a':'bs','c':'numbers','b':{}}", "'bs'"),
            as_json("{'a':'bs','c':'numbers','b':{}}"));
  EXPECT_EQ(client->ask("{'a':'bu','c':'numbers','b':[]}", "'bu'"),
            as_json("{'a':'bu','c':'numbers','b':[]}"));
}

}  // namespace
}  // namespace plenary::server::testing
