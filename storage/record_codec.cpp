#include "storage/record_codec.hpp"

#include <optional>
#include <utility>

#include "protocol/base/try.hpp"
#include "storage/chain.hpp"
#include "storage/compression.hpp"
#include "storage/crc32c.hpp"
#include "storage/fields.hpp"
#include "storage/keys.hpp"
#include "storage/limits.hpp"

namespace plenary::storage {
namespace {

/// The newest format of a type of record.
std::uint8_t newest_format(RecordType type) {
  return type == RecordType::kOperation || type == RecordType::kHead ? 2 : 1;
}

constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytesMost = 12;  // type, format, and a length of ten bytes
constexpr int kSnapshotLevel = 3;             // zstd's own default

/// Values are on disk: do not change, do not reuse.
enum class Compression : std::uint8_t { kNone = 0, kZstd = 1 };

std::string_view noun(RecordType type) {
  switch (type) {
    case RecordType::kOperation:
      return "operation";
    case RecordType::kHead:
      return "head";
    case RecordType::kSnapshot:
      return "snapshot";
    case RecordType::kProperties:
      return "properties";
    case RecordType::kClient:
      return "client";
    case RecordType::kValue:
      return "value";
    case RecordType::kSealedBlock:
      return "sealed block";
    case RecordType::kBlob:
      return "blob";
    case RecordType::kBlobPiece:
      return "blob piece";
  }
  return "unknown";
}

Error corrupt(RecordType type, std::string_view what) {
  return Error{Errc::kCorrupt, std::string(noun(type)) + " record: " + std::string(what)};
}

std::optional<Error> beyond(std::string_view value, std::size_t limit, std::string_view what) {
  if (value.size() <= limit) {
    return std::nullopt;
  }
  return Error{Errc::kTooLarge, std::string(what) + " has " + std::to_string(value.size()) +
                                    " bytes, the limit is " + std::to_string(limit)};
}

/// The content in a snapshot's data, or nothing if it has not the stated size.
std::optional<std::string> content_of(std::uint8_t compression, std::string_view data,
                                      std::uint64_t size) {
  if (compression == static_cast<std::uint8_t>(Compression::kNone)) {
    return data.size() == size ? std::optional(std::string(data)) : std::nullopt;
  }
  return compression == static_cast<std::uint8_t>(Compression::kZstd) ? expanded(data, size)
                                                                      : std::nullopt;
}

Result<std::string> encode_one(RecordType type, std::string_view key, std::string_view value) {
  std::string payload;
  FieldWriter(payload).bytes(value);
  return make_record(type, key, payload);
}

Result<std::string> decode_one(RecordType type, std::string_view key, std::string_view record,
                               std::size_t limit) {
  PLENARY_TRY(const OpenedRecord opened, open_record(type, key, record));
  FieldReader reader(opened.payload);
  const std::string_view value = reader.bytes();
  if (!reader.complete() || value.size() > limit) {
    return corrupt(type, "malformed");
  }
  return std::string(value);
}

}  // namespace

Result<OpenedRecord> open_record(RecordType type, std::string_view key, std::string_view record) {
  if (record.size() < kChecksumBytes) {
    return corrupt(type, "cut short");
  }
  const std::string_view sealed = record.substr(0, record.size() - kChecksumBytes);
  FieldReader tail(record.substr(sealed.size()));
  if (tail.fixed32() != crc32c(sealed, crc32c(key))) {
    return corrupt(type, "checksum does not match");
  }
  FieldReader reader(sealed);
  const std::uint8_t found_type = reader.byte();
  const std::uint8_t format = reader.byte();
  if (reader.failed() || found_type != static_cast<std::uint8_t>(type)) {
    return corrupt(type, "is of another type");
  }
  if (format > newest_format(type)) {
    return Error{Errc::kFormatTooNew, std::string(noun(type)) + " record: format " +
                                          std::to_string(format) + ", this program reads up to " +
                                          std::to_string(newest_format(type))};
  }
  const std::string_view payload = reader.bytes();
  if (format == 0 || !reader.complete()) {
    return corrupt(type, "bad header");
  }
  return OpenedRecord{format, payload};
}

bool is_op_kind(std::uint8_t kind) noexcept {
  return kind >= 1 && kind <= 5;
}

std::string make_record(RecordType type, std::string_view key, std::string_view payload,
                        std::uint8_t format) {
  std::string record;
  record.reserve(payload.size() + kHeaderBytesMost + kChecksumBytes);
  FieldWriter writer(record);
  writer.byte(static_cast<std::uint8_t>(type));
  writer.byte(format);
  writer.bytes(payload);
  writer.fixed32(crc32c(record, crc32c(key)));
  return record;
}

Result<void> check_limits(const OpRecord& op) {
  for (const auto& error : {beyond(op.author, kMaxLabelBytes, "the operation's author"),
                            beyond(op.source, kMaxLabelBytes, "the operation's source"),
                            beyond(op.note, kMaxLabelBytes, "the operation's note"),
                            beyond(op.body, kMaxContentBytes, "the operation")}) {
    if (error) {
      return *error;
    }
  }
  return {};
}

void append_operation(std::string& out, const OpRecord& op) {
  FieldWriter writer(out);
  writer.byte(static_cast<std::uint8_t>(op.kind));
  writer.zigzag(op.time.ms);
  writer.varint(op.sequence.value);
  writer.bytes(op.author);
  writer.bytes(op.source);
  writer.bytes(op.body);
}

Result<std::string> encode_operation(std::string_view key, const OpRecord& op) {
  PLENARY_TRY_VOID(check_limits(op));
  std::string payload;
  payload.reserve(op.author.size() + op.source.size() + op.body.size() + op.note.size() + 40);
  append_operation(payload, op);
  if (op.note.empty()) {
    return make_record(RecordType::kOperation, key, payload, 1);
  }
  FieldWriter(payload).bytes(op.note);
  return make_record(RecordType::kOperation, key, payload, 2);
}

Result<OpRecord> decode_operation(std::string_view key, std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kOperation, key, record));
  const std::optional<VersionKey> place = split_version_key(key);
  FieldReader reader(opened.payload);
  const std::uint8_t kind = reader.byte();
  const std::int64_t time = reader.zigzag();
  const std::uint64_t sequence = reader.varint();
  const std::string_view author = reader.bytes();
  const std::string_view source = reader.bytes();
  const std::string_view body = reader.bytes();
  const std::string_view note = opened.format > 1 ? reader.bytes() : std::string_view();
  const bool has_note_if_it_should = note.empty() == (opened.format == 1);
  if (!place || !has_note_if_it_should || note.size() > kMaxLabelBytes || !reader.complete() ||
      !is_op_kind(kind) || author.size() > kMaxLabelBytes || source.size() > kMaxLabelBytes ||
      body.size() > kMaxContentBytes) {
    return corrupt(RecordType::kOperation, "malformed");
  }
  return OpRecord{.version = place->version,
                  .kind = static_cast<OpKind>(kind),
                  .time = {time},
                  .author = std::string(author),
                  .source = std::string(source),
                  .sequence = {sequence},
                  .body = std::string(body),
                  .note = std::string(note)};
}

