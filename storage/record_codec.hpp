#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "storage/store.hpp"

/// The records of the families (FORMAT.md, 4). Each has a checksum over the key that it lies under
/// and itself.
///
/// Encoders: errors kTooLarge, for a field beyond its limit. Decoders take any bytes; errors
/// kCorrupt, and kFormatTooNew for a record format that this program does not know. Decoding what
/// was encoded gives the same value. All functions are pure; thread: any.
namespace plenary::storage {

/// Values are on disk: do not change, do not reuse.
enum class RecordType : std::uint8_t {
  kOperation = 1,
  kHead = 2,
  kSnapshot = 3,
  kProperties = 4,
  kClient = 5,
  kValue = 6,
  kSealedBlock = 7,  // storage/sealed_block.hpp
  kBlob = 8,         // this and the next: storage/blob_records.hpp
  kBlobPiece = 9,
};

/// True if it is the number of an OpKind.
[[nodiscard]] bool is_op_kind(std::uint8_t kind) noexcept;

/// Error kTooLarge: a field of the operation beyond its limit.
[[nodiscard]] Result<void> check_limits(const OpRecord& op);

/// Appends the fields of an operation as its record has them, without the note.
void append_operation(std::string& out, const OpRecord& op);

/// The version of an operation or a snapshot is not in its record: it is that of its key.
/// Requires of both: `key` is from version_key with the version of the record.
[[nodiscard]] Result<std::string> encode_operation(std::string_view key, const OpRecord& op);
[[nodiscard]] Result<OpRecord> decode_operation(std::string_view key, std::string_view record);

/// Cost of both: that of zstd over the content.
[[nodiscard]] Result<std::string> encode_snapshot(std::string_view key, const SnapshotRecord& snap);
[[nodiscard]] Result<SnapshotRecord> decode_snapshot(std::string_view key, std::string_view record);

/// Requires: the chain is empty or has kChainBytes.
[[nodiscard]] std::string encode_head(std::string_view key, const Head& head);
[[nodiscard]] Result<Head> decode_head(std::string_view key, std::string_view record);

[[nodiscard]] Result<std::string> encode_properties(std::string_view key, std::string_view json);
[[nodiscard]] Result<std::string> decode_properties(std::string_view key, std::string_view record);

[[nodiscard]] Result<std::string> encode_client(std::string_view key, std::string_view identity);
[[nodiscard]] Result<std::string> decode_client(std::string_view key, std::string_view record);

/// Records of the family kRecords.
[[nodiscard]] Result<std::string> encode_value(std::string_view key, std::string_view json);
[[nodiscard]] Result<std::string> decode_value(std::string_view key, std::string_view record);

/// Makes a record of a payload: header in front, checksum behind. For the encoders, and for tests
/// that need records whose payload is wrong and whose checksum is right.
[[nodiscard]] std::string make_record(RecordType type, std::string_view key,
                                      std::string_view payload, std::uint8_t format = 1);

/// The parts of a record. The payload refers to the record's bytes.
struct OpenedRecord {
  std::uint8_t format;
  std::string_view payload;
};

/// The inverse, once header and checksum hold. Errors: kCorrupt, kFormatTooNew.
[[nodiscard]] Result<OpenedRecord> open_record(RecordType type, std::string_view key,
                                               std::string_view record);

}  // namespace plenary::storage
