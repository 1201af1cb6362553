#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/inline_parser.hpp"

namespace plenary::markup {

/// A run of `*`, `_` or `~` in a text, and what its signs turned out to be.
struct DelimiterRun {
  char sign{'*'};
  std::size_t length{0};
  std::size_t left{0};  // signs that mean nothing so far
  bool can_open{false};
  bool can_close{false};
  // The styles that end and begin here, one character each, with its number of signs: a string has
  // room for a few without an allocation.
  std::string ends;    // in the order of the text
  std::string begins;  // the first one to be found is the last in the text
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
  void add(DelimiterRun&& run);
  [[nodiscard]] std::size_t count() const { return runs_.size(); }

  /// Pairs the runs from `from` on (those in a link); none of them pairs with others any more.
  void settle(std::size_t from);

  /// What a run came to, in the order of the text. Requires: everything is settled.
  void append(std::vector<Inline>& out, std::size_t run) const;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  struct Link {
    std::size_t before{kNone};
    std::size_t after{kNone};
  };

  [[nodiscard]] std::size_t opener_of(std::size_t closer, std::size_t from) const;
  void pair(std::size_t opener, std::size_t closer);
  void take_out(std::size_t run);
  static std::size_t like(const DelimiterRun& run);

  std::vector<DelimiterRun> runs_;
  std::vector<Link> links_;  // of each run: its neighbours among those that may still pair
  std::size_t last_{kNone};
  std::array<std::size_t, 18> none_below_{};  // of each like: no opener before this run
};

}  // namespace plenary::markup
