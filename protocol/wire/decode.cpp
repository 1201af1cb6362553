#include "protocol/wire/decode.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/json/prototype_names.hpp"
#include "protocol/json/reader.hpp"
#include "protocol/wire/fields.hpp"

namespace plenary::wire {
namespace {

using json::Kind;
using json::Reader;
using Decoded = std::variant<ClientMessage, Refusal, Garbage>;

Refusal badly_formed(std::string_view message) {
  return {kMessageBadlyFormed, std::string(message)};
}

bool is_good_name(const Field& field) {
  return field.is_string() && !json::is_prototype_name(field.text);
}

/// Cost: a search of the text, unless it may have such a key.
bool has_proto_key(const std::string& value_json) {
  if (value_json.find("__") == std::string::npos && value_json.find("\\u") == std::string::npos) {
    return false;
  }
  const auto value = json::parse(value_json);
  return value && json::has_proto_key(*value);
}

/// The document that a message is about, or the error in its name.
std::variant<DocumentKey, Refusal> key_of(const Fields& fields) {
  if (!is_good_name(fields.c)) {
    return badly_formed("Invalid collection");
  }
  if (!is_good_name(fields.d)) {
    return badly_formed("Invalid id");
  }
  return DocumentKey{fields.c.text, fields.d.text};
}

std::optional<Version> version_of(const Field& field) {
  return field.absent_or_null() ? std::nullopt : std::optional(Version{field.count()});
}

bool is_bad_version(const Field& field) {
  return !field.absent_or_null() && !field.is_count();
}

template <class Message>
Decoded decode_read(const Fields& fields) {
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  if (is_bad_version(fields.v)) {
    return badly_formed("Invalid version");
  }
  return ClientMessage(Message{std::get<DocumentKey>(std::move(key)), version_of(fields.v)});
}

template <class Message>
Decoded decode_keyed(const Fields& fields) {
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  return ClientMessage(Message{std::get<DocumentKey>(std::move(key))});
}

Decoded decode_watch_threads(const Fields& fields) {
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  if (is_bad_version(fields.from)) {
    return badly_formed("Invalid number");
  }
  const std::uint64_t from = fields.from.absent_or_null() ? 0 : fields.from.count();
  return ClientMessage(WatchThreads{std::get<DocumentKey>(std::move(key)), from});
}

std::optional<Refusal> read_bulk_list(Reader& reader, Bulk& bulk) {
  std::set<std::string, std::less<>> seen;
  reader.begin_array();
  while (reader.next_element()) {
    Field id;
    read_field(reader, id);
    if (!is_good_name(id)) {
      return badly_formed("Invalid id");
    }
    if (seen.insert(id.text).second) {
      bulk.entries.push_back({std::move(id.text), std::nullopt});
    }
  }
  return std::nullopt;
}

std::optional<Refusal> read_bulk_map(Reader& reader, Bulk& bulk) {
  bulk.with_versions = true;
  std::set<std::string, std::less<>> seen;
  std::string id;
  reader.begin_object();
  while (reader.next_member(id)) {
    Field version;
    read_field(reader, version);
    if (json::is_prototype_name(id)) {
      return badly_formed("Invalid id");
    }
    if (is_bad_version(version)) {
      return badly_formed("Invalid version");
    }
    if (seen.insert(id).second) {
      bulk.entries.push_back({id, version_of(version)});
    }
  }
  return std::nullopt;
}

Decoded decode_bulk(const Fields& fields, Bulk::Action action) {
  if (!is_good_name(fields.c)) {
    return badly_formed("Invalid collection");
  }
  Bulk bulk{action, fields.c.text, false, {}};
  std::optional<Refusal> refusal;
  Reader reader(fields.b.raw);
  if (fields.b.kind == Kind::kArray) {
    refusal = read_bulk_list(reader, bulk);
  } else if (fields.b.kind == Kind::kObject) {
    refusal = read_bulk_map(reader, bulk);
  } else {
    refusal = badly_formed("Invalid bulk subscribe data");
  }
  if (refusal) {
    return std::move(*refusal);
  }
  return ClientMessage(std::move(bulk));
}

/// Reads `create`: an object with a text `type` and perhaps `data`.
std::optional<Refusal> read_create(const Field& create, Submit& submit) {
  if (create.kind != Kind::kObject) {
    return Refusal{kOpBadlyFormed, "Create data must be an object"};
  }
  Reader reader(create.raw);
  bool typed = false;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "type" && reader.peek() == Kind::kString) {
      submit.type = reader.string();
      typed = true;
    } else if (key == "data") {
      submit.body = std::string(reader.skip());
    } else {
      reader.skip();
    }
  }
  if (!typed) {
    return Refusal{kOpBadlyFormed, "Missing create type"};
  }
  return std::nullopt;
}

