#include "storage/blob_check.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "protocol/base/ascii.hpp"
#include "storage/blob_records.hpp"
#include "storage/blobs.hpp"
#include "storage/limits.hpp"

namespace plenary::storage {

void BlobCheck::take_record(const std::string& kind, const std::string& key,
                            const std::string& json) {
  if (!options_.blobs_of) {
    return;
  }
  for (std::string& name : options_.blobs_of(kind, key, json)) {
    claims_.emplace(std::move(name), kind);
  }
}

/// Returns the fault of the blob on whose head the cursor stands; empty if there is none.
/// Takes the cursor past them.
std::string BlobCheck::read(FamilyCursor& cursor, std::string_view hash) {
  std::string fault;
  const auto blame = [&fault](std::string what) {
    fault = fault.empty() ? std::move(what) : fault;
  };
  const Result<std::uint64_t> size = decode_blob(cursor.key(), cursor.value());
  if (!size) {
    blame(size.error().detail);
  }
  cursor.next();
  std::string bytes;
  std::uint32_t next = 0;
  for (; cursor.valid() && cursor.key().starts_with(hash); cursor.next()) {
    const Result<std::string> piece = decode_piece(cursor.key(), cursor.value());
    if (!piece) {
      blame(piece.error().detail);
    } else if (cursor.key() != piece_key(hash, next) || bytes.size() >= kMaxBlobBytes) {
      blame("a piece is missing, or is one too many");
    } else {
      bytes += *piece;
    }
    next += 1;
  }
  if (size && (bytes.size() != *size || next != count_pieces(*size))) {
    blame("its pieces have not its size");
  } else if (blob_name(bytes) != ascii::to_hex(hash)) {
    blame("its bytes have another hash");
  }
  return fault;
}

void BlobCheck::check_one(FamilyCursor& cursor) {
  const std::string hash(cursor.key().substr(0, kBlobHashBytes));
  const std::string name = ascii::to_hex(hash);
  if (cursor.key() != hash) {
    while (cursor.valid() && cursor.key().starts_with(hash)) {
      cursor.next();  // what a write that was cut off left behind
    }
    return;
  }
  report_.blobs += 1;
  if (std::string fault = read(cursor, hash); !fault.empty()) {
    add(FindingKind::kDamagedBlob, "blob " + name + ": " + fault);
  }
  if (options_.blobs_of && claims_.erase(name) == 0) {
    add(FindingKind::kUnclaimedBlob, "blob " + name + " is named by no record");
  }
}

void BlobCheck::report_missing() {
  for (const auto& [name, kind] : claims_) {
    add(FindingKind::kMissingBlob, "a record of " + kind + " names the blob " + name);
  }
}

void BlobCheck::run() {
  const std::unique_ptr<FamilyCursor> cursor = families_.cursor(Family::kBlobs);
  cursor->seek("");
  while (cursor->valid()) {
    if (cursor->key().size() < kBlobHashBytes) {
      add(FindingKind::kMalformedKey, "a key of the family blobs names no blob");
      cursor->next();
    } else {
      check_one(*cursor);
    }
  }
  if (const Result<void> status = cursor->status(); !status) {
    add(FindingKind::kUnreadableFamily,
        "a part of the family blobs cannot be read: " + status.error().detail);
    return;
  }
  report_missing();
}

}  // namespace plenary::storage
