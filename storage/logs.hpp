#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"

namespace plenary::ot::rich_text {
class Delta;
enum class Form : bool;
}  // namespace plenary::ot::rich_text

/// The logs of documents: the half of a Store (store.hpp) that knows versions.
namespace plenary::storage {

/// A collection and an id. Each has up to kMaxNameBytes (storage/limits.hpp); a call with a longer
/// one answers kTooLarge.
using plenary::DocumentKey;

/// The kind of an operation. Values are on disk: do not change, do not reuse.
/// kEvent: something that happened beside a document, a comment for example. Logs of events have
/// only events, and lie in collections whose names begin with kReservedPrefix.
enum class OpKind : std::uint8_t { kEdit = 1, kCreate = 2, kDelete = 3, kNoOp = 4, kEvent = 5 };

/// Collections of the server's own. No client can name one.
inline constexpr std::string_view kReservedPrefix = "plenary/";

/// One committed operation. It takes the document from `version` to `version.next()`.
struct OpRecord {
  Version version{};
  OpKind kind{OpKind::kNoOp};
  Timestamp time{};      // of the commit; never before that of the operation before it
  std::string author{};  // the identity that submitted it; empty where everybody is one identity
  std::string source{};  // the client id: the wire's `src`
  Sequence sequence{};   // the wire's `seq`
  std::string body{};    // JSON: the wire's value of `op` or `create`, or the event; else empty
  std::string note{};    // JSON of the server's: why it was made (a restore, an undo); mostly empty
  friend bool operator==(const OpRecord&, const OpRecord&) = default;
};

/// An operation as a replay reads it. All references are valid until `visit` returns.
struct OpView {
  Version version{};
  OpKind kind{OpKind::kNoOp};
  Timestamp time{};
  std::string_view author{};
  std::string_view source{};
  Sequence sequence{};
  std::string_view note{};
  /// Not null for an edit that is kept as a delta: then `body` is empty, and is `delta` written in
  /// `form`. Else `body` is JSON as in OpRecord.
  const ot::rich_text::Delta* delta{nullptr};
  ot::rich_text::Form form{};
  std::string_view body{};
};

/// Converts a record to a view, and a view to a record. Cost of record_of: that of writing the
/// JSON of a delta. Thread: any. Lifetime: the view is of parts of `op`.
[[nodiscard]] OpView view_of(const OpRecord& op) noexcept;
[[nodiscard]] OpRecord record_of(const OpView& op);

/// Returns the bytes that an operation adds to `Head::bytes_since_snapshot`: those of its strings
/// and a fixed envelope. The same in every implementation, whatever the record takes on disk.
/// Thread: any.
[[nodiscard]] std::uint64_t log_bytes(const OpRecord& op) noexcept;

/// The content of a document at a version: the fold of the operations below it.
struct SnapshotRecord {
  Version version{};
  Timestamp time{};                     // of the last operation in it
  std::string type{};                   // the OT type's URI; empty: the document does not exist
  std::string content{};                // JSON of the type's value; empty if it does not exist
  std::optional<Version> created_at{};  // the op that created it as it stands
  friend bool operator==(const SnapshotRecord&, const SnapshotRecord&) = default;
};

/// The end of a document's log. A document that was never written has version 0 and no time.
struct Head {
  Version version{};
  Timestamp time{};                       // of the last operation
  Version snapshot_version{};             // of the newest stored snapshot; 0: none
  std::uint64_t bytes_since_snapshot{0};  // log_bytes of the operations from snapshot_version on
  std::string chain{};  // the hash of all operations (FORMAT.md, 5); empty: not known yet
  friend bool operator==(const Head&, const Head&) = default;
};

/// The result of a call of seal.
struct Sealed {
  std::uint64_t blocks{0};
  std::uint64_t ops{0};
  friend bool operator==(const Sealed&, const Sealed&) = default;
};

/// Operations to add to one document: their versions are dense from `expected_head`.
struct Append {
  DocumentKey key{};
  Version expected_head{};
  std::vector<OpRecord> ops{};
  /// If given, put with the operations in the same atomic write: a document is created together
  /// with its title, or not at all.
  std::optional<std::string> properties{};
};

/// A document in a listing.
struct ListedDocument {
  std::string id{};
  Head head{};
  std::string properties{};  // as last put; empty if never
};

/// The log of every document, its snapshots, and its properties. Calls block.
///
/// Thread, errors and order of writes: as Store says. `visit` functions run on the calling thread
/// with no lock held and may call the store.
class Logs {
 public:
  Logs() = default;
  Logs(const Logs&) = delete;
  Logs& operator=(const Logs&) = delete;
  virtual ~Logs() = default;

