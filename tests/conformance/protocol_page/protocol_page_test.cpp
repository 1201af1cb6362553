// Executes the examples of protocol/PROTOCOL.md.

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "protocol/wire/decode.hpp"
#include "protocol/wire/encode.hpp"

namespace plenary::wire {
namespace {

constexpr std::string_view kRichText = "http://sharejs.org/types/rich-text/v1";

struct Example {
  std::string name;  // of a server's message; empty: a client's
  std::string json;
};

/// The fenced blocks marked `json client` and `json server NAME`.
std::vector<Example> examples() {
  std::ifstream page("protocol/PROTOCOL.md");
  EXPECT_TRUE(page) << "run from the root of the repository";
  std::vector<Example> found;
  const std::string client = "```json client";
  const std::string server = "```json server ";
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == client || line.starts_with(server)) {
      found.push_back({line == client ? "" : line.substr(server.size()), {}});
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      found.back().json += line;
    }
  }
  return found;
}

PresenceUpdate cursor() {
  PresenceUpdate update;
  update.channel = "documents.dc-paper";
  update.id = "cursor";
  update.presence_version = 4;
  update.value = R"({"index":3,"length":0,"name":"Ama","colour":"#2a6"})";
  update.key = DocumentKey{"documents", "dc-paper"};
  update.version = {6};
  update.type = kRichText;
  return update;
}

/// The frames of the encoder, by their names on the page.
std::map<std::string, std::string> encoded() {
  const DocumentKey paper{"documents", "dc-paper"};
  const Bulk versions{Bulk::Action::kSubscribe, "documents", true, {{"dc-paper", Version{5}}}};
  return {
      {"watch", properties("watch", paper, R"({"title":"DC paper"})")},
      {"properties", properties("properties", paper, R"({"title":"DC paper, second draft"})")},
      {"properties-read-only",
       properties("properties", paper, R"({"read_only":true,"title":"DC paper"})")},
      {"unwatch", properties("unwatch", paper, {})},
      {"threads",
       threads(paper, 0,
               std::vector<ThreadEvent>{{0, 0, "started", {1637258400000}, "a-7", "Ama Boateng"}})},
      {"threads-end", document_reply("threads_end", paper)},
      {"handshake", handshake("5f0c")},
      {"refuse-foreign-client",
       refuse(R"({"a":"hs","id":"5f0c","protocol":1,"protocolMinor":2})",
              {kForeignClient, "This client id belongs to somebody else: connect without one"})},
      {"op", op(paper, {4}, "9a3e", {7}, body_member(OpMember::kOp, R"([{"insert":"A "}])"))},
      {"op-for-a-client-without-tables",
       op(paper, {6}, "5f0c", {5}, body_member(OpMember::kOp, R"([{"retain":18},{"retain":1}])"))},
      {"acknowledge", acknowledge(paper, {5}, "5f0c", {3})},
      {"refuse-past-the-end",
       refuse(
           R"({"a":"op","c":"documents","d":"dc-paper","v":5,"seq":4,"op":[{"retain":999999},{"delete":1}]})",
           {kOpNotApplied, "…"})},
      {"refuse-frozen-part",
       refuse(
           R"({"a":"op","c":"documents","d":"dc-paper","v":6,"seq":6,"op":[{"retain":4},{"insert":"!"}]})",
           {kFrozenPart, "…"})},
      {"subscribe",
       document_reply("s", paper,
                      snapshot_object({6}, kRichText, R"({"ops":[{"insert":"A word\n"}]})"))},
      {"bulk-snapshots", bulk_data_reply("bs", "documents",
                                         R"({"dc-paper":)" + error_object({kUnavailable, "…"}) +
                                             R"(,"none":)" + snapshot_object({0}, {}, {}) + "}")},
      {"bulk-versions", bulk_echo_reply("bs", versions)},
      {"historic", historic_snapshot("nf", "1", {3}, kRichText, R"({"ops":[{"insert":"A\n"}]})")},
      {"presence-subscribed", presence_reply("ps", "documents.dc-paper", 1)},
      {"presence-asked", presence_request("documents.dc-paper")},
      {"presence", presence(cursor(), "5f0c")},
      {"refuse-query", refuse(R"({"a":"qf","id":1,"c":"documents","q":{}})",
                              {kNotImplemented, "Queries are not supported"})},
      {"query-unsubscribed", query_unsubscribed("1")},
  };
}

TEST(ProtocolPage, EveryMessageOfAClientIsDecoded) {
  std::size_t count = 0;
  for (const Example& example : examples()) {
    if (example.name.empty()) {
      EXPECT_TRUE(std::holds_alternative<ClientMessage>(decode(example.json))) << example.json;
      ++count;
    }
  }
  EXPECT_GT(count, 15u);
}

TEST(ProtocolPage, EveryMessageOfTheServerIsWhatTheEncoderMakes) {
  std::map<std::string, std::string> made = encoded();
  for (const Example& example : examples()) {
    if (example.name.empty()) {
      continue;
    }
    const auto mine = made.extract(example.name);
    ASSERT_FALSE(mine.empty()) << "no such example, or twice: " << example.name;
    const auto shown = json::parse(example.json);
    const auto parsed = json::parse(mine.mapped());
    ASSERT_TRUE(shown && parsed) << example.json << mine.mapped();
    EXPECT_EQ(*shown, *parsed) << example.name;
  }
  for (const auto& [name, message] : made) {
    ADD_FAILURE() << "the page does not show " << name;
  }
}

TEST(ProtocolPage, EveryCodeThatReachesAClientIsExplained) {
  std::ifstream file("protocol/PROTOCOL.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  for (const std::string_view code :
       {kMessageBadlyFormed, kOpBadlyFormed, kOpNotApplied, kOpVersionAhead, kDocAlreadyCreated,
        kDocWasDeleted, kDocDoesNotExist, kOpSubmitRejected, kReadRejected, kSequenceOverflow,
        kNoPresence, kNotImplemented, kUnavailable, kForeignClient, kTooMany}) {
    EXPECT_NE(page.find("| `" + std::string(code) + "`"), std::string::npos) << code;
  }
}

}  // namespace
}  // namespace plenary::wire
