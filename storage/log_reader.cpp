#include "storage/log_reader.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "storage/block_reader.hpp"
#include "storage/chain.hpp"
#include "storage/keys.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {

Error at(std::string_view document, std::string_view place, Error error) {
  const std::optional<DocumentKey> key = parse_document_key(document);
  const std::string name = key ? readable(*key) : "a document";
  error.detail = name + ", " + std::string(place) + ": " + error.detail;
  return error;
}

std::string op_place(Version version) {
  return "operation " + std::to_string(version.value);
}

LogReader::LogReader(Families& families, BlockCache& cache, std::string_view document)
    : families_(families),
      cache_(cache),
      document_(document),
      rows_(families.cursor(Family::kOperations)) {}

Error LogReader::missing(Version version) const {
  return at(document_, op_place(version), Error{Errc::kCorrupt, "is missing from the log"});
}

/// An error of the block on which the cursor stands.
Error LogReader::in_block(Error error) const {
  const std::optional<VersionKey> place = split_version_key(blocks_->key());
  const std::uint64_t first = place ? place->version.value : 0;
  return at(document_, "sealed block " + std::to_string(first), std::move(error));
}

/// True if the operation lies by itself; then the cursor stands on it.
Result<bool> LogReader::seek_row(Version version) {
  const std::string key = version_key(document_, version);
  if (!rows_->valid() || rows_->key() != key) {
    rows_->seek(key);
  }
  if (!rows_->valid()) {
    const Result<void> status = rows_->status();
    return status ? Result<bool>(false) : at(document_, op_place(version), status.error());
  }
  return rows_->key() == key;
}

/// True if there is a block that begins at or below `at_most`; then the cursor stands on the last
/// of them.
Result<bool> LogReader::seek_block(Version at_most) {
  if (blocks_ == nullptr) {
    blocks_ = families_.cursor(Family::kSealed);
  }
  blocks_->seek_back(version_key(document_, at_most));
  if (!blocks_->valid()) {
    const Result<void> status = blocks_->status();
    return status ? Result<bool>(false) : at(document_, "sealed blocks", status.error());
  }
  const std::optional<VersionKey> place = split_version_key(blocks_->key());
  return place && place->document == document_;
}

Result<BlockHeader> LogReader::header() {
  Result<BlockHeader> header = decode_block_header(blocks_->key(), blocks_->value());
  return header ? header : in_block(header.error());
}

Result<LogReader::Block> LogReader::unpack() {
  Result<Block> block = cache_.get(blocks_->key(), blocks_->value());
  return block ? block : in_block(block.error());
}

Result<void> LogReader::read(Version from, Version to, const LogVisitor& visitor) {
  Version version = from;
  while (version < to) {
    PLENARY_TRY(const bool is_row, seek_row(version));
    if (is_row) {
      Result<OpRecord> op = decode_operation(rows_->key(), rows_->value());
      if (!op) {
        return at(document_, op_place(version), op.error());
      }
      if (!visitor.row(*std::move(op))) {
        return {};
      }
      rows_->next();
      version = version.next();
      continue;
    }
    PLENARY_TRY(const bool has_block, seek_block(version));
    if (!has_block) {
      return missing(version);
    }
    PLENARY_TRY(const Block block, unpack());
    if (block->header().end <= version) {
      return missing(version);
    }
    PLENARY_TRY(const bool go_on, visit_block(*block, version, to, visitor));
    if (!go_on) {
      return {};
    }
    version = block->header().end;
  }
  return {};
}

/// Visits the block's operations of [from, to); answers whether to go on.
Result<bool> LogReader::visit_block(const UnpackedBlock& block, Version from, Version to,
                                    const LogVisitor& visitor) {
  BlockReader reader(block);
  Version next = block.header().first;
  while (next < to && reader.next()) {
    if (next >= from && !visitor.sealed(reader.op())) {
      return false;
    }
    next = next.next();
  }
  const bool at_end = next == block.header().end;
  if (at_end ? !reader.complete() : next < to) {
    return at(document_, op_place(next),
              Error{Errc::kCorrupt, "its sealed block cannot be unpacked"});
  }
  return true;
}

Result<Version> LogReader::version_at(Version head, Timestamp time) {
  // Operations before `low` have times up to `time`, those from `high` on later ones.
  Version low{};
  Version high = head;
  while (low < high) {
    const Version middle{low.value + (high.value - low.value) / 2};
    PLENARY_TRY(const bool is_row, seek_row(middle));
    if (is_row) {
      const Result<OpRecord> op = decode_operation(rows_->key(), rows_->value());
      if (!op) {
        return at(document_, op_place(middle), op.error());
      }
      (op->time <= time ? low : high) = op->time <= time ? middle.next() : middle;
      continue;
    }
    PLENARY_TRY(const bool has_block, seek_block(middle));
    if (!has_block) {
      return missing(middle);
    }
    PLENARY_TRY(const BlockHeader block, header());
    if (block.end <= middle) {
      return missing(middle);
    }
    if (block.last_time <= time) {
      low = block.end;
    } else if (block.first_time > time) {
      high = block.first;
    } else {
      Result<Version> found = version_in_block(blocks_->key(), blocks_->value(), time);
      return found ? found : in_block(found.error());
    }
  }
  return low;
}

Result<std::optional<BlockHeader>> LogReader::last_block() {
  PLENARY_TRY(const bool has_block, seek_block(Version{~std::uint64_t{0}}));
  if (!has_block) {
    return std::optional<BlockHeader>{};
  }
  PLENARY_TRY(BlockHeader last, header());
  return std::optional(std::move(last));
}

Result<std::string> LogReader::chain_at(Version version) {
  PLENARY_TRY(const std::optional<BlockHeader> last, last_block());
  Chain chain(last ? last->chain : std::string());
  const auto add = [&chain](const OpRecord& op) {
    chain.add(op);
    return true;
  };
  PLENARY_TRY_VOID(
      read(last ? last->end : Version{}, version,
           {.row = add, .sealed = [&add](const OpView& op) { return add(record_of(op)); }}));
  return chain.value();
}

}  // namespace plenary::storage