std::string encode_head(std::string_view key, const Head& head) {
  std::string payload;
  FieldWriter writer(payload);
  writer.varint(head.version.value);
  writer.zigzag(head.time.ms);
  writer.varint(head.snapshot_version.value);
  writer.varint(head.bytes_since_snapshot);
  writer.raw(head.chain);
  return make_record(RecordType::kHead, key, payload, head.chain.empty() ? 1 : 2);
}

Result<Head> decode_head(std::string_view key, std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kHead, key, record));
  FieldReader reader(opened.payload);
  Head head;
  head.version.value = reader.varint();
  head.time.ms = reader.zigzag();
  head.snapshot_version.value = reader.varint();
  head.bytes_since_snapshot = reader.varint();
  head.chain = opened.format > 1 ? reader.raw(kChainBytes) : std::string_view();
  if (!reader.complete()) {
    return corrupt(RecordType::kHead, "malformed");
  }
  return head;
}

Result<std::string> encode_snapshot(std::string_view key, const SnapshotRecord& snap) {
  for (const auto& error : {beyond(snap.type, kMaxLabelBytes, "the document's type"),
                            beyond(snap.content, kMaxContentBytes, "the document")}) {
    if (error) {
      return *error;
    }
  }
  const std::optional<std::string> frame = compressed(snap.content, kSnapshotLevel);
  const std::string& data = frame ? *frame : snap.content;
  std::string payload;
  payload.reserve(data.size() + snap.type.size() + 64);
  FieldWriter writer(payload);
  writer.zigzag(snap.time.ms);
  writer.bytes(snap.type);
  writer.varint(snap.created_at ? snap.created_at->value + 1 : 0);
  writer.byte(static_cast<std::uint8_t>(frame ? Compression::kZstd : Compression::kNone));
  writer.varint(snap.content.size());
  writer.fixed32(crc32c(snap.content));
  writer.raw(data);
  return make_record(RecordType::kSnapshot, key, payload);
}

