// The frames that a socket gets while it subscribes, unsubscribes, loses and regains rights and
// dies, in any order of events. Two shards that the test turns by hand, loading and commit threads
// that it holds and lets go: a seed makes the same events, in the same order but for the two
// loading threads. CASES and SEED: tests/support/ot/random.hpp; CASES=100000 for a long run.

#include <array>
#include <future>
#include <latch>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "server/sessions/reading_since.hpp"
#include "tests/support/ot/random.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

constexpr std::size_t kDocuments = 4;
constexpr std::size_t kCasesPerServer = 100;  // then a fresh one, so that memory stays small

class TestRights final : public Rights {
 public:
  Standing standing(const Identity& /*who*/, std::string_view paper) const override {
    const auto found = roles.find(std::string(paper));
    return {found == roles.end() ? Role::kNone : found->second, false};
  }
  bool is_administrator(const Identity& /*who*/) const override { return false; }
  bool may_found(const Identity& /*who*/, std::string_view /*paper*/) const override {
    return false;
  }
  std::uint64_t generation() const override { return 0; }
  std::map<std::string, Role> roles;
};

/// A server whose shards run only when told.
class StillServer {
 public:
  StillServer() {
    services_ = std::make_unique<SessionServices>(SessionServices{
        server_.shards.documents(), server_.shards.presence(), server_.shards.threads(), access,
        client_ids_, limits_, server_.metrics, server_.read_answers,
        [this] { return "client-" + std::to_string(++ids_); }});
    services_->reading_since = &reading_since;
    hold_background();
  }
  ~StillServer() {
    let_background_run();
    server_.commits.stop();
    hold_->release.set_value();
    server_.stop();
  }

  /// Runs one task of a shard. False if there was none.
  bool turn(std::size_t shard) {
    boost::asio::io_context& io = server_.shards[shard].io();
    io.restart();
    const bool did = io.poll_one() > 0;
    wait_for_commits();
    return did;
  }
  /// Everything that was begun comes to its end.
  void settle() {
    for (bool busy = true; busy;) {
      let_background_run();
      busy = false;
      for (std::size_t shard = 0; shard < server_.shards.size(); ++shard) {
        while (turn(shard)) {
          busy = true;
        }
      }
    }
  }
  /// Waits until the tasks of the loading threads are done, and their answers posted.
  void let_background_run() {
    do {  // askers take turns with the holds: some may be left
      const auto before = std::exchange(hold_, std::make_shared<Hold>());
      hold_background();
      before->release.set_value();
      hold_->arrived.wait();
    } while (server_.pools.loading.waiting() > 0);
  }
  Shard& shard(std::size_t index) { return server_.shards[index]; }

  void put_document(const DocumentKey& key) {
    storage::OpRecord record{.version = {0}, .kind = storage::OpKind::kCreate, .source = "maker"};
    record.body = R"({"type":"http://sharejs.org/types/JSONv0","data":0})";
    const std::vector<storage::Append> appends{{key, {}, {record}, std::nullopt}};
    ASSERT_TRUE(server_.store.append(appends).front());
  }
  /// Somebody else's operation.
  void write(const DocumentKey& key) {
    server_.shards.documents().with(key, [this](DocumentActor& document) {
      SubmitRequest request;
      request.submission.source = "writer";
      request.submission.sequence = {++sequence_};
      request.submission.body = R"([{"p":[],"na":1}])";
      request.done = [this](const Result<Version>& /*at*/) { ++written_; };
      document.submit(std::move(request));
    });
  }
  [[nodiscard]] SessionServices& services() { return *services_; }

  TestRights rights;
  Access access{rights};
  ReadingSince reading_since{access};

