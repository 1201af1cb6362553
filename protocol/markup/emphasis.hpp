#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/markup/inline_parser.hpp"

namespace plenary::markup {

/// A run of `*`, `_` or `~` in a text, and the pairs that its signs are in.
struct DelimiterRun {
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

  char sign{'*'};
  bool can_open{false};
  bool can_close{false};
  std::uint32_t length{0};
  std::uint32_t left{0};  // signs that are in no pair so far

  // Neighbours among the runs that may still pair.
  std::uint32_t before{kNone};
  std::uint32_t after{kNone};

  // Pairs: the list of those that end here in the order of the text, and of those that begin here.
  // The first to begin is the last that was found.
  std::uint32_t first_end{kNone};
  std::uint32_t last_end{kNone};
  std::uint32_t first_begin{kNone};
};

/// Whether the run of `length` signs at `at` can open and close a style: CommonMark's flanking
/// rules. Private to this folder.
[[nodiscard]] DelimiterRun delimiter_run(std::string_view text, std::size_t at, std::size_t length);

/// Finds the pairs among the runs of a text. Private to this folder.
///
/// Cost: O(runs) for all calls together: a pair takes the runs between its two out of the list, and
/// a run that found no partner marks how far down the list there is none for its like.
class Emphasis {
 public:
  void add(const DelimiterRun& run);
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(runs_.size()); }

  /// Pairs the runs from `from` on (those in a link); none of them pairs with others any more.
  void settle(std::uint32_t from);

  /// Appends the styles that end and begin at a run, and its signs that are text, in the order of
  /// the text. Requires: everything is settled.
  void append(Inlines& out, std::uint32_t run) const;

 private:
  static constexpr std::uint32_t kNone = DelimiterRun::kNone;

  /// One style: an opening and a closing run with one or two signs of each.
  struct Pair {
    std::uint8_t signs{1};
    std::uint32_t next_begin{kNone};  // in the list of its opener
    std::uint32_t next_end{kNone};    // in the list of its closer
  };

  [[nodiscard]] std::uint32_t opener_of(std::uint32_t closer, std::uint32_t from) const;
  void pair(std::uint32_t opener, std::uint32_t closer);
  void take_out(std::uint32_t run);
  static std::size_t like(const DelimiterRun& run);

  std::vector<DelimiterRun> runs_;
  std::vector<Pair> pairs_;
  std::uint32_t last_{kNone};                   // the last run that may still pair
  std::array<std::uint32_t, 18> none_below_{};  // of each like: no opener before this run
};

}  // namespace plenary::markup