std::optional<Refusal> read_action(const Fields& fields, Submit& submit) {
  if (!fields.op.absent()) {
    submit.kind = SubmitKind::kEdit;
    submit.body = as_json(fields.op);
    return std::nullopt;
  }
  if (!fields.create.absent()) {
    submit.kind = SubmitKind::kCreate;
    return read_create(fields.create, submit);
  }
  if (!fields.del.absent()) {
    submit.kind = SubmitKind::kDelete;
    if (fields.del.raw != "true") {
      return Refusal{kOpBadlyFormed, "del value must be true"};
    }
    return std::nullopt;
  }
  return badly_formed("Invalid op message");
}

Decoded decode_submit(const Fields& fields) {
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  if (is_bad_version(fields.v)) {
    return badly_formed("Invalid version");
  }
  if (!fields.seq.absent_or_null() && !fields.seq.is_number()) {
    return badly_formed("Invalid seq");
  }
  if (!fields.src.absent_or_null() && (!fields.src.is_string() || fields.src.text.empty())) {
    return badly_formed("Invalid src");
  }
  Submit submit;
  submit.key = std::get<DocumentKey>(std::move(key));
  submit.base = version_of(fields.v);
  if (fields.src.is_string()) {
    submit.source = fields.src.text;
  }
  if (auto refusal = read_action(fields, submit)) {
    return std::move(*refusal);
  }
  if (fields.seq.absent_or_null()) {
    return Refusal{kOpBadlyFormed, "Both src and seq must be set together"};
  }
  if (fields.seq.number >= kMaxWhole) {
    return Refusal{
        kSequenceOverflow,
        "Connection seq has exceeded the max safe integer, maybe from being open for too long"};
  }
  if (!fields.seq.is_count()) {
    return badly_formed("Invalid seq");
  }
  submit.sequence = {fields.seq.count()};
  return ClientMessage(std::move(submit));
}

Decoded decode_snapshot_by_version(const Fields& fields) {
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  if (is_bad_version(fields.v)) {
    return badly_formed("Invalid version");
  }
  return ClientMessage(SnapshotByVersion{std::get<DocumentKey>(std::move(key)), as_json(fields.id),
                                         version_of(fields.v)});
}

Decoded decode_snapshot_by_time(const Fields& fields) {
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  if (!fields.ts.absent_or_null() &&
      (!fields.ts.is_number() || std::fabs(fields.ts.number) > kMaxWhole)) {
    return badly_formed("Invalid timestamp");
  }
  std::optional<Timestamp> time;
  if (fields.ts.is_number()) {
    time = Timestamp{static_cast<std::int64_t>(std::floor(fields.ts.number))};
  }
  return ClientMessage(
      SnapshotByTime{std::get<DocumentKey>(std::move(key)), as_json(fields.id), time});
}

template <class Message>
Decoded decode_channel(const Fields& fields) {
  if (!is_good_name(fields.ch)) {
    return badly_formed("Invalid presence channel");
  }
  if (!fields.seq.absent_or_null() && !fields.seq.is_count()) {
    return badly_formed("Invalid seq");
  }
  return ClientMessage(Message{fields.ch.text, fields.seq.is_count() ? fields.seq.count() : 0});
}

Decoded decode_presence(const Fields& fields) {
  if (!is_good_name(fields.ch)) {
    return badly_formed("Invalid presence channel");
  }
  if (!is_good_name(fields.id) || fields.id.text.empty()) {
    return badly_formed("Invalid presence ID");
  }
  if (!fields.pv.is_count()) {
    return badly_formed("Invalid presence version");
  }
  PresenceUpdate update;
  update.channel = fields.ch.text;
  update.id = fields.id.text;
  update.presence_version = fields.pv.count();
  update.value = as_json(fields.p);
  if (has_proto_key(update.value)) {
    return badly_formed("Invalid presence value");
  }
  if (fields.c.absent_or_null() && fields.d.absent_or_null()) {
    return ClientMessage(std::move(update));
  }
  auto key = key_of(fields);
  if (auto* refusal = std::get_if<Refusal>(&key)) {
    return std::move(*refusal);
  }
  if (!fields.v.is_count()) {
    return badly_formed("Invalid version");
  }
  update.key = std::get<DocumentKey>(std::move(key));
  update.version = {fields.v.count()};
  update.type = fields.t.text;
  return ClientMessage(std::move(update));
}

