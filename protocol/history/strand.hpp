#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/history/record.hpp"

namespace plenary::history {

/// One text of a weave, with every unit that was ever in it, in its order: the paper itself, a
/// cell, a note, the rows of a table. Internal to protocol/history. A regular value; what its spans
/// refer to is in the weave's record, which is given to each call.
class Strand {
 public:
  struct Chunk {
    std::vector<Span> spans{};
    std::uint32_t alive{0};
  };

  /// Units of the text as it is now.
  [[nodiscard]] std::size_t length() const { return alive_; }
  /// The living span with the unit at `position`. Requires: position < length().
  [[nodiscard]] const Span& span_at(std::size_t position);

  // Edits of the text as it is now, by the newest operation. Requires: within its length. Cost:
  // O(log n) beside the last edit, up to O(n / 100) elsewhere.

  void insert(Record& record, std::size_t position, const Span& span);
  void erase(Record& record, std::size_t position, std::size_t length);
  void format(Record& record, std::size_t position, std::size_t length, const Attributes& change);
  /// Lays the spans out anew.
  void rebuild(const Record& record, const std::vector<Span>& spans);

  /// All spans, in order.
  [[nodiscard]] const std::vector<Chunk>& chunks() const { return chunks_; }
  [[nodiscard]] std::size_t memory_bytes() const;
  /// For tests: describes the first broken invariant; empty if there is none.
  [[nodiscard]] std::string check_invariants() const;

 private:
  [[nodiscard]] std::size_t seek(std::size_t position);
  [[nodiscard]] std::size_t find(std::size_t& rest) const;
  [[nodiscard]] std::size_t isolate(Record& record, std::size_t position, std::size_t length,
                                    std::uint32_t& taken);
  void split_span(Record& record, std::size_t index, std::uint32_t at);
  void join_around(const Record& record, std::size_t index);
  void limit_chunk();
  [[nodiscard]] std::u16string text(const Record& record, std::size_t position, std::size_t length);

  std::vector<Chunk> chunks_{Chunk{}};
  std::size_t alive_{0};
  // The finger: the chunk of the last edit, and how many units of the text lie before it.
  std::size_t at_{0};
  std::size_t before_{0};
};

}  // namespace plenary::history
