#include <latch>

#include "tests/integration/server/paper.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

constexpr std::string_view kTooMany = "'error':{'code':'ERR_LIMIT_EXCEEDED'";

Limits with_small_documents() {
  Limits limits;
  limits.document_units_max = 20;
  return limits;
}

class LimitsTest : public ServerTest {
 protected:
  using ServerTest::ServerTest;
  std::unique_ptr<Client> client_{connect()};
};

TEST_F(LimitsTest, NamesHaveSoManyBytesAndNoMore) {
  const std::string longest(kNameBytesMax, 'n');
  const std::string longer = longest + "n";
  EXPECT_FALSE(
      client_->ask("{'a':'f','c':'" + longest + "','d':'" + longest + "'}", "'data'").empty());
  EXPECT_FALSE(client_->ask("{'a':'hs','id':'" + longest + "'}", "'protocol'").empty());
  EXPECT_FALSE(client_->ask("{'a':'ps','ch':'" + longest + "','seq':1}", "'a':'ps'}").empty());
  EXPECT_FALSE(
      client_->ask("{'a':'p','ch':'c','id':'" + longest + "','p':1,'pv':1}", "'src'").empty());
  for (const std::string& message :
       {"{'a':'f','c':'" + longer + "','d':'d'}", "{'a':'s','c':'c','d':'" + longer + "'}",
        "{'a':'u','c':'c','d':'" + longer + "'}", "{'a':'bs','c':'c','b':['" + longer + "']}",
        "{'a':'op','c':'c','d':'" + longer + "','seq':1,'del':true}",
        "{'a':'op','c':'c','d':'d','src':'" + longer + "','seq':1,'del':true}",
        "{'a':'hs','id':'" + longer + "'}", "{'a':'ps','ch':'" + longer + "','seq':2}",
        "{'a':'pu','ch':'" + longer + "','seq':3}", "{'a':'pr','ch':'" + longer + "'}",
        "{'a':'p','ch':'c','id':'" + longer + "','p':1,'pv':1}",
        "{'a':'watch','c':'c','d':'" + longer + "'}",
        "{'a':'nf','id':1,'c':'c','d':'" + longer + "'}"}) {
    EXPECT_FALSE(client_->ask(message, kTooMany).empty()) << message.substr(0, 20);
  }
}

TEST_F(LimitsTest, APresenceValueHasSoManyBytesAndNoMore) {
  const auto value = [](std::size_t bytes) {
    return "{'a':'p','ch':'c','id':'i','pv':1,'p':'" + std::string(bytes - 2, 'p') + "'}";
  };
  EXPECT_FALSE(client_->ask(value(kPresenceBytesMax), "'src'").empty());
  EXPECT_FALSE(client_->ask(value(kPresenceBytesMax + 1), kTooMany).empty());
}

TEST_F(LimitsTest, ASocketHasSoManyPresenceValuesAndWhatIsGoneDoesNotCount) {
  const auto value = [](std::size_t i, std::string_view p) {
    return "{'a':'p','ch':'c" + std::to_string(i / kPresencePerChannelMax) + "','id':'i" +
           std::to_string(i) + "','pv':1,'p':" + std::string(p) + "}";
  };
  for (std::size_t i = 0; i < kPresencePerSessionMax; ++i) {
    client_->say(value(i, "1"));
  }
  for (const std::string& payload : client_->before_pong()) {
    ASSERT_EQ(payload.find("error"), std::string::npos);
  }
  EXPECT_FALSE(client_->ask(value(kPresencePerSessionMax, "1"), kTooMany).empty());
  EXPECT_FALSE(client_->ask(value(0, "2"), "'p':2").empty()) << "one that is there may change";
  EXPECT_FALSE(client_->ask(value(0, "null"), "'p':null").empty());
  EXPECT_FALSE(client_->ask(value(kPresencePerSessionMax, "1"), "'src'").empty());
}

TEST_F(LimitsTest, ASocketHasSoManyValuesInOneChannelAndNoMore) {
  const auto value = [](std::size_t i) {
    return "{'a':'p','ch':'c','id':'i" + std::to_string(i) + "','pv':1,'p':1}";
  };
  for (std::size_t i = 0; i < kPresencePerChannelMax; ++i) {
    EXPECT_FALSE(client_->ask(value(i), "'src'").empty());
  }
  EXPECT_FALSE(client_->ask(value(kPresencePerChannelMax), kTooMany).empty());
}

