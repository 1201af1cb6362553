#include "storage/key_value_blobs.hpp"

#include <vector>

#include "protocol/base/try.hpp"
#include "storage/blob_records.hpp"

namespace plenary::storage {
namespace {

/// The error, with the blob that it is about.
Error of_blob(const std::string& name, Error error) {
  error.detail = "blob " + name + ": " + error.detail;
  return error;
}

Put put_of_piece(const std::string& head, std::string_view bytes, std::uint32_t number) {
  std::string key = piece_key(head, number);
  std::string piece = encode_piece(key, piece_of(bytes, number));
  return {Family::kBlobs, std::move(key), std::move(piece)};
}

}  // namespace

Result<void> KeyValueBlobs::put_blob(std::string_view bytes,
                                     std::span<const RecordChange> changes) {
  const std::string name = blob_name(bytes);
  const std::string head = *blob_key(name);
  PLENARY_TRY(std::string record, encode_blob(head, bytes.size()));
  // One that is damaged is written anew: here are its bytes.
  if (const auto stored = blob(name); stored && *stored) {
    return records_.change_records(changes, Sync::kYes);
  }
  const std::uint32_t count = count_pieces(bytes.size());
  // One write for each piece, so that other writes wait for a piece only. They are nothing until
  // the head is there.
  for (std::uint32_t number = 0; number + 1 < count; ++number) {
    PLENARY_TRY_VOID(families_->write({put_of_piece(head, bytes, number)}, most_sync_));
  }
  std::vector<Put> last;
  if (count > 0) {
    last.push_back(put_of_piece(head, bytes, count - 1));
  }
  last.push_back({Family::kBlobs, head, std::move(record)});
  return records_.change_with(std::move(last), changes, Sync::kYes);
}

Result<std::optional<std::string>> KeyValueBlobs::blob(const std::string& name) {
  const std::optional<std::string> head = blob_key(name);
  if (!head) {
    return std::optional<std::string>{};
  }
  PLENARY_TRY(const std::optional<std::string> record, families_->get(Family::kBlobs, *head));
  if (!record) {
    return std::optional<std::string>{};
  }
  const Result<std::uint64_t> size = decode_blob(*head, *record);
  if (!size) {
    return of_blob(name, size.error());
  }
  std::string bytes;
  bytes.reserve(*size);
  for (std::uint32_t number = 0; number < count_pieces(*size); ++number) {
    const std::string key = piece_key(*head, number);
    PLENARY_TRY(const std::optional<std::string> stored, families_->get(Family::kBlobs, key));
    const Result<std::string> piece = decode_piece(key, stored.value_or(std::string()));
    if (!piece) {
      return of_blob(name, piece.error());
    }
    bytes += *piece;
  }
  if (bytes.size() != *size) {
    return of_blob(name, {Errc::kCorrupt, "its pieces have not its size"});
  }
  return std::optional(std::move(bytes));
}

}  // namespace plenary::storage
