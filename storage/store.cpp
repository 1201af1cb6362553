#include "storage/store.hpp"

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

RecordRange RecordRange::with_prefix(std::string prefix) {
  RecordRange range{.from = prefix};
  while (!prefix.empty() && prefix.back() == '\xff') {
    prefix.pop_back();
  }
  if (!prefix.empty()) {
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    range.until = std::move(prefix);
  }
  return range;
}

}  // namespace plenary::storage
