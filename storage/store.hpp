#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"

/// What Plenary asks of a database. Every implementation runs the suite in tests/conformance/storage.
/// Nothing above this interface may assume that its process is the only writer: an append names the version that it
/// expects and can lose.
namespace plenary::storage {

/// Names a document: any two strings (the wire allows any).
struct DocumentKey {
  std::string collection;
  std::string id;
  friend auto operator<=>(const DocumentKey&, const DocumentKey&) = default;
};

/// What an operation does. Values are on disk: do not change, do not reuse.
enum class OpKind : std::uint8_t { kEdit = 1, kCreate = 2, kDelete = 3, kNoOp = 4 };

/// One committed operation. It takes the document from `version` to `version.next()`.
struct OpRecord {
  Version version;
  OpKind kind{OpKind::kNoOp};
  Timestamp time;       // of the commit; never before that of the operation before it
  std::string author;   // the identity that submitted it; empty where everybody is one identity
  std::string source;   // the client id: the wire's `src`
  Sequence sequence;    // the wire's `seq`
  std::string body;     // JSON: the wire's value of `op` or `create`; empty for kDelete and kNoOp
  friend bool operator==(const OpRecord&, const OpRecord&) = default;
};

/// The content of a document at a version: the fold of the operations below it.
struct SnapshotRecord {
  Version version;
  Timestamp time;                        // of the last operation in it
  std::string type;                      // the OT type's URI; empty: the document does not exist
  std::string content;                   // JSON of the type's value; empty if it does not exist
  std::optional<Version> created_at;     // the op that created it as it stands
  friend bool operator==(const SnapshotRecord&, const SnapshotRecord&) = default;
};

/// Where a document's log ends. A document that was never written has version 0 and no time.
struct Head {
  Version version;
  Timestamp time;                        // of the last operation
  Version snapshot_version;              // of the newest stored snapshot; 0: none
  std::uint64_t bytes_since_snapshot{0}; // of operation bodies and their envelopes in the log after it
  friend bool operator==(const Head&, const Head&) = default;
};

/// Operations to add to one document: versions are dense from `expected_head`.
struct Append {
  DocumentKey key;
  Version expected_head;
  std::vector<OpRecord> ops;
};

/// A document in a listing.
struct ListedDocument {
  std::string id;
  Head head;
  std::string properties;  // as put_properties left them; empty if never
};

/// Blocking calls, safe from any thread at once. Errors of all: kIo, kCorrupt (with key and place), kReadOnly for writes.
/// A call that fails leaves everything as it was.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Adds operations to several documents, durably (synced) unless the store was opened relaxed. All that can be added go in one
  /// atomic write; one answer for each, in order. kVersionConflict: that document's head is not `expected_head`, its
  /// operations were not added. Requires: ops of each append are dense from expected_head and not empty; no key twice.
  [[nodiscard]] virtual std::vector<Result<void>> append(std::span<const Append> appends) = 0;

  [[nodiscard]] virtual Result<Head> head(const DocumentKey& key) = 0;

  /// Calls `visit` for the operations of [from, to) that exist, in order, until it answers false.
  [[nodiscard]] virtual Result<void> read_ops(const DocumentKey& key, Version from, Version to,
                                              const std::function<bool(OpRecord&&)>& visit) = 0;

  /// The newest snapshot at or below `at_most`, or nothing.
  [[nodiscard]] virtual Result<std::optional<SnapshotRecord>> snapshot(const DocumentKey& key, Version at_most) = 0;

  /// Stores a snapshot; not synced, since the log can always make it again. Requires: version ≤ the stored head.
  [[nodiscard]] virtual Result<void> put_snapshot(const DocumentKey& key, const SnapshotRecord& snapshot) = 0;

  /// What is kept beside the text (title, …), as JSON of the caller's. Synced.
  [[nodiscard]] virtual Result<std::optional<std::string>> properties(const DocumentKey& key) = 0;
  [[nodiscard]] virtual Result<void> put_properties(const DocumentKey& key, const std::string& json) = 0;

  /// Visits the documents of a collection in the order of their ids, from after `after`, until `visit` answers false.
  [[nodiscard]] virtual Result<void> list(const std::string& collection, const std::string& after,
                                          const std::function<bool(ListedDocument&&)>& visit) = 0;

  /// The identity that a client id belongs to, or nothing; and its first claim (kept if there is one already: the answer is the owner).
  [[nodiscard]] virtual Result<std::optional<std::string>> client_owner(const std::string& client_id) = 0;
  [[nodiscard]] virtual Result<std::string> claim_client(const std::string& client_id, const std::string& identity) = 0;

  /// A consistent copy of everything durable, in a directory that does not exist yet, while writes go on.
  /// Errors: kUnsupported for stores without files.
  [[nodiscard]] virtual Result<void> checkpoint(const std::filesystem::path& to) = 0;
};

}  // namespace plenary::storage
