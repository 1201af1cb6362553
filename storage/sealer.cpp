#include "storage/sealer.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "storage/block_reader.hpp"
#include "storage/chain.hpp"
#include "storage/keys.hpp"
#include "storage/limits.hpp"
#include "storage/snapshot_spacing.hpp"

namespace plenary::storage {
namespace {

/// The operations that a call packs before it asks for the space of the rows: giving it back writes
/// whole files anew, up to 64 MB. For less, they go when the database next merges those files.
constexpr std::uint64_t kReclaimBytesLeast = 1u << 20;

/// True if unpacking the block gives the operations that it was made of.
bool holds(const UnpackedBlock& block, const std::vector<OpRecord>& ops) {
  BlockReader reader(block);
  for (const OpRecord& op : ops) {
    if (!reader.next() || record_of(reader.op()) != op) {
      return false;
    }
  }
  return reader.complete();
}

}  // namespace

Sealer::Sealer(Families& families, BlockCache& cache, std::string document)
    : families_(families), cache_(cache), document_(std::move(document)) {}

Result<Sealed> Sealer::seal(Version upto, std::uint64_t least) {
  PLENARY_TRY(const std::optional<BlockHeader> last,
              LogReader(families_, cache_, document_).last_block());
  const Version begin = last ? last->end : Version{};
  if (upto.value < begin.value + least) {
    return Sealed{};
  }
  Chain chain(last ? last->chain : std::string());
  Sealed sealed;
  std::uint64_t bytes = 0;
  for (Version next = begin; next < upto;) {
    PLENARY_TRY(const std::vector<OpRecord> ops, collect(next, upto));
    for (const OpRecord& op : ops) {
      chain.add(op);
      bytes += log_bytes(op);
    }
    PLENARY_TRY(std::string block, pack(ops, chain.value()));
    PLENARY_TRY_VOID(write_block(ops, std::move(block)));
    next = ops.back().version.next();
    sealed.blocks += 1;
    sealed.ops += ops.size();
  }
  if (bytes >= kReclaimBytesLeast) {
    PLENARY_TRY_VOID(families_.reclaim(Family::kOperations, version_key(document_, begin),
                                       version_key(document_, upto)));
  }
  return sealed;
}

/// The operations of the next block. They lie one by one.
Result<std::vector<OpRecord>> Sealer::collect(Version from, Version to) {
  std::vector<OpRecord> ops;
  std::uint64_t bytes = 0;
  const auto take = [&ops, &bytes](OpRecord&& op) {
    bytes += log_bytes(op);
    if (!ops.empty() && bytes > kSealedBytesMost) {
      return false;
    }
    ops.push_back(std::move(op));
    return ops.size() < kSealedOpsMost;
  };
  PLENARY_TRY_VOID(
      LogReader(families_, cache_, document_)
          .read(from, to, {.row = take, .sealed = [](const OpView&) { return false; }}));
  if (ops.empty()) {
    return at(document_, op_place(from), Error{Errc::kCorrupt, "lies in two sealed blocks"});
  }
  return ops;
}

/// The block's record, of which is known that it gives the operations back.
Result<std::string> Sealer::pack(const std::vector<OpRecord>& ops, std::string_view chain) {
  const std::string key = version_key(document_, ops.front().version);
  PLENARY_TRY(std::string record, encode_block(key, ops, chain));
  PLENARY_TRY(const auto block, UnpackedBlock::unpack(key, record));
  if (!holds(*block, ops)) {
    return at(document_, op_place(ops.front().version),
              Error{Errc::kCorrupt,
                    "it and those after it do not come back from a sealed block as they are; they "
                    "were left where they lie"});
  }
  return record;
}

/// Puts the block in the place of its operations, and drops snapshots.
Result<void> Sealer::write_block(const std::vector<OpRecord>& ops, std::string block) {
  const Version first = ops.front().version;
  const Version end = ops.back().version.next();
  PLENARY_TRY(const std::vector<Version> drop,
              snapshots_to_drop(families_, document_, {first, end, block.size()}));
  std::vector<Put> puts;
  puts.push_back({Family::kSealed, version_key(document_, first), std::move(block)});
  puts.push_back({Family::kOperations, version_key(document_, first), std::nullopt,
                  version_key(document_, end)});
  for (const Version version : drop) {
    puts.push_back({Family::kSnapshots, version_key(document_, version), std::nullopt});
  }
  return families_.write(puts, Sync::kNo);
}

}  // namespace plenary::storage
