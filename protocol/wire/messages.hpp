#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/base/units.hpp"

/// The messages that a client may send, as values: the ShareDB protocol 1.2, and ours. Only this
/// folder knows their JSON.
namespace plenary::wire {

/// A refusal. It goes back with all keys of the request (protocol reference, section 10.1).
struct Refusal {
  std::string_view code;  // one of the constants below
  std::string message;
};

/// The codes of ShareDB that we use. The stock client acts on the three marked ones and hands all
/// others on to its application.
inline constexpr std::string_view kMessageBadlyFormed = "ERR_MESSAGE_BADLY_FORMED";
inline constexpr std::string_view kOpBadlyFormed = "ERR_OT_OP_BADLY_FORMED";
inline constexpr std::string_view kOpNotApplied = "ERR_OT_OP_NOT_APPLIED";
inline constexpr std::string_view kOpVersionAhead = "ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT";
inline constexpr std::string_view kDocAlreadyCreated = "ERR_DOC_ALREADY_CREATED";
inline constexpr std::string_view kDocWasDeleted = "ERR_DOC_WAS_DELETED";
inline constexpr std::string_view kDocDoesNotExist = "ERR_DOC_DOES_NOT_EXIST";
inline constexpr std::string_view kOpSubmitRejected = "ERR_OP_SUBMIT_REJECTED";          // acted on
inline constexpr std::string_view kReadRejected = "ERR_SNAPSHOT_READ_SILENT_REJECTION";  // acted on
inline constexpr std::string_view kSequenceOverflow = "ERR_CONNECTION_SEQ_INTEGER_OVERFLOW";
inline constexpr std::string_view kNoPresence = "ERR_TYPE_DOES_NOT_SUPPORT_PRESENCE";
inline constexpr std::string_view kNotImplemented = "ERR_DATABASE_METHOD_NOT_IMPLEMENTED";
inline constexpr std::string_view kUnavailable =
    "ERR_UNAVAILABLE";  // ours: the store cannot answer now; try again
inline constexpr std::string_view kForeignClient =
    "ERR_FOREIGN_CLIENT";  // ours: a client id of somebody else
inline constexpr std::string_view kHistoryRejected =
    "ERR_HISTORY_REJECTED";  // ours: operations from before may not be read: open it afresh
inline constexpr std::string_view kFrozenPart =
    "ERR_FROZEN_PART";  // ours: it changes what the template froze
inline constexpr std::string_view kTooMany = "ERR_LIMIT_EXCEEDED";  // ours: a named limit

struct Handshake {
  std::string id;  // the id to go on with; empty: make one
};

struct Fetch {
  DocumentKey key;
  std::optional<Version> from;  // nothing: the snapshot; a version: the ops from it
};
struct Subscribe {
  DocumentKey key;
  std::optional<Version> from;
};
struct Unsubscribe {
  DocumentKey key;
};

/// A bulk form: either ids alone (snapshots are wanted), or ids with versions (ops are wanted).
struct BulkEntry {
  std::string id;
  std::optional<Version> from;
};
struct Bulk {
  enum class Action : std::uint8_t { kFetch, kSubscribe, kUnsubscribe };
  Action action{Action::kFetch};
  std::string collection;
  bool with_versions{false};
  std::vector<BulkEntry> entries;  // each id once
};

/// The kind of an op, decided by the first of the keys op, create and del that it has.
enum class SubmitKind : std::uint8_t { kEdit, kCreate, kDelete };
struct Submit {
  DocumentKey key;
  SubmitKind kind{SubmitKind::kEdit};
  std::optional<Version> base;        // nothing: the head
  std::optional<std::string> source;  // nothing: the socket's client id
  Sequence sequence;
  std::string type;  // kCreate: as sent, a URI or a short name
  std::string body;  // JSON: the value of `op`, or of `create.data` (empty if that key is absent)
};

struct SnapshotByVersion {
  DocumentKey key;
  std::string request;  // JSON of the client's `id`
  std::optional<Version> version;
};
struct SnapshotByTime {
  DocumentKey key;
  std::string request;
  std::optional<Timestamp> time;
};

struct PresenceSubscribe {
  std::string channel;
  std::uint64_t sequence{0};
};
struct PresenceUnsubscribe {
  std::string channel;
  std::uint64_t sequence{0};
};
struct PresenceRequest {
  std::string channel;
};
/// A presence value. Where it is about a document, `key`, `version` and `type` are set together.
struct PresenceUpdate {
  std::string channel;
  std::string id;
  std::uint64_t presence_version{0};
  std::string value;  // JSON; `null`: gone
  std::optional<DocumentKey> key;
  Version version;
  std::string type;
};

struct Query {
  std::string_view action;  // qf or qs
};
struct QueryUnsubscribe {
  std::string id;  // JSON
};
struct Ping {};

/// Ours: the properties beside the text (title, …), now and whenever they change.
struct Watch {
  DocumentKey key;
};
struct Unwatch {
  DocumentKey key;
};
/// Ours: what happens in the document's discussions, from the event of that number on.
struct WatchThreads {
  DocumentKey key;
  std::uint64_t from{0};
};
/// One event as watchers are told of it: never anybody's words.
struct ThreadEvent {
  std::uint64_t number{0};
  std::uint64_t thread{0};
  std::string_view is{};
  Timestamp at{};
  std::string author_id{};
  std::string author_name{};
};
struct UnwatchThreads {
  DocumentKey key;
};

using ClientMessage =
    std::variant<Handshake, Fetch, Subscribe, Unsubscribe, Bulk, Submit, SnapshotByVersion,
                 SnapshotByTime, PresenceSubscribe, PresenceUnsubscribe, PresenceRequest,
                 PresenceUpdate, Query, QueryUnsubscribe, Ping, Watch, Unwatch, WatchThreads,
                 UnwatchThreads>;

}  // namespace plenary::wire