Decoded decode_handshake(const Fields& fields) {
  const auto bad = [](const Field& f) {
    return !f.absent_or_null() && !f.is_number() && !f.is_string();
  };
  if (bad(fields.protocol) || bad(fields.minor)) {
    return badly_formed("Invalid protocol");
  }
  if (!fields.id.absent_or_null() && !fields.id.is_string()) {
    return badly_formed("Invalid id");
  }
  return ClientMessage(Handshake{fields.id.text});
}

/// The versions of a query's documents that a client has: [[id, version], …].
std::optional<Refusal> check_query_results(const Field& results) {
  if (results.absent_or_null()) {
    return std::nullopt;
  }
  if (results.kind != Kind::kArray) {
    return badly_formed("Invalid query results");
  }
  Reader reader(results.raw);
  reader.begin_array();
  while (reader.next_element()) {
    if (reader.peek() != Kind::kArray) {
      return badly_formed("Invalid query results");
    }
    Field id;
    Field version;
    reader.begin_array();
    for (std::size_t i = 0; reader.next_element(); ++i) {
      if (i < 2) {
        read_field(reader, i == 0 ? id : version);
      } else {
        reader.skip();
      }
    }
    if (!is_good_name(id)) {
      return badly_formed("Invalid id");
    }
    if (is_bad_version(version)) {
      return badly_formed("Invalid version");
    }
  }
  return std::nullopt;
}

Decoded decode_query(const Fields& fields, std::string_view action) {
  if (!fields.id.is_number()) {
    return badly_formed("Missing query ID");
  }
  if (auto refusal = check_query_results(fields.r)) {
    return std::move(*refusal);
  }
  if (action == "qu") {
    return ClientMessage(QueryUnsubscribe{as_json(fields.id)});
  }
  return ClientMessage(Query{action});
}

using Action = Bulk::Action;

Decoded decode_presence_request(const Fields& fields) {
  if (!is_good_name(fields.ch)) {
    return badly_formed("Invalid presence channel");
  }
  return ClientMessage(PresenceRequest{fields.ch.text});
}

/// Every action, and what reads its messages.
struct Route {
  std::string_view action;
  Decoded (*decode)(const Fields&);
};
constexpr std::array<Route, 22> kRoutes{{
    {"op", decode_submit},
    {"p", decode_presence},
    {"hs", decode_handshake},
    {"f", decode_read<Fetch>},
    {"s", decode_read<Subscribe>},
    {"u", decode_keyed<Unsubscribe>},
    {"bf", [](const Fields& f) { return decode_bulk(f, Action::kFetch); }},
    {"bs", [](const Fields& f) { return decode_bulk(f, Action::kSubscribe); }},
    {"bu", [](const Fields& f) { return decode_bulk(f, Action::kUnsubscribe); }},
    {"nf", decode_snapshot_by_version},
    {"nt", decode_snapshot_by_time},
    {"ps", decode_channel<PresenceSubscribe>},
    {"pu", decode_channel<PresenceUnsubscribe>},
    {"pr", decode_presence_request},
    {"pp", [](const Fields& /*f*/) { return Decoded(ClientMessage(Ping{})); }},
    {"qf", [](const Fields& f) { return decode_query(f, "qf"); }},
    {"qs", [](const Fields& f) { return decode_query(f, "qs"); }},
    {"qu", [](const Fields& f) { return decode_query(f, "qu"); }},
    {"watch", decode_keyed<Watch>},
    {"unwatch", decode_keyed<Unwatch>},
    {"threads", decode_watch_threads},
    {"threads_end", decode_keyed<UnwatchThreads>},
}};

Decoded dispatch(const Fields& fields) {
  const auto* const route = std::find_if(kRoutes.begin(), kRoutes.end(), [&](const Route& r) {
    return fields.a.is_string() && r.action == fields.a.text;
  });
  return route == kRoutes.end() ? Decoded(badly_formed("Invalid or unknown message"))
                                : route->decode(fields);
}

}  // namespace

Decoded decode(std::string_view frame) {
  if (!utf::is_utf8(frame)) {
    return Garbage{"not UTF-8"};
  }
  if (Reader(frame).peek() != Kind::kObject) {
    return Garbage{"not a JSON object"};
  }
  Fields fields;
  if (const auto done = read_fields(frame, fields); !done) {
    // A refusal repeats the request, so the request must be JSON to its end. The library checks
    // that without recursion.
    const bool refusable = done.error().code == Errc::kTooDeep && json::Value::accept(frame);
    return refusable ? Decoded(badly_formed("The message nests too deeply"))
                     : Decoded(Garbage{"not JSON"});
  }
  return dispatch(fields);
}

std::vector<std::string_view> actions() {
  std::vector<std::string_view> names;
  for (const Route& route : kRoutes) {
    names.push_back(route.action);
  }
  return names;
}

}  // namespace plenary::wire