TEST_F(LimitsTest, ASocketThatReadsMuchIsNotReadUntilItIsAnswered) {
  const auto held = std::make_shared<std::latch>(1);
  for (int thread = 0; thread < 2; ++thread) {
    pools_.loading.post([held] { held->wait(); });
  }
  for (std::size_t i = 0; i < kReadsInFlightMax; ++i) {
    EXPECT_FALSE(client_->is_ahead());
    client_->say("{'a':'f','c':'documents','d':'paper" + std::to_string(i) + "'}");
  }
  EXPECT_TRUE(client_->is_ahead());
  held->count_down();
  wait_until([this] { return !client_->is_ahead(); });
}

TEST_F(LimitsTest, ASocketThatTakesNothingIsNotReadUntilItHasTakenSome) {
  client_->peer().waiting = kOutboxBytesReading;
  EXPECT_FALSE(client_->is_ahead());
  client_->peer().waiting = kOutboxBytesReading + 1;
  EXPECT_TRUE(client_->is_ahead());
  client_->peer().waiting = 0;
  EXPECT_FALSE(client_->is_ahead());
}

TEST_F(LimitsTest, ASocketListensToSoManyChannelsAndNoMore) {
  const auto listen = [](std::size_t i) {
    return "{'a':'ps','ch':'c" + std::to_string(i) + "','seq':" + std::to_string(i) + "}";
  };
  for (std::size_t i = 0; i < kChannelsPerSessionMax; ++i) {
    EXPECT_FALSE(client_->ask(listen(i), "'a':'ps'}").empty());
  }
  EXPECT_FALSE(client_->ask(listen(kChannelsPerSessionMax), kTooMany).empty());
  EXPECT_FALSE(client_->ask(listen(0), "'a':'ps'}").empty());
}

TEST_F(LimitsTest, ASocketHasSoManyDocumentsOpenAndABulkMessageSoManyEntries) {
  static_assert(kBulkEntriesMax == kSubscriptionsPerSessionMax);
  std::string entries;
  for (std::size_t i = 0; i < kBulkEntriesMax; ++i) {
    entries += (i == 0 ? "'" : ",'") + std::to_string(i) + "'";
  }
  EXPECT_FALSE(client_->ask("{'a':'bf','c':'c','b':[" + entries + ",'more']}", kTooMany).empty());
  EXPECT_FALSE(client_->ask("{'a':'bs','c':'c','b':[" + entries + "]}", "'data'").empty());
  EXPECT_FALSE(client_->ask("{'a':'s','c':'c','d':'more'}", kTooMany).empty());
  EXPECT_FALSE(client_->ask("{'a':'s','c':'c','d':'1'}", "'data'").empty()) << "it is open already";
  // Entries that were let go do not count any more.
  EXPECT_FALSE(client_->ask("{'a':'u','c':'c','d':'1'}", "'a':'u'").empty());
  EXPECT_FALSE(client_->ask("{'a':'s','c':'c','d':'more'}", "'data'").empty());
}

TEST_F(LimitsTest, NothingMoreIsReadFromASocketWithSoManyOperationsUnanswered) {
  create(kPaper, "json0", "0");
  families_->fail_writes({Errc::kReadOnly, "the disk is full"}, 1'000'000);
  const auto submit = [this](std::size_t seq) {
    client_->say("{'a':'op','c':'documents','d':'paper','v':null,'seq':" + std::to_string(seq) +
                 ",'op':[{'p':[],'na':1}]}");
  };
  for (std::size_t seq = 1; seq < kInFlightMax; ++seq) {
    submit(seq);
  }
  EXPECT_FALSE(client_->is_ahead());
  submit(kInFlightMax);
  EXPECT_TRUE(client_->is_ahead());
  families_->fail_writes({}, 0);
  wait_until([this] { return !client_->is_ahead(); });
}

TEST_F(LimitsTest, SoManyOperationsWaitForAStoreAndTheNextClosesItsSocketAlone) {
  create(kPaper, "json0", "0");
  auto reader = connect(1);
  EXPECT_FALSE(reader->ask("{'a':'watch','c':'documents','d':'paper'}", "'watch'").empty());
  families_->fail_writes({Errc::kReadOnly, "the disk is full"}, 1'000'000);
  const auto submit = [](Client& client, std::size_t seq) {
    client.say("{'a':'op','c':'documents','d':'paper','v':null,'seq':" + std::to_string(seq) +
               ",'op':[{'p':[],'na':1}]}");
  };
  submit(*client_, 1);
  EXPECT_FALSE(reader->next_with("'read_only':true").empty());
  for (std::size_t seq = 2; seq <= kParkedRequestsMax; ++seq) {
    submit(*client_, seq);
  }
  EXPECT_EQ(client_->peer().closed(), std::nullopt);
  auto other = connect(1);
  submit(*other, 1);
  EXPECT_EQ(other->peer().wait_closed(), CloseReason::kTryAgainLater);
  EXPECT_EQ(client_->peer().closed(), std::nullopt);
}

