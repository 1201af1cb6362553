#include "server/events/event_log.hpp"

#include <charconv>
#include <future>
#include <memory>
#include <vector>

#include "server/events/event_log_impl.hpp"
#include "server/events/event_logs.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

/// Another kind of log than threads: numbers that are added up, to 100 at most.
struct Sums {
  struct Proposal {
    int number{0};
    std::string author{"a-1"};
    std::string key{};
    std::string kind{"added"};  // or "hidden": told to nobody here
  };
  struct State {
    int sum{0};
  };
  struct News {
    EventNumber event{0};
    int number{0};
    bool hidden{false};
  };
  static DocumentKey log_of(const DocumentKey& document) { return {"plenary/sums", document.id}; }
  static std::string_view author_of(const Proposal& p) { return p.author; }
  static std::string_view idempotency_key_of(const Proposal& p) { return p.key; }
  static std::string_view kind_of(const Proposal& p) {
    return p.kind == "hidden" ? "hidden" : "added";
  }
  static Result<std::string> decide(const State& state, const Proposal& p) {
    if (state.sum + p.number > 100) {
      return Error{Errc::kRejected, "too much: " + std::to_string(state.sum)};
    }
    return (p.kind == "hidden" ? "-" : "+") + std::to_string(p.number);
  }
  static Result<News> apply(State& state, const storage::OpView& event) {
    News news{event.version.value, 0, event.body.starts_with('-')};
    const char* const end = event.body.data() + event.body.size();
    if (std::from_chars(event.body.data() + 1, end, news.number).ptr != end) {
      return Error{Errc::kCorrupt, "not a number"};
    }
    state.sum += news.number;
    return news;
  }
  static std::string_view kind_of(const News& news) { return news.hidden ? "hidden" : "added"; }
  static EventAudience audience_of(const News& news) {
    return news.hidden ? EventAudience{2} : EventAudience::kThreadReaders;
  }
  static std::string message(const DocumentKey&, EventNumber from, EventNumber to,
                             std::span<const News> news) {
    std::string text = std::to_string(from) + "-" + std::to_string(to) + ":";
    for (const News& one : news) {
      text += " " + std::to_string(one.event) + "=" + std::to_string(one.number);
    }
    return text;
  }
  static Happening happening(const DocumentKey&, const News&) { return {}; }
};

const DocumentKey kPaper{"documents", "paper"};

class EventLogTest : public ServerTest {
 protected:
  ~EventLogTest() override {
    // Tasks that were posted to it are done before it goes.
    for (int turn = 0; turn < 3; ++turn) {
      on_shard(shard(0), [this, turn] {
        if (turn == 0) {
          log_.reset();
        }
        return 0;
      });
    }
  }
  /// The log as a new start of the server would have it.
  void open() {
    on_shard(shard(0), [this] {
      log_ = std::make_shared<EventLog<Sums>>(kPaper, server_.shards.environment(0));
      return 0;
    });
  }
  /// Proposes all in one turn of the shard.
  std::vector<Result<Accepted>> propose_all(const std::vector<Sums::Proposal>& proposals) {
    std::vector<std::promise<Result<Accepted>>> answers(proposals.size());
    on_shard(shard(0), [&] {
      for (std::size_t i = 0; i < proposals.size(); ++i) {
        log_->propose(proposals[i], [&answers, i](const Result<Accepted>& accepted) {
          answers[i].set_value(accepted);
        });
      }
      return 0;
    });
    std::vector<Result<Accepted>> all;
    for (auto& answer : answers) {
      all.push_back(answer.get_future().get());
    }
    return all;
  }
  Result<Accepted> propose(const Sums::Proposal& proposal) {
    return propose_all({proposal}).front();
  }
  std::shared_ptr<RecordingPeer> watch(EventNumber from,
                                       Audiences audiences = EventAudience::kThreadReaders) {
    auto peer = std::make_shared<RecordingPeer>(shard(1));
    on_shard(shard(0), [&] {
      log_->watch(peer, from, audiences);
      return 0;
    });
    return peer;
  }
  std::vector<std::string> stored() {
    std::vector<std::string> bodies;
    for (const storage::OpRecord& op : stored_ops(Sums::log_of(kPaper))) {
      bodies.push_back(op.body);
    }
    return bodies;
  }
  void append_behind_the_back(std::uint64_t at, const std::string& body) {
    storage::OpRecord record{.version = {at},
                             .kind = storage::OpKind::kEvent,
                             .time = clock_.now(),
                             .author = "elsewhere",
                             .source = "k",
                             .sequence = {1},
                             .body = body};
    storage::Append append{Sums::log_of(kPaper), {at}, {record}, std::nullopt};
    ASSERT_TRUE(store_.append({&append, 1}).front());
  }

