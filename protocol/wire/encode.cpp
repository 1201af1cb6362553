#include "protocol/wire/encode.hpp"

#include <utility>

#include "protocol/json/value.hpp"

namespace plenary::wire {
namespace {

/// Writes the members of one object in order.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::size_t expected) { out_.reserve(expected); }

  ObjectWriter& text(std::string_view key, std::string_view value) {
    start(key);
    json::append_string(out_, value);
    return *this;
  }
  ObjectWriter& number(std::string_view key, std::uint64_t value) {
    start(key);
    out_ += std::to_string(value);
    return *this;
  }
  ObjectWriter& json(std::string_view key, std::string_view value) {
    start(key);
    out_ += value;
    return *this;
  }
  /// Members that are JSON already, keys included; may be empty.
  ObjectWriter& members(std::string_view members) {
    if (!members.empty()) {
      separate();
      out_ += members;
    }
    return *this;
  }
  std::string take() {
    separate_ = true;
    out_ += out_.empty() ? "{}" : "}";
    return std::move(out_);
  }

 private:
  void separate() { out_.push_back(std::exchange(separate_, true) ? ',' : '{'); }
  void start(std::string_view key) {
    separate();
    out_.push_back('"');
    out_ += key;
    out_ += "\":";
  }
  std::string out_;
  bool separate_{false};
};

constexpr std::size_t kSmall = 128;  // room for the fixed part of any message

std::string greeting(std::string_view action, std::string_view client_id) {
  return ObjectWriter(kSmall)
      .text("a", action)
      .number("protocol", 1)
      .number("protocolMinor", 2)
      .text("id", client_id)
      .text("type", kJson0Uri)
      .take();
}

std::string error_member(const Refusal& refusal) {
  return ObjectWriter(kSmall).text("code", refusal.code).text("message", refusal.message).take();
}

ObjectWriter& add_type(ObjectWriter& writer, std::string_view type_uri) {
  return type_uri.empty() ? writer.json("type", "null") : writer.text("type", type_uri);
}

}  // namespace

std::string init(std::string_view client_id) {
  return greeting("init", client_id);
}

std::string handshake(std::string_view client_id) {
  return greeting("hs", client_id);
}

std::string refuse(std::string_view request, const Refusal& refusal) {
  const std::size_t end = request.find_last_of('}');
  const std::size_t first = request.find_first_not_of(" \t\r\n", request.find('{') + 1);
  std::string out(request.substr(0, end));
  out += first == end ? "\"error\":" : ",\"error\":";
  out += error_member(refusal);
  out.push_back('}');
  return out;
}

std::string snapshot_object(Version version, std::string_view type_uri,
                            std::string_view content_json) {
  ObjectWriter writer(content_json.size() + kSmall);
  writer.number("v", version.value);
  if (!type_uri.empty()) {
    writer.json("data", content_json);
  }
  return add_type(writer, type_uri).take();
}

std::string document_reply(std::string_view action, const DocumentKey& key,
                           std::string_view data_json) {
  ObjectWriter writer(data_json.size() + kSmall);
  if (!data_json.empty()) {
    writer.json("data", data_json);
  }
  return writer.text("a", action).text("c", key.collection).text("d", key.id).take();
}

std::string bulk_data_reply(std::string_view action, std::string_view collection,
                            std::string_view data_json) {
  return ObjectWriter(data_json.size() + kSmall)
      .json("data", data_json)
      .text("a", action)
      .text("c", collection)
      .take();
}

std::string bulk_echo_reply(std::string_view action, const Bulk& bulk) {
  std::string b = bulk.with_versions ? "{" : "[";
  for (const BulkEntry& entry : bulk.entries) {
    if (b.size() > 1) {
      b.push_back(',');
    }
    json::append_string(b, std::string_view(entry.id));
    if (bulk.with_versions) {
      b += ":" + (entry.from ? std::to_string(entry.from->value) : std::string("null"));
    }
  }
  b.push_back(bulk.with_versions ? '}' : ']');
  return ObjectWriter(b.size() + kSmall)
      .text("a", action)
      .text("c", bulk.collection)
      .json("b", b)
      .take();
}

