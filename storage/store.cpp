#include "storage/store.hpp"

#include <optional>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/codec.hpp"

namespace plenary::storage {
namespace {

/// Author, source, body and note have lengths, and there are a key, a kind, a time, a sequence
/// number and a checksum: about this much, and part of what FORMAT.md promises.
constexpr std::uint64_t kOpEnvelopeBytes = 32;

}  // namespace

std::uint64_t log_bytes(const OpRecord& op) noexcept {
  return op.author.size() + op.source.size() + op.body.size() + op.note.size() + kOpEnvelopeBytes;
}

OpView view_of(const OpRecord& op) noexcept {
  return {.version = op.version,
          .kind = op.kind,
          .time = op.time,
          .author = op.author,
          .source = op.source,
          .sequence = op.sequence,
          .note = op.note,
          .body = op.body};
}

OpRecord record_of(const OpView& op) {
  OpRecord record{.version = op.version,
                  .kind = op.kind,
                  .time = op.time,
                  .author = std::string(op.author),
                  .source = std::string(op.source),
                  .sequence = op.sequence,
                  .body = std::string(op.body),
                  .note = std::string(op.note)};
  if (op.delta != nullptr) {
    ot::rich_text::append(record.body, *op.delta, op.form);
  }
  return record;
}

Result<Version> version_at(Store& store, const DocumentKey& key, Timestamp time) {
  PLENARY_TRY(const Head head, store.head(key));
  // Operations before `low` have times up to `time`, those from `high` on later ones.
  std::uint64_t low = 0;
  std::uint64_t high = head.version.value;
  while (low < high) {
    const Version middle{low + (high - low) / 2};
    std::optional<Timestamp> found;
    const auto see = [&found](const OpRecord& op) {
      found = op.time;
      return true;
    };
    if (Result<void> read = store.read_ops(key, middle, middle.next(), see); !read) {
      return read.error();
    }
    if (found && *found <= time) {
      low = middle.value + 1;
    } else {
      high = middle.value;
    }
  }
  return Version{low};
}

}  // namespace plenary::storage
