#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/history/span.hpp"

namespace plenary::history {

/// Shorter texts are cut and written again by chance. UTF-16 units.
inline constexpr std::size_t kMoveUnitsLeast = 20;
/// Deleted texts that are remembered of one author: a passage that is moved is pasted next, or
/// soon.
inline constexpr std::size_t kMoveTextsMost = 16;
/// Units that are remembered of all of them together.
inline constexpr std::size_t kMoveUnitsMost = 256 * 1024;

/// Recognises cut and paste where it is evident: one person deletes a text, and writes exactly the
/// same one in one operation, or the other way round. Line ends around it do not count.
class Moves {
 public:
  /// `author` deleted (inserted) that text in operation `op`. Cost: O(its units + texts
  /// remembered).
  void deleted(std::u16string_view text, OpNumber op, std::uint32_t author);
  void inserted(std::u16string_view text, OpNumber op, std::uint32_t author);

  /// The number of the move, from 1, that the operation took a text away for (put it down for); 0:
  /// none.
  [[nodiscard]] std::uint32_t away(OpNumber op) const;
  [[nodiscard]] std::uint32_t here(OpNumber op) const;

 private:
  struct Candidate {
    std::u16string text;
    OpNumber op{kNever};
    std::uint32_t author{0};
  };
  using Candidates = std::deque<Candidate>;
  [[nodiscard]] static std::optional<OpNumber> find(Candidates& among, std::u16string_view text,
                                                    std::uint32_t author);
  void keep(Candidates& among, std::u16string_view text, OpNumber op, std::uint32_t author);
  void pair(OpNumber away, OpNumber here);

  Candidates cut_;
  Candidates pasted_;
  std::size_t units_{0};
  std::uint32_t moves_{0};
  std::unordered_map<OpNumber, std::uint32_t> away_;
  std::unordered_map<OpNumber, std::uint32_t> here_;
};

}  // namespace plenary::history