TEST_F(LimitsTest, NothingMoreIsReadFromASocketWithSoManyBytesUnanswered) {
  create(kPaper, "json0", "''");
  families_->fail_writes({Errc::kReadOnly, "the disk is full"}, 1'000'000);
  const std::string text(kInFlightBytesMax / 4, 'x');
  std::size_t sent = 0;
  while (!client_->is_ahead()) {
    ASSERT_LE(sent, 4u);
    client_->say("{'a':'op','c':'documents','d':'paper','v':null,'seq':" + std::to_string(++sent) +
                 ",'op':[{'p':[],'od':'','oi':'" + text + "'}]}");
  }
  EXPECT_GE(sent, 2u);
  families_->fail_writes({}, 0);
  wait_until([this] { return !client_->is_ahead(); });
  EXPECT_EQ(client_->peer().closed(), std::nullopt);
}

TEST_F(LimitsTest, SoManyBytesWaitForADocumentThatIsLoadedAndTheNextClosesItsSocketAlone) {
  const auto held = std::make_shared<std::latch>(1);
  for (int thread = 0; thread < 2; ++thread) {
    pools_.loading.post([held] { held->wait(); });
  }
  const std::string text(kParkedBytesMax / 8, 'x');
  const auto submit = [&text](Client& client, std::size_t seq) {
    client.say("{'a':'op','c':'documents','d':'paper','v':0,'seq':" + std::to_string(seq) +
               ",'op':[{'insert':'" + text + "'}]}");
  };
  // Each is kept twice: its frame, for a refusal, and its operation.
  for (std::size_t seq = 1; seq <= 3; ++seq) {
    submit(*client_, seq);
  }
  auto other = connect(1);
  submit(*other, 1);
  EXPECT_EQ(other->peer().wait_closed(), CloseReason::kTryAgainLater);
  held->count_down();
  for (std::size_t seq = 1; seq <= 3; ++seq) {
    EXPECT_FALSE(client_->next_with("'error'").empty()) << "it does not exist, but was asked";
  }
  EXPECT_EQ(client_->peer().closed(), std::nullopt);
}

TEST_F(LimitsTest, SoManyRequestsWaitForADocumentThatIsLoadedAndTheNextClosesItsSocketAlone) {
  const auto held = std::make_shared<std::latch>(1);
  for (int thread = 0; thread < 2; ++thread) {
    pools_.loading.post([held] { held->wait(); });
  }
  const std::string fetch = "{'a':'f','c':'documents','d':'paper','v':0}";
  const std::string reply = as_json("{'a':'f','c':'documents','d':'paper'}");
  for (std::size_t i = 0; i < kParkedRequestsMax; ++i) {
    client_->say(fetch);
  }
  auto other = connect(1);
  other->say(fetch);
  EXPECT_EQ(other->peer().wait_closed(), CloseReason::kTryAgainLater);
  held->count_down();
  for (std::size_t i = 0; i < kParkedRequestsMax; ++i) {
    ASSERT_EQ(client_->next(), reply);
  }
  EXPECT_EQ(client_->peer().closed(), std::nullopt);
}

TEST_F(LimitsTest, LargeEditFromFarBehindIsPlacedInSlicesOrRefused) {
  create(kPaper, "rich-text", "[{'insert':'" + std::string(6000, 'a') + "'}]");
  std::uint64_t version = 1;
  const auto type = [&](std::uint64_t upto) {
    for (; version < upto; ++version) {
      const std::string v = std::to_string(version);
      ASSERT_FALSE(client_
                       ->ask("{'a':'op','c':'documents','d':'paper','v':" + v + ",'seq':" + v +
                                 ",'op':[{'insert':'z'}]}",
                             "'seq'")
                       .empty());
    }
  };
  const auto large = [](std::size_t pairs, std::string_view seq) {
    std::string op;
    for (std::size_t i = 0; i < pairs; ++i) {
      op += "{'retain':1,'attributes':{'b':true}},{'retain':1},";
    }
    return "{'a':'op','c':'documents','d':'paper','v':1,'seq':" + std::string(seq) + ",'op':[" +
           op + "{'insert':'end'}]}";
  };
  type(100);
  auto other = connect(1);
  other->say(large(1000, "1"));  // some 200,000 components
  other->say("{'a':'f','c':'documents','d':'paper'}");
  const auto ack = json::parse(other->next_with("'src':'client-2','seq':1,"));
  EXPECT_EQ((*ack)["v"], 100) << "its answers keep their order";
  EXPECT_NE(other->next().find("\"v\":101"), std::string::npos);
  version = 101;
  const std::uint64_t too_far = kTransformWorkMax / 6000 + 10;
  if (too_far < kTailOpsMax * 4) {
    type(too_far);
    EXPECT_NE(other->ask(large(3000, "2"), "'error'").find("ERR_OT_OP_NOT_APPLIED"),
              std::string::npos);
  }
}

