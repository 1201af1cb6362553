#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "protocol/ot/type.hpp"
#include "tests/support/ot/random.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {

/// One document as a client holds it.
struct Replica {
  DocumentKey key;
  std::optional<Version> version;  // nothing: not loaded
  ot::Content content;
  std::optional<ot::Operation> in_flight;  // as it applies at `version`
  std::uint64_t sequence{0};
};

/// A client like the stock one, but strict: one operation in flight for each document, transformed
/// over what comes. Whatever breaks an ordering rule of the protocol (reference, 4.4 and 5.3) or
/// shows what the store does not have is recorded as a complaint.
///
/// It lives on one shard; everything but the constructor and `complaints` is called there.
class ModelClient {
 public:
  ModelClient(SessionServices& services, storage::Store& store, Shard& shard, std::uint64_t seed);
  ModelClient(const ModelClient&) = delete;
  ModelClient& operator=(const ModelClient&) = delete;
  ~ModelClient();

  /// Opens a socket (again): says who it is, sends what was not acknowledged once more, and
  /// subscribes to its documents from where it is, in this order (reference, 2.3).
  void connect();
  void disconnect();
  void subscribe(const DocumentKey& key);
  /// Edits a document at random, unless it is not loaded or an edit of it is in flight.
  void edit_something();
  /// Nothing is loading or in flight.
  [[nodiscard]] bool is_quiet() const;

  [[nodiscard]] const std::map<std::string, Replica>& replicas() const { return replicas_; }
  [[nodiscard]] std::uint64_t sent() const { return next_sequence_ - 1; }
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::vector<std::string> complaints() const;

 private:
  void take(const std::string& payload);
  void take_op(const json::Value& message, Replica& replica);
  void take_remote(const json::Value& message, Replica& replica);
  void submit(Replica& replica, bool again);
  void complain(const std::string& what, const std::string& payload);
  void expect_stored(const DocumentKey& key, std::uint64_t version, const std::string& payload);

  SessionServices& services_;
  storage::Store& store_;
  Shard& shard_;
  test::Random random_;
  std::shared_ptr<RecordingPeer> peer_;
  std::shared_ptr<SyncSession> session_;
  std::string id_;
  std::uint64_t next_sequence_{1};
  std::map<std::string, Replica> replicas_;  // by document id
  mutable std::mutex complaints_mutex_;
  std::vector<std::string> complaints_;
};

/// The document as its log tells it.
[[nodiscard]] std::string fold(const std::vector<storage::OpRecord>& ops);

}  // namespace plenary::server::testing
