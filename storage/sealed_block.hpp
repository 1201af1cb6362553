#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "storage/block_columns.hpp"
#include "storage/store.hpp"

/// Sealed blocks: many operations of one document in one record, column by column (FORMAT.md, 6).
/// Decoders take any bytes; errors kCorrupt, and kFormatTooNew for a record format that this
/// program does not know. All functions are pure; thread: any.
namespace plenary::storage {

/// The facts about a block that need no unpacking.
struct BlockHeader {
  Version first{};         // operation; the one that its key names
  Version end{};           // the version after its last operation
  Timestamp first_time{};  // of its first operation
  Timestamp last_time{};   // of its last operation
  std::string chain{};     // the hash of all operations below `end` (FORMAT.md, 5)
  friend bool operator==(const BlockHeader&, const BlockHeader&) = default;
};

/// Packs operations. Each body that is the JSON of a delta as we write it is kept as that delta,
/// all others as they are. Error kTooLarge, as encode_operation. Requires: `key` is from
/// version_key with the first one's version; `ops` are 1 to kSealedOpsMost, their versions dense;
/// `chain` is that after the last. Cost: some microseconds an operation.
[[nodiscard]] Result<std::string> encode_block(std::string_view key, std::span<const OpRecord> ops,
                                               std::string_view chain);

/// Cost: that of the checksum.
[[nodiscard]] Result<BlockHeader> decode_block_header(std::string_view key,
                                                      std::string_view record);

/// The version of the document at an instant that lies in the block: after those of its operations
/// that have a time at or before `time`. Cost: that of unpacking two columns.
[[nodiscard]] Result<Version> version_in_block(std::string_view key, std::string_view record,
                                               Timestamp time);

/// A block with its columns unpacked, for BlockReader. Never changes; thread: any.
class UnpackedBlock {
 public:
  [[nodiscard]] static Result<std::shared_ptr<const UnpackedBlock>> unpack(std::string_view key,
                                                                           std::string_view record);

  UnpackedBlock(const UnpackedBlock&) = delete;
  UnpackedBlock& operator=(const UnpackedBlock&) = delete;

  [[nodiscard]] const BlockHeader& header() const { return header_; }
  /// About the bytes that it takes in memory.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  friend class BlockReader;
  UnpackedBlock() = default;
  [[nodiscard]] bool read_dictionaries();

  BlockHeader header_;
  Columns columns_;
  std::u16string text_;
  // Parts of columns_:
  std::vector<std::string_view> authors_;
  std::vector<std::string_view> sources_;
  std::vector<std::string_view> notes_;   // the first is that of an operation without one
  std::vector<std::string_view> shapes_;  // a byte for each component (block_shape.hpp)
  std::vector<std::shared_ptr<const json::Value>> values_;
  std::size_t bytes_{0};
};

}  // namespace plenary::storage
