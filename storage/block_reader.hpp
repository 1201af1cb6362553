#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "storage/block_shape.hpp"
#include "storage/run_column.hpp"
#include "storage/sealed_block.hpp"

namespace plenary::storage {

/// Takes the operations out of an unpacked block, from its first to its last. Thread: one.
/// Lifetime: the block outlives it. Cost: tens of nanoseconds an operation, no allocation for most.
class BlockReader {
 public:
  explicit BlockReader(const UnpackedBlock& block);

  /// Moves to the next operation. False behind the last one, and when the block is malformed.
  [[nodiscard]] bool next();

  /// Requires: next() answered true. Lifetime: until next() is called again.
  [[nodiscard]] const OpView& op() const { return op_; }

  /// True if every operation was taken and nothing was left over: the block is whole. A block whose
  /// checksum holds and that is not whole was written by a faulty program.
  [[nodiscard]] bool complete() const;

 private:
  /// The delta of all operations of one shape: only what differs between them is written.
  struct Shape {
    std::vector<std::uint8_t> codes;
    bool has_values{false};
    ot::rich_text::Delta delta;
  };
  [[nodiscard]] static Shape make_shape(std::string_view codes);

  RunReader& run(Column column) { return runs_[static_cast<std::size_t>(column)]; }
  [[nodiscard]] bool take_envelope();
  [[nodiscard]] bool take_json();
  [[nodiscard]] bool take_delta();
  [[nodiscard]] bool fill(ot::rich_text::Component& component);
  [[nodiscard]] bool take_text(ot::rich_text::Component& component);
  [[nodiscard]] bool take_values(const std::vector<std::uint8_t>& codes,
                                 std::vector<ot::rich_text::Component>& components);
  [[nodiscard]] bool take_change(ot::rich_text::ChangeRef& change);
  [[nodiscard]] bool take_value(std::shared_ptr<const json::Value>& value);

  const UnpackedBlock& block_;
  std::array<RunReader, kColumns> runs_;
  std::vector<Shape> shapes_;
  std::vector<std::uint64_t> next_sequences_;  // by source
  ExpectedPlace expected_;
  std::uint64_t index_{0};
  std::uint64_t same_envelopes_{0};  // operations from here that differ from op_ in none of these:
  std::size_t source_{0};            // author, source, note, kind, form
  std::size_t text_at_{0};
  std::size_t body_at_{0};
  bool is_delta_{false};
  bool failed_{false};
  OpView op_;
};

}  // namespace plenary::storage
