#include "storage/block_columns.hpp"

#include "storage/compression.hpp"
#include "storage/limits.hpp"

namespace plenary::storage {
namespace {

/// Blocks are packed once, in the background, and kept for ever. Levels above it gain under 1% of
/// a block of typing, and take several times as long.
constexpr int kColumnLevel = 12;

void append_column(FieldWriter& out, const std::string& column) {
  const std::optional<std::string> frame = compressed(column, kColumnLevel);
  out.varint(column.size());
  out.bytes(frame ? *frame : column);
}

/// Takes the bytes read from `budget`.
std::optional<std::string> read_column(FieldReader& in, std::uint64_t& budget) {
  const std::uint64_t size = in.varint();
  const std::string_view data = in.bytes();
  if (in.failed() || data.size() > size || size > budget) {
    return std::nullopt;
  }
  budget -= size;
  return data.size() == size ? std::string(data) : expanded(data, size);
}

}  // namespace

std::size_t Columns::bytes() const {
  std::size_t all = 0;
  for (const std::string& column : bytes_) {
    all += column.size();
  }
  return all;
}

void append_columns(FieldWriter& out, const Columns& columns) {
  for (std::size_t n = 0; n < kColumns; ++n) {
    append_column(out, columns[static_cast<Column>(n)]);
  }
}

std::optional<Columns> read_columns(FieldReader& in, std::size_t count) {
  Columns columns;
  std::uint64_t budget = kBlockBytesMost;
  for (std::size_t n = 0; n < count; ++n) {
    std::optional<std::string> column = read_column(in, budget);
    if (!column) {
      return std::nullopt;
    }
    columns[static_cast<Column>(n)] = *std::move(column);
  }
  if (count == kColumns && !in.complete()) {
    return std::nullopt;
  }
  return columns;
}

}  // namespace plenary::storage