class ShortMemoryTest : public LimitsTest {
 protected:
  static constexpr std::uint64_t kBehind = kTailOpsMax + 10;  // older than what is in memory
  ShortMemoryTest() : LimitsTest(Limits{.ops_behind_max = kBehind}) {}
};

TEST_F(ShortMemoryTest, AnEditLiesSoManyOperationsBehindAndNoMore) {
  create({"c", "d"}, "rich-text", "[{'insert':'x'}]");
  constexpr std::uint64_t kHead = kBehind + 2;
  for (std::uint64_t v = 1; v < kHead; ++v) {
    EXPECT_FALSE(client_
                     ->ask("{'a':'op','c':'c','d':'d','v':" + std::to_string(v) +
                               ",'seq':" + std::to_string(v) + ",'op':[{'insert':'y'}]}",
                           "'seq':" + std::to_string(v))
                     .empty());
  }
  const auto edit_at = [](std::uint64_t v, std::uint64_t seq) {
    return "{'a':'op','c':'c','d':'d','v':" + std::to_string(v) + ",'seq':" + std::to_string(seq) +
           ",'op':[{'insert':'z'}]}";
  };
  const std::string refused = client_->ask(edit_at(1, kHead), "'error'");
  EXPECT_NE(refused.find("changed too much"), std::string::npos) << refused;
  EXPECT_EQ(stored_head({"c", "d"}), kHead);
  EXPECT_FALSE(client_->ask(edit_at(2, kHead), "'seq':").empty());
  EXPECT_EQ(stored_head({"c", "d"}), kHead + 1);
}

class SmallDocumentsTest : public LimitsTest {
 protected:
  SmallDocumentsTest() : LimitsTest(with_small_documents()) {}
  std::string submit(std::string_view change) {
    client_->say("{'a':'op','c':'documents','d':'paper','v':null,'seq':" +
                 std::to_string(++sequence_) + "," + std::string(change) + "}");
    return client_->next();
  }
  static constexpr std::string_view kRefused = "\"code\":\"ERR_OT_OP_NOT_APPLIED\"";
  std::uint64_t sequence_{0};
};

TEST_F(SmallDocumentsTest, ATextHasSoManyUnitsAndNoMore) {
  EXPECT_NE(submit("'create':{'type':'rich-text','data':[{'insert':'123456789012345678901'}]}")
                .find(kRefused),
            std::string::npos);
  EXPECT_EQ(submit("'create':{'type':'rich-text','data':[{'insert':'1234567890123456789'}]}")
                .find("error"),
            std::string::npos);
  EXPECT_NE(submit("'op':[{'insert':'\xf0\x9f\x98\x80'}]").find(kRefused), std::string::npos)
      << "two units";
  EXPECT_EQ(submit("'op':[{'insert':'1'}]").find("error"), std::string::npos);
  EXPECT_NE(submit("'op':[{'insert':{'image':'x'}}]").find(kRefused), std::string::npos);
  EXPECT_EQ(submit("'op':[{'delete':1}]").find("error"), std::string::npos)
      << "less is always possible";
}

TEST_F(SmallDocumentsTest, AJsonDocumentHasSoManyBytesAndNoMore) {
  EXPECT_NE(submit("'create':{'type':'json0','data':'1234567890123456789'}").find(kRefused),
            std::string::npos);
  EXPECT_EQ(submit("'create':{'type':'json0','data':['1234567890123456']}").find("error"),
            std::string::npos);
  EXPECT_NE(submit("'op':[{'p':[1],'li':'1234567890'}]").find(kRefused), std::string::npos);
}

}  // namespace
}  // namespace plenary::server::testing