 private:
  static constexpr std::size_t kLoadingThreads = 2;
  struct Hold {
    std::latch arrived{kLoadingThreads};
    std::promise<void> release;
    std::shared_future<void> released{release.get_future()};
  };
  /// Takes all loading threads, behind what they have to do.
  void hold_background() {
    for (std::size_t i = 0; i < kLoadingThreads; ++i) {
      server_.pools.loading.post([hold = hold_] {
        hold->arrived.count_down();
        hold->released.wait();
      });
    }
  }
  /// An append that must fail, behind all others: when it is answered, so are they.
  void wait_for_commits() {
    if (written_ == sequence_) {
      return;  // the queue counts what is written but not answered yet as gone: it cannot be asked
    }
    std::promise<void> done;
    storage::OpRecord record{.version = {9}, .kind = storage::OpKind::kNoOp};
    static_cast<void>(server_.commits.submit({{"none", "none"}, {9}, {record}, std::nullopt},
                                             [&done](const Result<void>&) { done.set_value(); }));
    done.get_future().wait();
  }

  const Limits limits_{};
  SystemClock clock_;
  MemoryServer server_{clock_, limits_, {.wait_most = std::chrono::microseconds(0)}};
  std::shared_ptr<Hold> hold_{std::make_shared<Hold>()};
  ClientIds client_ids_{server_.store, clock_};
  int ids_{0};
  std::uint64_t sequence_{0};
  std::uint64_t written_{0};
  std::unique_ptr<SessionServices> services_;
};

/// One socket, and what may come through it: the oracle. It knows only what the client said and
/// was told, and which rights there are.
class Life {
 public:
  Life(StillServer& server, test::Random& random, std::size_t number)
      : server_(server), random_(random) {
    for (std::size_t i = 0; i < kDocuments; ++i) {
      ids_[i] = "d" + std::to_string(number) + "-" + std::to_string(i);
      server_.put_document({"documents", ids_[i]});
      server_.rights.roles[ids_[i]] = Role::kCommenter;
    }
    peer_ = std::make_shared<RecordingPeer>(server_.shard(0));
    peer_->on_payload = [this](const std::string& payload) { take(payload); };
    session_ = std::make_shared<SyncSession>(
        server_.services(), peer_,
        Identity{.kind = Identity::Kind::kAccount, .name = "a-reader", .account = "reader"});
    on_socket([this] { session_->open(); });
  }
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;
  ~Life() = default;

