#include "server/presence/presence_hub.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/server/recording_peer.hpp"

namespace plenary::server {
namespace {

using testing::RecordingPeer;

/// All on one shard, whose thread never runs: a courier delivers there at once.
class PresenceHubTest : public ::testing::Test {
 protected:
  struct Person {
    std::string id;
    std::shared_ptr<RecordingPeer> peer;
    std::size_t seen{0};
  };
  Person person(std::string id) { return {std::move(id), std::make_shared<RecordingPeer>(shard_)}; }
  void listen(const Person& who, std::uint64_t sequence = 1, bool resumed = false) {
    hub_.subscribe(who.peer, who.id, resumed, {"room", sequence});
  }
  void say(const Person& who, std::string id, std::string value, std::uint64_t version = 1) {
    wire::PresenceUpdate update;
    update.channel = "room";
    update.id = std::move(id);
    update.presence_version = version;
    update.value = std::move(value);
    hub_.update(who.peer, who.id, update);
  }
  /// The frames since the last call, with ' for ".
  static std::string news(Person& who) {
    std::string all;
    const auto payloads = who.peer->payloads();
    for (; who.seen < payloads.size(); ++who.seen) {
      all += (all.empty() ? "" : " ") + payloads[who.seen];
    }
    std::replace(all.begin(), all.end(), '"', '\'');
    return all;
  }
  static std::string value_of(const std::string& who, const std::string& id,
                              const std::string& value, int version = 1) {
    return "{'a':'p','ch':'room','src':'" + who + "','id':'" + id + "','p':" + value +
           ",'pv':" + std::to_string(version) + "}";
  }

