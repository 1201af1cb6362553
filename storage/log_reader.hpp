#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/block_cache.hpp"
#include "storage/families.hpp"
#include "storage/store.hpp"

namespace plenary::storage {

/// The error, with the document (its key) and the place that it is about in front.
[[nodiscard]] Error at(std::string_view document, std::string_view place, Error error);

/// "operation 7".
[[nodiscard]] std::string op_place(Version version);

/// The functions that take the operations of a log: one for those that lie one by one, one for
/// those in sealed blocks. Each answers whether to go on.
struct LogVisitor {
  std::function<bool(OpRecord&&)> row;
  std::function<bool(const OpView&)> sealed;
};

/// One document's log, whether its operations lie one by one or in sealed blocks.
/// Errors of all calls: kCorrupt, with the document and the place; kIo. Thread: one.
/// Lifetime: families and cache outlive it.
class LogReader {
 public:
  /// `document`: its key.
  LogReader(Families& families, BlockCache& cache, std::string_view document);

  /// Visits the operations of [from, to). Requires: the head said that they are there.
  [[nodiscard]] Result<void> read(Version from, Version to, const LogVisitor& visitor);

  /// As Store::version_at, below `head`.
  [[nodiscard]] Result<Version> version_at(Version head, Timestamp time);

  /// The header of the sealed block that ends last, or nothing.
  [[nodiscard]] Result<std::optional<BlockHeader>> last_block();

  /// The hash chain of the operations below `version`. Cost: reading those that are not sealed.
  /// Requires: not within a sealed block.
  [[nodiscard]] Result<std::string> chain_at(Version version);

 private:
  using Block = std::shared_ptr<const UnpackedBlock>;

  [[nodiscard]] Result<bool> seek_row(Version version);
  [[nodiscard]] Result<bool> seek_block(Version at_most);
  [[nodiscard]] Result<BlockHeader> header();
  [[nodiscard]] Result<Block> unpack();
  [[nodiscard]] Result<bool> visit_block(const UnpackedBlock& block, Version from, Version to,
                                         const LogVisitor& visitor);
  [[nodiscard]] Error missing(Version version) const;
  [[nodiscard]] Error in_block(Error error) const;

  Families& families_;
  BlockCache& cache_;
  const std::string document_;
  /// Made before the other, and packing puts a block where it takes its rows away: so what this one
  /// does not have, the other has.
  const std::unique_ptr<FamilyCursor> rows_;
  std::unique_ptr<FamilyCursor> blocks_;
};

}  // namespace plenary::storage
