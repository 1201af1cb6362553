#include "storage/snapshot_spacing.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "protocol/base/try.hpp"
#include "storage/keys.hpp"
#include "storage/sealed_block.hpp"

namespace plenary::storage {
namespace {

/// A snapshot and the bytes that it takes on disk. Version 0 is the document before it was created.
struct Kept {
  Version version{};
  std::uint64_t bytes{0};
};

/// Moves over the rows of one family that one document has.
class DocumentCursor {
 public:
  DocumentCursor(Families& families, Family family, std::string_view document)
      : document_(document), cursor_(families.cursor(family)) {}

  /// Moves to the row of that version, or the one after it.
  void seek(Version version) {
    cursor_->seek(version_key(document_, version));
    settle();
  }
  /// Moves to the row of that version, or the one before it.
  void seek_back(Version version) {
    cursor_->seek_back(version_key(document_, version));
    settle();
  }
  void next() {
    cursor_->next();
    settle();
  }
  [[nodiscard]] bool valid() const { return version_.has_value(); }
  [[nodiscard]] Version version() const { return *version_; }
  [[nodiscard]] std::string_view key() const { return cursor_->key(); }
  [[nodiscard]] std::string_view value() const { return cursor_->value(); }
  [[nodiscard]] Result<void> status() const { return cursor_->status(); }

 private:
  void settle() {
    version_.reset();
    if (!cursor_->valid()) {
      return;
    }
    const std::optional<VersionKey> place = split_version_key(cursor_->key());
    if (place && place->document == document_) {
      version_ = place->version;
    }
  }

  const std::string document_;
  const std::unique_ptr<FamilyCursor> cursor_;
  std::optional<Version> version_;
};

/// The `nth` newest snapshot at or below a version (1: the newest), or version 0 if there are
/// fewer.
Kept nth_below(DocumentCursor& snapshots, Version at_most, int nth) {
  Kept found;
  for (int n = 0; n < nth; ++n) {
    snapshots.seek_back(at_most);
    if (!snapshots.valid() || snapshots.version() == Version{}) {
      return {};
    }
    found = {snapshots.version(), snapshots.value().size()};
    at_most = {found.version.value - 1};
  }
  return found;
}

/// The sealed blocks from the one with `version` on, and `last`, which follows them.
Result<std::vector<Stretch>> blocks_from(Families& families, std::string_view document,
                                         Version version, const Stretch& last) {
  std::vector<Stretch> blocks;
  DocumentCursor cursor(families, Family::kSealed, document);
  cursor.seek_back(version);
  if (!cursor.valid()) {
    cursor.seek(version);
  }
  for (; cursor.valid() && cursor.version() < last.first; cursor.next()) {
    PLENARY_TRY(const BlockHeader header, decode_block_header(cursor.key(), cursor.value()));
    blocks.push_back({header.first, header.end, cursor.value().size()});
  }
  PLENARY_TRY_VOID(cursor.status());
  blocks.push_back(last);
  return blocks;
}

/// The bytes of the operations [from, to), as if all operations of a block took the same.
std::uint64_t bytes_between(const std::vector<Stretch>& blocks, Version from, Version to) {
  std::uint64_t bytes = 0;
  for (const Stretch& block : blocks) {
    const std::uint64_t first = std::max(block.first, from).value;
    const std::uint64_t end = std::min(block.end, to).value;
    if (first < end) {
      bytes += block.bytes * (end - first) / (block.end.value - block.first.value);
    }
  }
  return bytes;
}

}  // namespace

Result<std::vector<Version>> snapshots_to_drop(Families& families, std::string_view document,
                                               const Stretch& block) {
  DocumentCursor snapshots(families, Family::kSnapshots, document);
  const Version newest = nth_below(snapshots, {~std::uint64_t{0}}, 1).version;
  PLENARY_TRY_VOID(snapshots.status());
  // All snapshots below the block but the newest were looked at when the block before was made.
  Kept kept = nth_below(snapshots, block.first, 2);
  PLENARY_TRY_VOID(snapshots.status());
  PLENARY_TRY(const std::vector<Stretch> blocks,
              blocks_from(families, document, kept.version, block));
  std::vector<Version> drop;
  for (snapshots.seek(kept.version.next()); snapshots.valid(); snapshots.next()) {
    const Version version = snapshots.version();
    if (version > block.end || version >= newest) {
      break;
    }
    const std::uint64_t spacing = std::max(kSpacingBytesLeast, kept.bytes / kSpacingPart);
    if (version.value - kept.version.value > kSpacingOpsMost ||
        bytes_between(blocks, kept.version, version) > spacing) {
      kept = {version, snapshots.value().size()};
    } else {
      drop.push_back(version);
    }
  }
  PLENARY_TRY_VOID(snapshots.status());
  return drop;
}

}  // namespace plenary::storage