std::string error_object(const Refusal& refusal) {
  return ObjectWriter(kSmall).json("error", error_member(refusal)).take();
}

std::string op(const DocumentKey& key, Version version, std::string_view source, Sequence sequence,
               std::string_view body_member) {
  return ObjectWriter(body_member.size() + kSmall)
      .text("a", "op")
      .text("c", key.collection)
      .text("d", key.id)
      .number("v", version.value)
      .text("src", source)
      .number("seq", sequence.value)
      .members(body_member)
      .take();
}

std::string body_member(OpMember kind, std::string_view body_json) {
  switch (kind) {
    case OpMember::kOp:
      return "\"op\":" + std::string(body_json);
    case OpMember::kCreate:
      return "\"create\":" + std::string(body_json);
    case OpMember::kDel:
      return "\"del\":true";
    case OpMember::kNone:
      break;
  }
  return {};
}

std::string acknowledge(const DocumentKey& key, Version version, std::string_view source,
                        Sequence sequence) {
  return ObjectWriter(kSmall)
      .text("src", source)
      .number("seq", sequence.value)
      .number("v", version.value)
      .text("a", "op")
      .text("c", key.collection)
      .text("d", key.id)
      .take();
}

std::string historic_snapshot(std::string_view action, std::string_view request_json,
                              Version version, std::string_view type_uri,
                              std::string_view content_json) {
  ObjectWriter writer(content_json.size() + kSmall);
  writer.json("id", request_json).number("v", version.value);
  add_type(writer, type_uri);
  if (!type_uri.empty()) {
    writer.json("data", content_json);
  }
  return writer.json("m", "null").text("a", action).take();
}

std::string presence(const PresenceUpdate& update, std::string_view source) {
  ObjectWriter writer(update.value.size() + kSmall);
  writer.text("a", "p")
      .text("ch", update.channel)
      .text("src", source)
      .text("id", update.id)
      .json("p", update.value)
      .number("pv", update.presence_version);
  if (update.key) {
    writer.text("c", update.key->collection)
        .text("d", update.key->id)
        .number("v", update.version.value);
    if (!update.type.empty()) {
      writer.text("t", update.type);
    }
  }
  return writer.take();
}

std::string presence_reply(std::string_view action, std::string_view channel,
                           std::uint64_t sequence) {
  return ObjectWriter(kSmall).text("ch", channel).number("seq", sequence).text("a", action).take();
}

std::string presence_request(std::string_view channel) {
  return ObjectWriter(kSmall).text("a", "pr").text("ch", channel).take();
}

std::string presence_request_reply() {
  return R"({"a":"pr"})";
}

std::string query_unsubscribed(std::string_view id_json) {
  return ObjectWriter(kSmall).text("a", "qu").json("id", id_json).take();
}

std::string pong() {
  return R"({"a":"pp"})";
}

std::string properties(std::string_view action, const DocumentKey& key,
                       std::string_view properties_json) {
  ObjectWriter writer(properties_json.size() + kSmall);
  writer.text("a", action).text("c", key.collection).text("d", key.id);
  if (!properties_json.empty()) {
    writer.json("properties", properties_json);
  }
  return writer.take();
}

std::string threads(const DocumentKey& key, std::uint64_t from,
                    std::span<const ThreadEvent> events) {
  std::string list = "[";
  for (const ThreadEvent& event : events) {
    list += list.size() == 1 ? "" : ",";
    list += ObjectWriter(kSmall)
                .number("number", event.number)
                .number("thread", event.thread)
                .text("is", event.is)
                .json("at", std::to_string(event.at.ms))
                .json("by", ObjectWriter(kSmall)
                                .text("id", event.author_id)
                                .text("name", event.author_name)
                                .take())
                .take();
  }
  return ObjectWriter(list.size() + kSmall)
      .text("a", "threads")
      .text("c", key.collection)
      .text("d", key.id)
      .number("from", from)
      .number("to", from + events.size())
      .json("events", list + "]")
      .take();
}

}  // namespace plenary::wire
