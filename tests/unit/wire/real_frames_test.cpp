// Compares with frames that a stock server and stock clients exchanged.

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "protocol/wire/decode.hpp"
#include "protocol/wire/encode.hpp"

namespace plenary::wire {
namespace {

using json::Value;

std::string shared_directory() {
  const char* const named = std::getenv("PLENARY_SHARED");
  return named != nullptr ? named : "../shared";
}

struct Frames {
  std::vector<std::string> from_clients;
  std::vector<std::string> from_server;
};

std::optional<Frames> read_frames() {
  std::ifstream file(shared_directory() + "/reference/sharedb-frames.txt");
  if (!file) {
    return std::nullopt;
  }
  Frames frames;
  for (std::string line; std::getline(file, line);) {
    if (const auto up = line.find(" -> {"); up != std::string::npos) {
      frames.from_clients.push_back(line.substr(up + 4));
    } else if (const auto down = line.find(" <- {"); down != std::string::npos) {
      frames.from_server.push_back(line.substr(down + 4));
    }
  }
  return frames;
}

std::string text(const Value& frame, const char* key) {
  return frame.contains(key) ? json::to_string(frame[key]) : std::string();
}
std::string name(const Value& frame, const char* key) {
  return frame.contains(key) && frame[key].is_string() ? frame[key].get<std::string>()
                                                       : std::string();
}
std::uint64_t count(const Value& frame, const char* key) {
  return frame.contains(key) ? frame[key].get<std::uint64_t>() : 0;
}

std::string again_op(const Value& f) {
  const DocumentKey key{name(f, "c"), name(f, "d")};
  const Version version{count(f, "v")};
  const Sequence sequence{count(f, "seq")};
  const OpMember member = f.contains("op")       ? OpMember::kOp
                          : f.contains("create") ? OpMember::kCreate
                          : f.contains("del")    ? OpMember::kDel
                                                 : OpMember::kNone;
  return member == OpMember::kNone
             ? acknowledge(key, version, name(f, "src"), sequence)
             : op(key, version, name(f, "src"), sequence,
                  body_member(member, text(f, member == OpMember::kOp ? "op" : "create")));
}

std::string again_presence(const Value& f) {
  PresenceUpdate update;
  update.channel = name(f, "ch");
  update.id = name(f, "id");
  update.presence_version = count(f, "pv");
  update.value = text(f, "p");
  if (f.contains("d")) {
    update.key = DocumentKey{name(f, "c"), name(f, "d")};
    update.version = {count(f, "v")};
    update.type = name(f, "t");
  }
  return presence(update, name(f, "src"));
}

std::string again_snapshot(const Value& data) {
  return snapshot_object({count(data, "v")}, name(data, "type"), text(data, "data"));
}

std::string again_bulk(const Value& f) {
  std::string data = "{";
  for (const auto& [id, part] : f["data"].items()) {
    data += data.size() > 1 ? "," : "";
    json::append_string(data, std::string_view(id));
    const std::string refused = part.contains("error") ? name(part["error"], "message") : "";
    data += ":" + (part.contains("error") ? error_object({kReadRejected, refused})
                                          : again_snapshot(part));
  }
  return bulk_data_reply(name(f, "a"), name(f, "c"), data + "}");
}

/// The frame as our encoder writes it from its parts; empty if we never send such a one.
std::string again(const Value& f) {
  const std::string action = name(f, "a");
  if (f.contains("error")) {
    Value request = f;
    request.erase("error");
    return refuse(json::to_string(request), {kUnavailable, name(f["error"], "message")});
  }
  if (action == "init") {
    return init(name(f, "id"));
  }
  if (action == "hs") {
    return handshake(name(f, "id"));
  }
  if (action == "op") {
    return f.contains("fixup") ? "" : again_op(f);
  }
  if (action == "p") {
    return f.contains("seq") ? "" : again_presence(f);
  }
  if (action == "ps" || action == "pu") {
    return presence_reply(action, name(f, "ch"), count(f, "seq"));
  }
  if (action == "pr") {
    return f.contains("ch") ? presence_request(name(f, "ch")) : presence_request_reply();
  }
  if (action == "nf" || action == "nt") {
    return historic_snapshot(action, text(f, "id"), {count(f, "v")}, name(f, "type"),
                             text(f, "data"));
  }
  if (action == "pp") {
    return pong();
  }
  if (action == "qu") {
    return query_unsubscribed(text(f, "id"));
  }
  if (!f.contains("d") && (action == "f" || action == "s" || action == "u")) {
    return {};  // the request named no document: we refuse that
  }
  if (action == "f" || action == "s" || action == "u") {
    return document_reply(action, {name(f, "c"), name(f, "d")},
                          f.contains("data") ? again_snapshot(f["data"]) : "");
  }
  return action.starts_with("b") && f.contains("data") ? again_bulk(f) : "";
}

/// Takes away where we differ on purpose: the code of an error, the type of a json0 snapshot.
Value comparable(Value frame) {
  if (frame.contains("error")) {
    frame["error"].erase("code");
  }
  const auto name_type = [](Value& snapshot) {
    if (snapshot.is_object() && snapshot.contains("data") && !snapshot.contains("type")) {
      snapshot["type"] = std::string(kJson0Uri);
    }
  };
  if (frame.contains("data") && frame["data"].is_object() && frame["a"] != "nf" &&
      frame["a"] != "nt") {
    name_type(frame["data"]);
    for (auto& [key, part] : frame["data"].items()) {
      if (frame["a"] == "bs" || frame["a"] == "bf") {
        name_type(part);
        if (part.contains("error")) {
          part["error"].erase("code");
        }
      }
    }
  }
  return frame;
}

TEST(RealFrames, WhatTheStockClientSendsIsDecoded) {
  const auto frames = read_frames();
  if (!frames) {
    GTEST_SKIP() << "LOUD: " << shared_directory() << "/reference/sharedb-frames.txt is not there";
  }
  std::size_t messages = 0;
  for (const std::string& frame : frames->from_clients) {
    messages += std::holds_alternative<ClientMessage>(decode(frame)) ? 1 : 0;
  }
  std::cout << messages << " of " << frames->from_clients.size()
            << " decoded, the others are mistakes\n";
  EXPECT_GT(messages, 60u);
}

TEST(RealFrames, WhatTheStockServerSendsIsWhatWeWrite) {
  const auto frames = read_frames();
  if (!frames) {
    GTEST_SKIP() << "LOUD: " << shared_directory() << "/reference/sharedb-frames.txt is not there";
  }
  std::size_t compared = 0;
  for (const std::string& frame : frames->from_server) {
    const auto parsed = json::parse(frame);
    if (!parsed) {
      continue;  // shortened by whoever wrote them down
    }
    const Value theirs = comparable(*parsed);
    const std::string mine = again(theirs);
    if (mine.empty()) {
      continue;
    }
    const auto ours = json::parse(mine);
    ASSERT_TRUE(ours) << mine;
    EXPECT_EQ(comparable(*ours), theirs) << frame;
    ++compared;
  }
  std::cout << compared << " of " << frames->from_server.size() << " compared\n";
  EXPECT_GT(compared, 80u);
}

}  // namespace
}  // namespace plenary::wire