  void live() {
    for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) {
      act();
    }
    server_.settle();
    expect_alive();
    on_socket([this] { session_->close(); });
    ended_ = true;
    for (std::size_t i = 0; i < kDocuments; ++i) {
      server_.write(key(i));
    }
    server_.settle();
    session_.reset();
    EXPECT_EQ(peer_.use_count(), 1) << "something still knows the dead socket";
  }

 private:
  struct Document {
    int subscribing{0};    // answers to s and bs that are to come
    int unsubscribing{0};  // answers to u and bu that are to come
    bool wanted{false};    // the last that was said of it was a subscription
    bool threads_wanted{false};
    int threads_ending{0};
    bool watch_wanted{false};
    int unwatching{0};
    bool revoked{false};  // and the session was told
    std::uint64_t ops{0};
  };
  DocumentKey key(std::size_t i) const { return {"documents", ids_[i]}; }

  template <class Do>
  void on_socket(Do task) {
    server_.shard(0).post(std::move(task));
    // It is behind what waits on the shard already, as a frame of the network would be.
    const std::size_t turns = random_.below(4);
    for (std::size_t i = 0; i < turns; ++i) {
      server_.turn(0);
    }
  }
  void say(std::string message, std::function<void()> said) {
    on_socket([this, message = std::move(message), said = std::move(said)] {
      if (!peer_->is_gone() && !ended_) {
        said();
        session_->receive(message);
      }
    });
  }

  void act() {
    const std::size_t i = random_.below(kDocuments);
    switch (random_.below(16)) {
      case 0:
      case 1:
        return subscribe({i}, false);
      case 2:
        return unsubscribe({i}, false);
      case 3:
        return subscribe(some(), true);
      case 4:
        return unsubscribe(some(), true);
      case 5:
        return watch_threads(i);
      case 6:
        return watch(i);
      case 7:
        return say(R"({"a":"f","c":"documents","d":")" + ids_[i] + "\"}", [] {});
      case 8:
        return random_.chance(30) ? revoke(i) : grant(i);
      case 9:
        return random_.chance(5) ? hang_up() : presence(i);
      case 10:
        return server_.let_background_run();
      case 11:
      case 12:
        return server_.write(key(i));
      default:
        for (std::size_t turns = random_.below(8); turns > 0; --turns) {
          server_.turn(random_.below(2));
        }
    }
  }

  std::set<std::size_t> some() {
    std::set<std::size_t> chosen;
    for (std::size_t i = 0; i < kDocuments; ++i) {
      if (random_.chance(50)) {
        chosen.insert(i);
      }
    }
    return chosen;
  }
  std::string list(const std::set<std::size_t>& chosen) const {
    std::string list;
    for (const std::size_t i : chosen) {
      list += (list.empty() ? "\"" : ",\"") + ids_[i] + "\"";
    }
    return list;
  }
  void subscribe(const std::set<std::size_t>& chosen, bool bulk) {
    const std::string what = bulk ? R"("bs","c":"documents","b":[)" + list(chosen) + "]"
                                  : R"("s","c":"documents","d":)" + list(chosen);
    say("{\"a\":" + what + "}", [this, chosen] {
      for (const std::size_t i : chosen) {
        documents_[i].wanted = true;
        lost_.erase(i);  // an answer to an earlier request says nothing about this one
        ++documents_[i].subscribing;
      }
    });
  }
  void unsubscribe(const std::set<std::size_t>& chosen, bool bulk) {
    // Now and then the message is refused for a name that is too long: then nothing changes.
    const bool refused = bulk && random_.chance(20);
    const std::string more =
        refused ? (chosen.empty() ? "\"" : ",\"") + std::string(kNameBytesMax + 1, 'n') + "\"" : "";
    const std::string what = bulk ? R"("bu","c":"documents","b":[)" + list(chosen) + more + "]"
                                  : R"("u","c":"documents","d":)" + list(chosen);
    say("{\"a\":" + what + "}", [this, chosen, refused] {
      for (const std::size_t i : chosen) {
        documents_[i].wanted = documents_[i].wanted && refused;
        documents_[i].unsubscribing += refused ? 0 : 1;
      }
    });
  }
  void watch_threads(std::size_t i) {
    const bool end = random_.chance(50);
    say(std::string("{\"a\":\"") + (end ? "threads_end" : "threads") +
            R"(","c":"documents","d":")" + ids_[i] + "\"}",
        [this, i, end] {
          documents_[i].threads_wanted = !end;
          documents_[i].threads_ending += end ? 1 : 0;
        });
  }
  void watch(std::size_t i) {
    const bool end = random_.chance(50);
    say(std::string("{\"a\":\"") + (end ? "unwatch" : "watch") + R"(","c":"documents","d":")" +
            ids_[i] + "\"}",
        [this, i, end] {
          documents_[i].watch_wanted = !end;
          documents_[i].unwatching += end ? 1 : 0;
        });
  }
  void presence(std::size_t i) {
    const char* const action = random_.chance(50) ? "ps" : "pu";
    say(std::string("{\"a\":\"") + action + R"(","ch":"documents.)" + ids_[i] +
            "\",\"seq\":" + std::to_string(++presence_sequence_) + "}",
        [] {});
  }
  void revoke(std::size_t i) {
    server_.rights.roles[ids_[i]] = Role::kNone;
    server_.reading_since.recheck();
    on_socket([this, i] {
      if (server_.rights.roles[ids_[i]] == Role::kNone && session_ != nullptr) {
        session_->recheck();
        documents_[i].revoked = true;
      }
    });
  }
  void grant(std::size_t i) {
    server_.rights.roles[ids_[i]] = Role::kCommenter;
    documents_[i].revoked = false;
  }
  void hang_up() {
    on_socket([this] {
      session_->close();
      ended_ = true;
    });
  }

  /// One message of the server.
  void take(const std::string& payload) {
    const auto message = json::parse(payload);
    ASSERT_TRUE(message) << payload;
    EXPECT_FALSE(ended_) << "after the socket's end: " << payload;
    EXPECT_FALSE(peer_->closed().has_value()) << "after its closing: " << payload;
    const std::string action = message->value("a", "");
    if (message->contains("error")) {
      return take_answer(*message, action);  // a refusal says nothing
    }
    for (std::size_t i = 0; i < kDocuments; ++i) {
      if (payload.find("\"" + ids_[i] + "\"") != std::string::npos) {
        take_about(documents_[i], *message, action, payload);
      }
    }
  }
  void take_answer(const json::Value& message, const std::string& action) {
    for (std::size_t i = 0; i < kDocuments; ++i) {
      if (message.value("d", "") == ids_[i] && action == "s") {
        --documents_[i].subscribing;
        lost_.insert(i);
      }
    }
  }
  void take_about(Document& document, const json::Value& message, const std::string& action,
                  const std::string& payload) {
    const bool has_words = action == "op" || message.contains("data") || action == "properties" ||
                           action == "threads" || action == "watch";
    const bool is_refusal =
        action == "bs" && payload.find("\"error\"") != std::string::npos;  // of one of them
    EXPECT_FALSE(document.revoked && has_words && !is_refusal) << "without the right: " << payload;
    if (action == "s" || action == "bs") {
      --document.subscribing;
      if (is_refusal) {
        lost_.insert(static_cast<std::size_t>(&document - documents_.data()));
      }
    } else if (action == "u" || action == "bu") {
      --document.unsubscribing;
    } else if (action == "op") {
      ++document.ops;
      EXPECT_TRUE(document.wanted || document.unsubscribing > 0) << "unsubscribed: " << payload;
    } else if (action == "threads_end") {
      --document.threads_ending;
    } else if (action == "threads") {
      EXPECT_TRUE(document.threads_wanted || document.threads_ending > 0) << payload;
    } else if (action == "unwatch") {
      --document.unwatching;
    } else if (action == "watch" || action == "properties") {
      EXPECT_TRUE(document.watch_wanted || document.unwatching > 0) << payload;
    }
  }

  /// A socket that nobody closed gets the operations of what it is subscribed to, and no others.
  void expect_alive() {
    if (peer_->is_gone()) {
      return;
    }
    for (std::size_t i = 0; i < kDocuments; ++i) {
      Document& document = documents_[i];
      EXPECT_EQ(document.unsubscribing, 0) << "an answer is missing";
      const std::uint64_t before = document.ops;
      server_.write(key(i));
      server_.settle();
      const bool may = server_.rights.roles[ids_[i]] != Role::kNone;
      if (!document.wanted || !may) {
        EXPECT_EQ(document.ops, before) << ids_[i];
      } else if (!lost_.contains(i)) {
        EXPECT_EQ(document.ops, before + 1) << ids_[i];
      }
    }
  }

  StillServer& server_;
  test::Random& random_;
  std::array<std::string, kDocuments> ids_;
  std::array<Document, kDocuments> documents_{};
  std::set<std::size_t> lost_;  // the subscription said last may have been refused
  std::shared_ptr<RecordingPeer> peer_;
  std::shared_ptr<SyncSession> session_;
  std::uint64_t presence_sequence_{0};
  bool ended_{false};
};

TEST(Subscriptions, NothingOfADocumentArrivesWithoutARightAndASubscription) {
  std::unique_ptr<StillServer> server;
  std::size_t number = 0;
  test::for_cases(500, [&](test::Random& random) {
    if (number % kCasesPerServer == 0) {
      server = std::make_unique<StillServer>();
    }
    Life(*server, random, ++number).live();
  });
}

}  // namespace
}  // namespace plenary::server::testing