Result<SnapshotRecord> decode_snapshot(std::string_view key, std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kSnapshot, key, record));
  const std::optional<VersionKey> place = split_version_key(key);
  FieldReader reader(opened.payload);
  const std::int64_t time = reader.zigzag();
  const std::string_view type = reader.bytes();
  const std::uint64_t created = reader.varint();
  const std::uint8_t compression = reader.byte();
  const std::uint64_t size = reader.varint();
  const std::uint32_t checksum = reader.fixed32();
  const std::string_view data = reader.rest();
  if (!place || reader.failed() || type.size() > kMaxLabelBytes || size > kMaxContentBytes) {
    return corrupt(RecordType::kSnapshot, "malformed");
  }
  std::optional<std::string> content = content_of(compression, data, size);
  if (!content) {
    return corrupt(RecordType::kSnapshot, "does not decompress");
  }
  if (crc32c(*content) != checksum) {
    return corrupt(RecordType::kSnapshot, "the content's checksum does not match");
  }
  return SnapshotRecord{
      .version = place->version,
      .time = {time},
      .type = std::string(type),
      .content = *std::move(content),
      .created_at = created == 0 ? std::nullopt : std::optional(Version{created - 1})};
}

Result<std::string> encode_properties(std::string_view key, std::string_view json) {
  if (const auto error = beyond(json, kMaxContentBytes, "the document's properties")) {
    return *error;
  }
  return encode_one(RecordType::kProperties, key, json);
}

Result<std::string> decode_properties(std::string_view key, std::string_view record) {
  return decode_one(RecordType::kProperties, key, record, kMaxContentBytes);
}

Result<std::string> encode_client(std::string_view key, std::string_view identity) {
  if (const auto error = beyond(identity, kMaxLabelBytes, "the identity")) {
    return *error;
  }
  return encode_one(RecordType::kClient, key, identity);
}

Result<std::string> decode_client(std::string_view key, std::string_view record) {
  return decode_one(RecordType::kClient, key, record, kMaxLabelBytes);
}

Result<std::string> encode_value(std::string_view key, std::string_view json) {
  if (const auto error = beyond(json, kMaxValueBytes, "the record")) {
    return *error;
  }
  return encode_one(RecordType::kValue, key, json);
}

Result<std::string> decode_value(std::string_view key, std::string_view record) {
  return decode_one(RecordType::kValue, key, record, kMaxValueBytes);
}

}  // namespace plenary::storage