  /// Adds operations to several documents, durably (synced) unless the store was opened relaxed.
  /// All that can be added go in one atomic write. Returns one answer for each, in order.
  /// Errors, each for its document alone: kVersionConflict: that document's head is not
  /// `expected_head`; kBadOperation: a time before that of the operation before it. None of that
  /// append's operations were added.
  /// Requires: the ops of each append are dense from expected_head and not empty; no key twice.
  [[nodiscard]] virtual std::vector<Result<void>> append(std::span<const Append> appends) = 0;

  /// Returns the end of a document's log; Head{} if it was never written.
  [[nodiscard]] virtual Result<Head> head(const DocumentKey& key) = 0;

  /// Calls `visit` for the operations of [from, to) that exist, in order, until it answers false.
  /// Sees the log as it was when it was called. Error kCorrupt at the first that is missing or
  /// damaged: those before it were visited.
  [[nodiscard]] virtual Result<void> read_ops(const DocumentKey& key, Version from, Version to,
                                              const std::function<bool(OpRecord&&)>& visit) = 0;

  /// As read_ops, without copies: sealed operations come as deltas, and no JSON is written. For
  /// folding many operations. Cost: tens of nanoseconds for a sealed operation.
  [[nodiscard]] virtual Result<void> replay(const DocumentKey& key, Version from, Version to,
                                            const std::function<bool(const OpView&)>& visit) = 0;

  /// The version that a document had at an instant: the number of its operations with a time at or
  /// before `time`. Errors: those of read_ops. Cost: O(log n) reads, and some tens of microseconds.
  [[nodiscard]] virtual Result<Version> version_at(const DocumentKey& key, Timestamp time) = 0;

  /// Packs the operations below `upto` into sealed blocks, if at least `least` of them lie one by
  /// one. A sealed operation takes a hundredth of the space. Snapshots below `upto` that lie closer
  /// together than replaying needs are taken away. All reads answer as before.
  /// Each block is one atomic write, not synced: after a crash its operations lie one by one, or
  /// are sealed. A call that fails may have packed some blocks. Reads and appends go on meanwhile;
  /// two calls for one document take turns. Cost: some microseconds for each packed operation.
  [[nodiscard]] virtual Result<Sealed> seal(const DocumentKey& key, Version upto,
                                            std::uint64_t least = 1) = 0;

  /// The newest snapshot at or below `at_most`, or nothing. Error kCorrupt if that one is damaged:
  /// an older one, or the log from its start, gives the same content.
  [[nodiscard]] virtual Result<std::optional<SnapshotRecord>> snapshot(const DocumentKey& key,
                                                                       Version at_most) = 0;

  /// Stores a snapshot (again, if there is one of that version). Not synced: the log can always
  /// make it again. Error kVersionConflict: its version is 0 or above the stored head.
  /// Cost: one compression, and one read of the operations from its version to the head.
  [[nodiscard]] virtual Result<void> put_snapshot(const DocumentKey& key,
                                                  const SnapshotRecord& snapshot) = 0;

  /// Returns the JSON that the caller keeps beside the text (title, …); nothing if never put.
  [[nodiscard]] virtual Result<std::optional<std::string>> properties(const DocumentKey& key) = 0;
  /// Replaces it. Synced. The document need not have operations yet.
  [[nodiscard]] virtual Result<void> put_properties(const DocumentKey& key,
                                                    const std::string& json) = 0;

  /// Visits the documents of a collection that have operations, in the order of the bytes of their
  /// ids, from the first one after `after` (nothing: from the first), until `visit` answers false.
  [[nodiscard]] virtual Result<void> list(const std::string& collection,
                                          const std::optional<std::string>& after,
                                          const std::function<bool(ListedDocument&&)>& visit) = 0;
};

}  // namespace plenary::storage