  std::shared_ptr<EventLog<Sums>> log_;
};

TEST_F(EventLogTest, NumbersAreDenseAndAWatcherHearsEachEventOnce) {
  open();
  EXPECT_EQ(propose({.number = 1})->number, 0u);
  const auto peer = watch(0);
  EXPECT_EQ(peer->next(), "0-1: 0=1");
  const auto both = propose_all({{.number = 2}, {.number = 3}});
  EXPECT_EQ(both[0]->number, 1u);
  EXPECT_EQ(both[1]->number, 2u);
  std::string heard;
  while (heard.find("2=3") == std::string::npos) {
    heard += peer->next() + "; ";
  }
  EXPECT_TRUE(heard == "1-2: 1=2; 2-3: 2=3; " || heard == "1-3: 1=2 2=3; ") << heard;
  EXPECT_EQ(watch(1'000'000)->next(), "3-3:") << "only what happens from now on";
}

TEST_F(EventLogTest, SoManyProposalsWaitAndTheNextIsToldToTryAgain) {
  open();
  const auto answers = propose_all(std::vector<Sums::Proposal>(kEventsWaitingMax + 1));
  for (std::size_t i = 0; i < kEventsWaitingMax; ++i) {
    ASSERT_TRUE(answers[i]) << answers[i].error().detail;
    ASSERT_EQ(answers[i]->number, i);
  }
  ASSERT_FALSE(answers.back());
  EXPECT_EQ(answers.back().error().code, Errc::kBusy);
  EXPECT_TRUE(propose({.number = 1})) << "there is room again";
}

TEST_F(EventLogTest, WhatTheStoreRefusesIsRefusedAndWasNeverVisible) {
  open();
  ASSERT_TRUE(propose({.number = 60}));
  const auto peer = watch(0);
  EXPECT_EQ(peer->next(), "0-1: 0=60");
  families_->fail_writes({Errc::kReadOnly, "the disk is full"}, 1);
  const auto lost = propose_all({{.number = 40, .key = "k"}});
  ASSERT_FALSE(lost[0]);
  EXPECT_EQ(lost[0].error().code, Errc::kReadOnly);
  // The state that was ahead is gone: 40 fits again, and its key is free.
  const auto again = propose({.number = 40, .key = "k"});
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(again->number, 1u);
  EXPECT_FALSE(again->again);
  EXPECT_EQ(peer->next(), "1-2: 1=40");
  EXPECT_EQ(stored(), (std::vector<std::string>{"+60", "+40"}));
}

TEST_F(EventLogTest, ACallbackOfALostWriteMayProposeAgain) {
  open();
  ASSERT_TRUE(propose({.number = 1}));
  families_->fail_writes({Errc::kIo, "the disk is gone"}, 1);
  std::promise<Result<Accepted>> answer;
  on_shard(shard(0), [&] {
    log_->propose({.number = 2}, [&](const Result<Accepted>& lost) {
      EXPECT_FALSE(lost);
      log_->propose({.number = 3}, [&](const Result<Accepted>& taken) { answer.set_value(taken); });
    });
    return 0;
  });
  const auto taken = answer.get_future().get();
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->number, 1u);
}

TEST_F(EventLogTest, WhatIsDecidedOnAnUnwrittenEventWaitsForItAndFallsWithIt) {
  open();
  families_->fail_writes({Errc::kIo, "the disk is gone"}, 1);
  const auto answers = propose_all({{.number = 90}, {.number = 20}});
  // Loading comes first, so both were decided at one time: the refusal rested on what was lost.
  ASSERT_FALSE(answers[1]);
  EXPECT_EQ(answers[1].error().code, Errc::kIo);
  EXPECT_TRUE(propose({.number = 20}));
}

