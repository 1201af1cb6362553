#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "storage/fields.hpp"

/// The columns of a sealed block (FORMAT.md, 6).
namespace plenary::storage {

/// In the order in which they lie. What is asked for without the text comes first. Values are on
/// disk: do not change, do not reuse.
enum class Column : std::uint8_t {
  kTimesLow = 0,
  kTimesHigh = 1,
  kAuthorNames = 2,
  kAuthors = 3,
  kSourceNames = 4,
  kSources = 5,
  kSequences = 6,
  kNoteTexts = 7,
  kNotes = 8,
  kContents = 9,
  kBodyLengths = 10,
  kBodies = 11,
  kShapeNames = 12,
  kShapes = 13,
  kPlaces = 14,
  kInsertLengths = 15,
  kOtherLengths = 16,
  kText = 17,
  kValueTexts = 18,
  kValues = 19,
};
inline constexpr std::size_t kColumns = 20;

/// The bytes of each column.
class Columns {
 public:
  [[nodiscard]] std::string& operator[](Column column) {
    return bytes_[static_cast<std::size_t>(column)];
  }
  [[nodiscard]] const std::string& operator[](Column column) const {
    return bytes_[static_cast<std::size_t>(column)];
  }
  /// Of all columns together.
  [[nodiscard]] std::size_t bytes() const;

 private:
  std::array<std::string, kColumns> bytes_;
};

/// Appends all columns, each compressed if that makes it smaller. Cost: zstd at a high level.
void append_columns(FieldWriter& out, const Columns& columns);

/// Reads the first `count` columns, and the rest of the reader if that is all of them. Nothing if
/// they are malformed or beyond what a block may hold. Takes any bytes. Cost: that of zstd.
[[nodiscard]] std::optional<Columns> read_columns(FieldReader& in, std::size_t count = kColumns);

}  // namespace plenary::storage
