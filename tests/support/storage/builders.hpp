#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/store.hpp"

/// Values for tests of the store, in few words.
namespace plenary::storage::testing {

inline DocumentKey paper(std::string id = "dc-paper") {
  return {"documents", std::move(id)};
}

inline OpRecord op(std::uint64_t version, std::string body = R"([{"insert":"a"}])",
                   std::int64_t time = 1000) {
  return {.version = {version},
          .kind = version == 0 ? OpKind::kCreate : OpKind::kEdit,
          .time = {time},
          .author = "ama",
          .source = "client-1",
          .sequence = {version + 1},
          .body = std::move(body)};
}

/// An append of `count` operations from version `from` on.
inline Append append_of(DocumentKey key, std::uint64_t from, std::uint64_t count = 1) {
  Append append{.key = std::move(key), .expected_head = {from}, .ops = {}};
  for (std::uint64_t version = from; version < from + count; ++version) {
    append.ops.push_back(op(version));
  }
  return append;
}

inline SnapshotRecord snapshot_at(std::uint64_t version, std::string content = R"(["x"])") {
  return {.version = {version},
          .time = {1000},
          .type = "http://sharejs.org/types/rich-text/v1",
          .content = std::move(content),
          .created_at = Version{0}};
}

inline Result<void> append_one(Store& store, Append append) {
  return store.append({&append, 1}).front();
}

inline std::vector<OpRecord> ops_of(Store& store, const DocumentKey& key, std::uint64_t from = 0,
                                    std::uint64_t to = ~std::uint64_t{0}) {
  std::vector<OpRecord> ops;
  const Result<void> read = store.read_ops(key, {from}, {to}, [&ops](OpRecord&& found) {
    ops.push_back(std::move(found));
    return true;
  });
  return read ? ops : std::vector<OpRecord>{};
}

/// The code of an error, or nothing.
template <class T>
std::optional<Errc> error_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

}  // namespace plenary::storage::testing
