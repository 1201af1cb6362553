#include "server/documents/subscribers.hpp"

#include <map>

#include <gtest/gtest.h>

#include "tests/support/server/recording_peer.hpp"

namespace plenary::server {
namespace {

using testing::RecordingPeer;

/// All on one shard, whose thread never runs: a courier delivers there at once.
class SubscribersTest : public ::testing::Test {
 protected:
  using PeerPtr = std::shared_ptr<RecordingPeer>;
  PeerPtr make_peer() { return std::make_shared<RecordingPeer>(shard_); }
  void depart(std::uint64_t version, const PeerRef& author) {
    auto op = std::make_shared<Committed>();
    op->record = {{version}, storage::OpKind::kDelete, {}, "", "s", {version}, ""};
    departures_.push_back({std::move(op), author, framed("ack" + std::to_string(version))});
  }
  /// "0 1 ack2": versions of operations, and acknowledgements.
  static std::string got(const PeerPtr& peer) {
    std::string all;
    for (const std::string& payload : peer->payloads()) {
      const auto at = payload.find("\"v\":");
      all += (all.empty() ? "" : " ") +
             (at == std::string::npos ? payload : payload.substr(at + 4, 1));
    }
    return all;
  }
  void broadcast() { subscribers_.broadcast({"c", "d"}, departures_, courier_); }

  Shard shard_{0};
  Courier courier_{shard_, 1};
  Subscribers subscribers_;
  std::vector<Departure> departures_;
};

TEST_F(SubscribersTest, EverybodyGetsEveryOperationOnceAndInOrder) {
  const PeerPtr a = make_peer();
  const PeerPtr b = make_peer();
  subscribers_.add(a);
  subscribers_.add(b);
  subscribers_.add(b);
  depart(0, nullptr);
  depart(1, nullptr);
  broadcast();
  EXPECT_EQ(got(a), "0 1");
  EXPECT_EQ(got(b), "0 1");
}

TEST_F(SubscribersTest, AnAuthorGetsItsAcknowledgementInThePlaceOfItsOperation) {
  const PeerPtr author = make_peer();
  const PeerPtr other = make_peer();
  subscribers_.add(author);
  subscribers_.add(other);
  for (const PeerRef& by :
       {PeerRef(other), PeerRef(author), PeerRef(), PeerRef(author), PeerRef(author)}) {
    depart(departures_.size(), by);
  }
  broadcast();
  EXPECT_EQ(got(author), "0 ack1 2 ack3 ack4");
  EXPECT_EQ(got(other), "ack0 1 2 3 4");
}

TEST_F(SubscribersTest, AnAuthorWhoDoesNotListenGetsItsAcknowledgementOnly) {
  const PeerPtr author = make_peer();
  const PeerPtr listener = make_peer();
  subscribers_.add(listener);
  subscribers_.add(author);
  subscribers_.remove(author.get());
  depart(0, nullptr);
  depart(1, author);
  broadcast();
  EXPECT_EQ(got(author), "ack1");
  EXPECT_EQ(got(listener), "0 1");
  EXPECT_EQ(subscribers_.size(), 1u);
  EXPECT_FALSE(subscribers_.contains(author.get()));
}

struct Keeping final : Peer {
  explicit Keeping(Shard& s) : home(s) {}
  Shard& shard() override { return home; }
  void send(Bytes bytes) override { kept.push_back(std::move(bytes)); }
  void send_newest(const std::string&, Bytes) override {}
  void close(CloseReason) override {}
  Shard& home;
  std::vector<Bytes> kept;
};

TEST_F(SubscribersTest, FramesThatAreSharedAreTheSameBytesForAll) {
  const auto a = std::make_shared<Keeping>(shard_);
  const auto b = std::make_shared<Keeping>(shard_);
  subscribers_.add(a);
  subscribers_.add(b);
  depart(0, nullptr);
  depart(1, nullptr);
  broadcast();
  ASSERT_EQ(a->kept.size(), 1u) << "joined";
  EXPECT_EQ(a->kept[0].owner, b->kept[0].owner);
}

TEST_F(SubscribersTest, AChangeInsideOfAnEmbedIsFramedOnceForEachKindOfClient) {
  std::map<std::string, std::vector<std::shared_ptr<Keeping>>> clients;
  for (const std::string embeds : {"", "table-embed", "table-embed,note"}) {
    for (int i = 0; i < 2; ++i) {
      clients[embeds].push_back(std::make_shared<Keeping>(shard_));
      clients[embeds].back()->speak(EmbedKinds::named(embeds).bits());
      subscribers_.add(clients[embeds].back());
    }
  }
  EXPECT_EQ(subscribers_.kinds_of_clients().size(), 3u);
  auto op = std::make_shared<Committed>();
  const std::string body =
      R"([{"retain":{"note":{"content":[{"insert":"a"}]}},"attributes":{"x":1}}])";
  op->record = {{0}, storage::OpKind::kEdit, {}, "", "s", {0}, body};
  op->operation = *ot::decode_edit(ot::TypeId::kRichText, body);
  departures_.push_back({std::move(op), nullptr, {}});
  broadcast();
  const auto of = [&](const std::string& embeds) { return clients[embeds][0]->kept.at(0); };
  for (const auto& [embeds, both] : clients) {
    EXPECT_EQ(both[0]->kept.at(0).owner, both[1]->kept.at(0).owner) << embeds;
  }
  EXPECT_EQ(of("").part, of("table-embed").part);
  EXPECT_NE(of("").part.find(R"([{"retain":1,"attributes":{"x":1}}])"), std::string::npos);
  EXPECT_NE(of("table-embed,note").part.find(body), std::string::npos);
}

}  // namespace
}  // namespace plenary::server
