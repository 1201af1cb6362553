#include <chrono>
#include <set>
#include <thread>

#include "tests/integration/server/model_client.hpp"

namespace plenary::server::testing {
namespace {

/// Many clients on both shards, with several documents of both types.
class ConvergenceTest : public ServerTest {
 protected:
  static constexpr std::size_t kClients = 8;

  template <class Do>
  auto each(std::size_t i, Do task) {
    return on_shard(shard(i % 2), [&] { return task(*clients_[i]); });
  }

  void open_all() {
    for (std::size_t i = 0; i < 5; ++i) {
      keys_.push_back({"documents", "shared-" + std::to_string(i)});
      const bool rich = i < 3;
      create(keys_.back(), rich ? "rich-text" : "json0",
             rich ? "[{'insert':'A sentence to begin with.\\n'}]"
                  : "{'list':[1,2,3],'text':'words','number':5}");
    }
    for (std::size_t i = 0; i < kClients; ++i) {
      clients_.push_back(
          std::make_unique<ModelClient>(*services_, store_, shard(i % 2), 100 * seed_ + i));
      each(i, [this](ModelClient& client) {
        client.connect();
        for (const DocumentKey& key : keys_) {
          client.subscribe(key);
        }
      });
    }
    wait_for_quiet();
  }

  /// Nothing is in flight anywhere, and everybody has everything.
  void wait_for_quiet() {
    wait_until([this] {
      for (std::size_t i = 0; i < clients_.size(); ++i) {
        if (!each(i, [this](ModelClient& client) {
              return client.is_quiet() && is_current(client);
            })) {
          return false;
        }
      }
      return true;
    });
  }
  bool is_current(const ModelClient& client) {
    for (const auto& [id, replica] : client.replicas()) {
      if (replica.version->value != stored_head(replica.key)) {
        return false;
      }
    }
    return true;
  }

  void expect_all_equal() {
    std::set<std::pair<std::string, std::uint64_t>> stored;
    for (const DocumentKey& key : keys_) {
      const auto ops = stored_ops(key);
      const std::string folded = fold(ops);
      for (const auto& client : clients_) {
        EXPECT_EQ(client->replicas().at(key.id).content.to_json(), folded) << client->id();
      }
      for (const auto& op : ops) {
        EXPECT_TRUE(
            stored
                .emplace(op.source + "/" + (op.version.value == 0 ? key.id : ""), op.sequence.value)
                .second)
            << "operation " << op.sequence.value << " of " << op.source << " is there twice";
      }
    }
    std::size_t sent = keys_.size();
    for (const auto& client : clients_) {
      sent += client->sent();
      for (const std::string& complaint : client->complaints()) {
        ADD_FAILURE() << complaint;
      }
    }
    EXPECT_EQ(stored.size(), sent) << "every operation is there";
    EXPECT_GT(sent, 20u) << "that was no test";
  }

  /// `rounds` rounds in which everybody edits once, if its last edit of that document was answered.
  template <class Between>
  void edit_for(std::size_t rounds, Between between) {
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < clients_.size(); ++i) {
        shard(i % 2).post([client = clients_[i].get()] { client->edit_something(); });
      }
      between(round);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  const std::uint64_t seed_{test::number_from_environment("SEED", 1)};
  test::Random random_{seed_};
  std::vector<DocumentKey> keys_;
  std::vector<std::unique_ptr<ModelClient>> clients_;
};

TEST_F(ConvergenceTest, ManySessionsOnTwoShardsEditAndAllConverge) {
  open_all();
  edit_for(120, [](std::size_t) {});
  wait_for_quiet();
  expect_all_equal();
}

TEST_F(ConvergenceTest, SocketsThatComeAndGoLoseNothingAndDoubleNothing) {
  open_all();
  edit_for(120, [this](std::size_t) {
    const std::size_t i = random_.below(kClients);
    if (random_.chance(30)) {
      each(i, [](ModelClient& client) {
        client.disconnect();
        client.connect();
      });
    }
  });
  wait_for_quiet();
  expect_all_equal();
}

TEST_F(ConvergenceTest, AStoreThatRefusesWritesForAWhileLosesNothingAndDoublesNothing) {
  open_all();
  edit_for(60, [this](std::size_t round) {
    if (round == 20) {
      families_->fail_writes({Errc::kIo, "a test said so"}, 4);
    } else if (round == 40) {
      families_->fail_writes({Errc::kReadOnly, "the disk is full"}, 3);
    }
  });
  wait_for_quiet();
  expect_all_equal();
}

}  // namespace
}  // namespace plenary::server::testing
