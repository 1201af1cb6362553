#pragma once

#include <memory>
#include <string>

#include "storage/check.hpp"
#include "storage/store.hpp"

/// Documents whose log tells its own content: operation n of a document adds one known text. So a
/// test can tell by looking at a store whether it is what was written, and check() can fold it.
namespace plenary::storage::testing {

/// What operation n of a document adds: between 2 and some 60 bytes.
inline std::string letters(const DocumentKey& key, std::uint64_t version) {
  return std::string(version * 7 % 50, static_cast<char>('a' + version % 26)) + key.id + ".";
}

inline OpRecord letters_op(const DocumentKey& key, std::uint64_t version) {
  return {.version = {version},
          .kind = version == 0 ? OpKind::kCreate : OpKind::kEdit,
          .time = {1000 + static_cast<std::int64_t>(version / 3)},
          .author = "ama",
          .source = key.id,
          .sequence = {version + 1},
          .body = letters(key, version)};
}

inline Append letters_append(const DocumentKey& key, std::uint64_t from, std::uint64_t count) {
  Append append{.key = key, .expected_head = {from}};
  for (std::uint64_t version = from; version < from + count; ++version) {
    append.ops.push_back(letters_op(key, version));
  }
  return append;
}

inline SnapshotRecord letters_snapshot(const DocumentKey& key, std::uint64_t version) {
  std::string content;
  for (std::uint64_t n = 0; n < version; ++n) {
    content += letters(key, n);
  }
  return {.version = {version},
          .time = letters_op(key, version - 1).time,
          .type = "letters",
          .content = std::move(content),
          .created_at = Version{0}};
}

/// Folds such a log, and finds operations and snapshots that are not as above.
class LettersFold final : public Fold {
 public:
  Result<void> apply(const OpRecord& op) override {
    const DocumentKey key{.collection = {}, .id = op.source};
    if (op != letters_op(key, op.version.value)) {
      return Error{Errc::kCorrupt, "the operation is not the one that was written"};
    }
    content_ += op.body;
    return {};
  }
  Result<void> compare(const SnapshotRecord& stored) override {
    if (stored.content != content_ || stored.type != "letters") {
      return Error{Errc::kCorrupt, "the snapshot is not the fold"};
    }
    return {};
  }

 private:
  std::string content_;
};

inline CheckReport check_letters(Families& families) {
  return check(families, {.make_fold = [] { return std::make_unique<LettersFold>(); }});
}

/// The findings, a line each, for messages of failed tests.
inline std::string describe(const CheckReport& report) {
  std::string lines;
  for (const Finding& finding : report.findings) {
    lines += std::string(name_of(finding.kind)) + " " +
             (finding.document ? readable(*finding.document) : "-") + " " +
             (finding.version ? std::to_string(finding.version->value) : "-") + ": " +
             finding.what + "\n";
  }
  return lines;
}

}  // namespace plenary::storage::testing
