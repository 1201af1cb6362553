#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/wire/messages.hpp"

/// The messages of the server, as JSON texts. Pure; any thread; linear cost. Requires: every string
/// is WTF-8, every `…_json` is JSON.
namespace plenary::wire {

inline constexpr std::string_view kJson0Uri = "http://sharejs.org/types/JSONv0";

[[nodiscard]] std::string init(std::string_view client_id);
[[nodiscard]] std::string handshake(std::string_view client_id);

/// The request again with `error` in it. Requires: `request` is a JSON object's text.
[[nodiscard]] std::string refuse(std::string_view request, const Refusal& refusal);

/// A snapshot as it stands in replies: `{v,data,type}`. An empty type is null: the document does
/// not exist.
[[nodiscard]] std::string snapshot_object(Version version, std::string_view type_uri,
                                          std::string_view content_json);

/// `{a,c,d}`, with `data` in front where there is some: the reply to f, s and u.
[[nodiscard]] std::string document_reply(std::string_view action, const DocumentKey& key,
                                         std::string_view data_json = {});

/// The reply to a bulk form: with `data` (a map of snapshots, JSON) or with `b` as it was sent.
[[nodiscard]] std::string bulk_data_reply(std::string_view action, std::string_view collection,
                                          std::string_view data_json);
[[nodiscard]] std::string bulk_echo_reply(std::string_view action, const Bulk& bulk);

/// `{"error":{code,message}}`: one document's part of a bulk reply.
[[nodiscard]] std::string error_object(const Refusal& refusal);

/// An operation as subscribers get it. `body_member` is the rest of the object from its key on, as
/// body_member() made it; it may be empty (a no-op).
[[nodiscard]] std::string op(const DocumentKey& key, Version version, std::string_view source,
                             Sequence sequence, std::string_view body_member);

/// `"op":…`, `"create":…`, `"del":true`, or nothing for a no-op.
enum class OpMember : std::uint8_t { kOp, kCreate, kDel, kNone };
[[nodiscard]] std::string body_member(OpMember kind, std::string_view body_json);

/// The acknowledgement of an operation: `version` is the one at which it was committed.
[[nodiscard]] std::string acknowledge(const DocumentKey& key, Version version,
                                      std::string_view source, Sequence sequence);

/// The reply to nf and nt.
[[nodiscard]] std::string historic_snapshot(std::string_view action, std::string_view request_json,
                                            Version version, std::string_view type_uri,
                                            std::string_view content_json);

/// Presence.
[[nodiscard]] std::string presence(const PresenceUpdate& update, std::string_view source);
[[nodiscard]] std::string presence_reply(std::string_view action, std::string_view channel,
                                         std::uint64_t sequence);
[[nodiscard]] std::string presence_request(std::string_view channel);
[[nodiscard]] std::string presence_request_reply();

[[nodiscard]] std::string query_unsubscribed(std::string_view id_json);
[[nodiscard]] std::string pong();

/// Ours. `action` is watch, unwatch or properties; the last parameter is empty for unwatch.
[[nodiscard]] std::string properties(std::string_view action, const DocumentKey& key,
                                     std::string_view properties_json);

/// Ours. `events` are dense from the number `from` on.
[[nodiscard]] std::string threads(const DocumentKey& key, std::uint64_t from,
                                  std::span<const ThreadEvent> events);

}  // namespace plenary::wire
