#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "server/runtime/clock.hpp"
#include "server/sessions/sync_session.hpp"
#include "tests/support/server/memory_server.hpp"
#include "tests/support/server/recording_peer.hpp"

namespace plenary::server::testing {

/// Does `task` on the shard and waits for its end.
template <class Do>
auto on_shard(Shard& shard, Do task) {
  std::packaged_task<decltype(task())()> packaged(std::move(task));
  auto done = packaged.get_future();
  shard.post([packaged = std::move(packaged)]() mutable { packaged(); });
  return done.get();
}

/// JSON with ' for ", so that a message fits a line of a test.
[[nodiscard]] std::string as_json(std::string_view json);

/// A client by hand: a session on a recording socket.
class Client {
 public:
  Client(SessionServices& services, Shard& shard, Identity who = Identity::everybody(),
         EmbedKinds understood = {});
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { hang_up(); }

  /// Sends a message, with ' for ". Returns once the session has taken it.
  void say(std::string_view message) { say_raw(as_json(message)); }
  void say_raw(std::string message);
  /// The same, and takes the answer up to the first payload in which `part` (with ' for ") occurs.
  [[nodiscard]] std::string ask(std::string_view message, std::string_view part);
  /// What came next; what came up to the first in which `part` (with ' for ") occurs.
  [[nodiscard]] std::string next() { return peer_->next(); }
  [[nodiscard]] std::string next_with(std::string_view part) {
    return peer_->next_with(as_json(part));
  }
  /// Sends a ping, and answers what came before its answer and was not taken yet. What needs no
  /// other thread is among it.
  [[nodiscard]] std::vector<std::string> before_pong();
  /// Rights may have changed.
  void recheck();
  /// The socket dies. May be called twice.
  void hang_up();

  [[nodiscard]] RecordingPeer& peer() { return *peer_; }
  [[nodiscard]] bool is_ahead() const { return session_->is_ahead(); }

 private:
  Shard& shard_;
  std::shared_ptr<RecordingPeer> peer_;
  std::shared_ptr<SyncSession> session_;
};

/// The server from the session down, over a MemoryServer. No sockets.
class ServerTest : public ::testing::Test {
 protected:
  ServerTest() : ServerTest(Limits{}) {}
  explicit ServerTest(const Limits& limits);
  ~ServerTest() override;

  /// A client that was greeted, on one of the two shards.
  [[nodiscard]] std::unique_ptr<Client> connect(std::size_t shard = 0,
                                                const Identity& who = Identity::everybody(),
                                                EmbedKinds understood = {});
  /// Creates a document in one step, as a program would. `type`: short name; `data`: JSON with '.
  void create(const DocumentKey& key, std::string_view type, std::string_view data);
  /// Waits until `ready` says so; fails the test after a while.
  void wait_until(const std::function<bool()>& ready);

  [[nodiscard]] Shard& shard(std::size_t index) { return server_.shards[index]; }
  /// Documents open on both shards.
  [[nodiscard]] std::size_t open_documents();
  [[nodiscard]] std::uint64_t stored_head(const DocumentKey& key);
  [[nodiscard]] std::vector<storage::OpRecord> stored_ops(const DocumentKey& key);

  const Limits limits_;
  SystemClock clock_;
  MemoryServer server_{clock_, limits_};
  Metrics& metrics_{server_.metrics};
  const std::shared_ptr<storage::MemoryFamilies>& families_{server_.families};
  storage::KeyValueStore& store_{server_.store};
  Pools& pools_{server_.pools};
  Past& past_{server_.past};
  Documents& documents_{server_.shards.documents()};
  Access access_;
  ClientIds client_ids_{store_, clock_};
  std::atomic<int> ids_{0};
  std::unique_ptr<SessionServices> services_;
};

}  // namespace plenary::server::testing