  Shard shard_{0};
  Courier courier_{shard_, 1};
  PresenceHub hub_{courier_};
  Person ama_{person("ama")};
  Person li_{person("li")};
};

TEST_F(PresenceHubTest, ANewListenerIsAnsweredAndTheOthersAreAsked) {
  listen(ama_, 4);
  EXPECT_EQ(news(ama_), "{'ch':'room','seq':4,'a':'ps'}");
  listen(li_);
  EXPECT_EQ(news(li_), "{'ch':'room','seq':1,'a':'ps'}");
  EXPECT_EQ(news(ama_), "{'a':'pr','ch':'room'}");
}

TEST_F(PresenceHubTest, AClientThatCameBackIsAskedToo) {
  listen(ama_, 1, true);
  EXPECT_EQ(news(ama_), "{'ch':'room','seq':1,'a':'ps'} {'a':'pr','ch':'room'}");
}

TEST_F(PresenceHubTest, AValueGoesToAllListenersAndBackToItsSenderOnce) {
  listen(ama_);
  listen(li_);
  news(ama_);
  news(li_);
  say(ama_, "cursor", "{'x':1}");
  EXPECT_EQ(news(ama_), value_of("ama", "cursor", "{'x':1}"));
  EXPECT_EQ(news(li_), value_of("ama", "cursor", "{'x':1}"));
}

TEST_F(PresenceHubTest, TheSenderNeedNotListen) {
  listen(li_);
  news(li_);
  say(ama_, "cursor", "1");
  EXPECT_EQ(news(ama_), value_of("ama", "cursor", "1"));
  EXPECT_EQ(news(li_), value_of("ama", "cursor", "1"));
}

TEST_F(PresenceHubTest, AnotherSocketOfTheSameClientIsNotTold) {
  Person second = person("ama");
  listen(second);
  news(second);
  say(ama_, "cursor", "1");
  EXPECT_EQ(news(second), "");
}

TEST_F(PresenceHubTest, AnOlderRequestIsAnsweredButNotActedOn) {
  listen(ama_, 5);
  hub_.unsubscribe(ama_.peer, {"room", 6});
  news(ama_);
  listen(ama_, 5);
  EXPECT_EQ(news(ama_), "{'ch':'room','seq':5,'a':'ps'}");
  say(li_, "cursor", "1");
  EXPECT_EQ(news(ama_), "") << "it does not listen";
  listen(ama_, 7);
  hub_.unsubscribe(ama_.peer, {"room", 6});
  EXPECT_EQ(news(ama_), "{'ch':'room','seq':7,'a':'ps'} {'ch':'room','seq':6,'a':'pu'}");
  say(li_, "cursor", "2");
  EXPECT_EQ(news(ama_), value_of("li", "cursor", "2"));
}

TEST_F(PresenceHubTest, ADeadSocketsValuesAreTakenBackWithTheirLastVersion) {
  listen(li_);
  say(ama_, "one", "1", 3);
  say(ama_, "two", "2", 4);
  say(ama_, "gone", "3", 5);
  say(ama_, "gone", "null", 6);
  news(li_);
  ama_.peer->mark_gone();
  hub_.forget(ama_.peer.get(), "room");
  EXPECT_EQ(news(li_), value_of("ama", "one", "null", 3) + " " + value_of("ama", "two", "null", 4));
  hub_.forget(ama_.peer.get(), "room");
  EXPECT_EQ(news(li_), "");
}

TEST_F(PresenceHubTest, WhatADeadSocketAskedForBeforeIsNotDoneAfter) {
  listen(li_);
  news(li_);
  ama_.peer->mark_gone();
  hub_.forget(ama_.peer.get(), "room");
  say(ama_, "cursor", "1");
  listen(ama_);
  EXPECT_EQ(news(li_), "");
  say(li_, "cursor", "1");
  EXPECT_EQ(news(ama_), "");
}

TEST_F(PresenceHubTest, WhoStopsListeningTakesItsValuesBack) {
  listen(ama_);
  listen(li_);
  say(ama_, "cursor", "1");
  news(ama_);
  news(li_);
  hub_.unsubscribe(ama_.peer, {"room", 2});
  EXPECT_EQ(news(li_), value_of("ama", "cursor", "null"));
  EXPECT_EQ(news(ama_), "{'ch':'room','seq':2,'a':'pu'}");
}

TEST_F(PresenceHubTest, WhoAsksIsAnsweredAndTheOthersAreAsked) {
  listen(ama_);
  listen(li_);
  news(ama_);
  news(li_);
  hub_.ask(ama_.peer, "ama", "room");
  EXPECT_EQ(news(ama_), "{'a':'pr'}");
  EXPECT_EQ(news(li_), "{'a':'pr','ch':'room'}");
  hub_.ask(ama_.peer, "ama", "nowhere");
  EXPECT_EQ(news(ama_), "{'a':'pr'}");
}

TEST_F(PresenceHubTest, ManyWhoAskGetWhatIsKeptAndNobodyElseIsAskedAnyMore) {
  std::vector<Person> crowd;
  for (int i = 0; i < 50; ++i) {
    crowd.push_back(person("p" + std::to_string(i)));
    listen(crowd.back());
    say(crowd.back(), "cursor", std::to_string(i));
  }
  // The values of 50 people for 50 people, more often than the channel can bear.
  std::size_t questions = 0;
  for (int i = 0; i < 100; ++i) {
    hub_.ask(crowd.front().peer, "p0", "room");
  }
  for (Person& one : crowd) {
    for (const std::string& payload : one.peer->payloads()) {
      questions += payload == R"({"a":"pr","ch":"room"})" ? 1 : 0;
    }
  }
  EXPECT_LT(static_cast<double>(questions), 2 * kPresenceEchoesMax);
  const auto told = crowd.front().peer->payloads();
  const auto kept = std::count_if(told.end() - 49, told.end(), [](const std::string& payload) {
    return payload.find(R"("a":"p")") != std::string::npos;
  });
  EXPECT_EQ(kept, 49) << "the values of the others, but not its own";
}

TEST_F(PresenceHubTest, AChannelKeepsAndShowsSoManyValues) {
  listen(li_);
  for (std::size_t i = 0; i < kPresencePerChannelOfAllMax; ++i) {
    say(ama_, "v" + std::to_string(i), "1");
  }
  news(ama_);
  news(li_);
  say(ama_, "more", "1");
  EXPECT_EQ(news(ama_), value_of("ama", "more", "1")) << "it is acknowledged";
  EXPECT_EQ(news(li_), "");
  say(ama_, "v0", "2");
  EXPECT_EQ(news(li_), value_of("ama", "v0", "2")) << "one that is there may change";
}

TEST_F(PresenceHubTest, NamesAreDistinctAndSorted) {
  say(ama_, "a", R"({"name":"Li"})");
  say(li_, "b", R"({"index":1,"name":"Ama"})");
  say(li_, "c", R"({"name":"Ama"})");
  say(li_, "d", R"({"name":5})");
  say(li_, "e", "7");
  EXPECT_EQ(hub_.names("room"), (std::vector<std::string>{"Ama", "Li"}));
  EXPECT_EQ(hub_.names("nowhere"), std::vector<std::string>());
}

}  // namespace
}  // namespace plenary::server
