#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/wire/messages.hpp"
#include "server/documents/document_state.hpp"
#include "server/documents/snapshot_frame.hpp"
#include "server/net/peer.hpp"
#include "server/net/subscription.hpp"

/// The requests to a document's actor. They are values: an actor that has to reload keeps them and
/// does them again.
namespace plenary::server {

/// Counts one unanswered request of a session, and its bytes, for as long as it lives: until the
/// answer has reached the socket's shard.
class InFlight {
 public:
  struct Counts {
    std::atomic<std::size_t> requests{0};
    std::atomic<std::size_t> bytes{0};
  };

  explicit InFlight(std::shared_ptr<Counts> counts, std::size_t bytes = 0)
      : counts_(std::move(counts)), bytes_(bytes) {
    counts_->requests.fetch_add(1, std::memory_order_relaxed);
    counts_->bytes.fetch_add(bytes_, std::memory_order_relaxed);
  }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
  ~InFlight() {
    counts_->requests.fetch_sub(1, std::memory_order_relaxed);
    counts_->bytes.fetch_sub(bytes_, std::memory_order_relaxed);
  }

 private:
  std::shared_ptr<Counts> counts_;
  const std::size_t bytes_;
};

/// Submits an operation. The answer goes to `peer` as frames, or, where there is none, to `done`,
/// on the document's shard, with the version at which it was committed.
struct SubmitRequest {
  Submission submission;
  PeerRef peer;
  std::string message;  // the client's frame, for refusing it
  std::function<void(Result<Version>)> done;
  std::optional<std::string> properties{};  // put with the operation: of a create with a title
  std::shared_ptr<InFlight> in_flight{};
  std::string asker{};  // whose turn it takes if it needs old operations: see limit_key
  std::chrono::steady_clock::time_point received{std::chrono::steady_clock::now()};

  /// About what it takes in memory while it waits.
  [[nodiscard]] std::size_t bytes() const {
    return sizeof(SubmitRequest) + message.size() + submission.body.size();
  }
};

/// Reads the document, and perhaps goes on listening.
struct ReadRequest {
  PeerRef peer;
  std::optional<Version> from;     // nothing: the snapshot; a version: the operations from it
  SubscriptionRef subscription{};  // null: only read
  /// The action of the reply: "f" or "s". A bulk has no reply of each document.
  std::string_view action;
  /// Bulk: gets the snapshot (null where operations were asked for) or the refusal, on the peer's
  /// shard, after the operations.
  std::function<void(SnapshotFrameRef snapshot, std::optional<wire::Refusal> refusal, Version at)>
      collect{};
  std::string message{};  // the client's frame, for refusing it; empty in a bulk
  std::shared_ptr<InFlight> in_flight{};
  /// Operations from below this version are refused, unless `from` is the head: the reader may not
  /// read the history.
  Version oldest{};
  /// If given: called on the document's shard when a snapshot is given, with its version.
  std::function<void(Version at)> given{};
  std::string asker{};  // whose turn it takes: see limit_key

  // The actor's notes:
  SnapshotFrameRef snapshot{};  // goes out before the operations from its version on
  Bytes answer{};               // the snapshot as a frame; empty in a bulk
};

/// Reads an old version. The answer is a frame of `action` (nf, nt) with the client's request
/// id.
struct HistoricRequest {
  PeerRef peer;
  std::string message;
  std::string_view action;
  std::string request;  // JSON
  std::optional<Version> version;
  std::optional<Timestamp> time;
  std::shared_ptr<InFlight> in_flight{};
  std::string asker{};  // whose turn it takes: see limit_key
};

/// A document's content at a version, for HTTP.
struct ContentAt {
  Version version;
  Timestamp time;
  ot::Content content;
  std::string properties;  // JSON; empty if never put
};

/// The operations of [from, to), decoded, all of them durable.
struct OpsBetween {
  Version from;
  Version to;
  std::vector<CommittedPtr> ops;
};

/// Moves a presence value to the newest version that clients may have. `done` gets the value null
/// if its text is gone.
struct PresenceMove {
  wire::PresenceUpdate update;
  std::string source;  // the sender's client id: its own ops move its cursor along
  std::function<void(wire::PresenceUpdate)> done;
};

}  // namespace plenary::server
