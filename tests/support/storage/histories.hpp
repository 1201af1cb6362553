#pragma once

#include <string>
#include <vector>

#include "storage/store.hpp"

/// Operations of every kind and with every oddity that a log may hold, for tests of sealing.
namespace plenary::storage::testing {

/// Bodies that are JSON of a delta as we write it: sealed as deltas.
inline std::vector<std::string> plain_deltas() {
  return {R"([{"insert":"a"}])",
          R"([{"retain":1},{"insert":"b"}])",
          R"([{"retain":2},{"insert":"c\n\"\\"}])",
          R"([{"retain":2},{"delete":1}])",
          R"([{"retain":1},{"delete":1}])",
          R"([{"delete":1}])",
          R"({"ops":[{"insert":"an object"}]})",
          R"([{"insert":"\ud83d"}])",
          R"([{"retain":1},{"insert":"\ude00"}])",
          R"([{"retain":7},{"insert":"😀 ü"},{"delete":3}])",
          R"([{"retain":3,"attributes":{"bold":true}}])",
          R"([{"retain":3,"attributes":{"bold":null}},{"retain":9},{"insert":"x"}])",
          R"([{"insert":{"image":"a.png"}}])",
          R"([{"retain":1},{"insert":{"image":"a.png"},"attributes":{"alt":"A"}}])",
          R"([{"insert":"d","attributes":{"bold":true,"list":{"depth":2}}}])",
          R"([{"insert":"two"},{"insert":"texts"},{"insert":"unjoined"}])",
          R"([{"retain":9007199254740990}])"};
}

/// Bodies that a delta's JSON as we write it is not, or not of a delta at all: kept as they are.
inline std::vector<std::string> odd_bodies() {
  return {"",
          "[]",
          "null",
          R"([ {"insert": "spaced"} ])",
          R"([{"insert":"a","unknown":1}])",
          R"([{"attributes":{"bold":true},"insert":"turned around"}])",
          R"([{"insert":"a","attributes":{}}])",
          R"([{"retain":1e0}])",
          R"({"ops":[{"insert":"a"}],"other":1})",
          R"([{"insert":"\u0061"}])",
          R"([{"p":["title",0],"si":"json0"}])",
          R"([{"insert":"a"},{"insert":""}])",
          "not JSON",
          "[{\"insert\":\"\xed\xa0\xbd\"}]",
          std::string("\0\xff", 2)};
}

/// One operation with each of those bodies, and of each other kind, by several authors.
inline std::vector<OpRecord> odd_history() {
  std::vector<std::string> bodies = plain_deltas();
  for (std::string& body : odd_bodies()) {
    bodies.push_back(std::move(body));
  }
  std::vector<OpRecord> ops;
  const auto add = [&ops](OpKind kind, std::string body) {
    const std::uint64_t version = ops.size();
    ops.push_back({.version = {version},
                   .kind = kind,
                   .time = {1000 + static_cast<std::int64_t>(version * version)},
                   .author = version % 3 == 0 ? "" : "ama",
                   .source = "client-" + std::to_string(version / 5),
                   .sequence = {version % 7 == 6 ? ~std::uint64_t{0} : version + 1},
                   .body = std::move(body)});
  };
  add(OpKind::kCreate, R"({"type":"rich-text"})");
  for (const std::string& body : bodies) {
    add(OpKind::kEdit, body);
  }
  for (const std::string& body : plain_deltas()) {
    add(OpKind::kEvent, body);
  }
  add(OpKind::kNoOp, "");
  add(OpKind::kDelete, "");
  ops[3].note = R"({"restores":2})";
  ops.back().note = R"({"restores":2})";
  return ops;
}

}  // namespace plenary::storage::testing