TEST_F(EventLogTest, AKeyCountsOnceAlsoAfterARestart) {
  open();
  EXPECT_EQ(propose({.number = 5, .key = "k"})->number, 0u);
  EXPECT_TRUE(propose({.number = 7, .key = "k"})->again);
  EXPECT_EQ(propose({.number = 6, .author = "a-2", .key = "k"})->number, 1u);
  open();
  const auto again = propose({.number = 5, .key = "k"});
  EXPECT_EQ(again->number, 0u);
  EXPECT_TRUE(again->again);
  EXPECT_EQ(propose({.number = 5, .key = "k", .kind = "hidden"}).error().code,
            Errc::kDocumentExists);
  EXPECT_EQ(stored(), (std::vector<std::string>{"+5", "+6"}));
}

TEST_F(EventLogTest, AnAppendThatAnotherProgramWinsIsDecidedAgainOnWhatItWrote) {
  open();
  ASSERT_TRUE(propose({.number = 50}));
  const auto peer = watch(0);
  EXPECT_EQ(peer->next(), "0-1: 0=50");
  append_behind_the_back(1, "+30");
  const auto answers = propose_all({{.number = 15}, {.number = 30}});
  ASSERT_TRUE(answers[0]) << answers[0].error().detail;
  EXPECT_EQ(answers[0]->number, 2u);
  ASSERT_FALSE(answers[1]);
  EXPECT_EQ(answers[1].error().detail, "too much: 95");
  EXPECT_EQ(peer->next(), "1-2: 1=30");
  EXPECT_EQ(peer->next(), "2-3: 2=15");
}

TEST_F(EventLogTest, NothingIsSentToASocketThatStoppedWatchingBeforeTheLogWasThere) {
  open();
  auto peer = std::make_shared<RecordingPeer>(shard(1));
  on_shard(shard(0), [&] {
    log_->watch(peer, 0, EventAudience::kThreadReaders);
    log_->unwatch(peer);
    return 0;
  });
  ASSERT_TRUE(propose({.number = 1}));
  EXPECT_EQ(watch(0)->next(), "0-1: 0=1");
  EXPECT_TRUE(peer->payloads().empty());
}

TEST_F(EventLogTest, ALongLogComesInPiecesWithoutAGap) {
  open();
  const std::size_t many = 700;
  for (const auto& accepted : propose_all(std::vector<Sums::Proposal>(many, {.number = 0}))) {
    ASSERT_TRUE(accepted);
  }
  const auto peer = watch(10);
  EventNumber next = 10;
  while (next < many) {
    const std::string message = peer->next();
    const std::size_t dash = message.find('-');
    ASSERT_NE(dash, std::string::npos) << message;
    EXPECT_EQ(std::stoull(message.substr(0, dash)), next);
    const EventNumber to = std::stoull(message.substr(dash + 1));
    EXPECT_LE(to - next, 256u);
    EXPECT_GT(to, next);
    next = to;
  }
}

TEST_F(EventLogTest, AnEventIsToldToItsAudienceOnly) {
  open();
  const auto peer = watch(0);
  const auto insider = watch(0, Audiences(EventAudience::kThreadReaders).with(EventAudience{2}));
  EXPECT_EQ(peer->next(), "0-0:");
  EXPECT_EQ(insider->next(), "0-0:");
  ASSERT_TRUE(propose({.number = 1, .kind = "hidden"}));
  EXPECT_EQ(peer->next(), "0-1:");
  EXPECT_EQ(insider->next(), "0-1: 0=1");
}

/// Another program on the same store may be faster each time.
TEST_F(EventLogTest, AProposalLosesSoManyAppendsAndNoMore) {
  open();
  const Error faster{Errc::kVersionConflict, "somebody was faster"};
  families_->fail_writes(faster, kLostAppendsMax - 1);
  EXPECT_TRUE(propose({.number = 1}));
  families_->fail_writes(faster, kLostAppendsMax);
  const auto refused = propose({.number = 2});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kBusy);
  EXPECT_EQ(stored(), std::vector<std::string>{"+1"});
  EXPECT_TRUE(propose({.number = 3}));
}

TEST_F(EventLogTest, ALogThatCannotBeReadRefusesAndIsReadAgainForThoseWhoWatch) {
  append_behind_the_back(0, "+1");
  open();
  families_->fail_reads(Error{Errc::kIo, "the disk is gone"});
  const auto peer = watch(0);
  EXPECT_EQ(propose({.number = 2}).error().code, Errc::kIo);
  families_->fail_reads(std::nullopt);
  EXPECT_EQ(peer->next(), "0-1: 0=1");
}

}  // namespace
}  // namespace plenary::server::testing
