#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/anchor/dead_text.hpp"
#include "protocol/anchor/limits.hpp"

namespace plenary::anchor {

/// A version that never comes.
inline constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

/// Deleted text and its history.
struct DeadRun {
  std::u16string text;                // never empty
  std::uint64_t deleted_at{0};        // version of the operation that deleted it
  std::uint64_t replaced_at{kNever};  // of the first operation that wrote other text in its place
  friend bool operator==(const DeadRun&, const DeadRun&) = default;
};

/// The remembered text that was deleted at one place, in the order of the text, and the orphans
/// that own words of it. Edges of anchors and orphans stand at offsets of this dead text. An offset
/// keeps its meaning while text is added or removed at either end. A regular value.
class Grave {
 public:
  using Offset = std::int32_t;
  struct Run {
    Offset from{0};
    Offset to{0};
    std::uint64_t deleted_at{0};
    std::uint64_t replaced_at{kNever};
    [[nodiscard]] std::size_t length() const { return static_cast<std::size_t>(to - from); }
  };
  struct Orphan {
    std::uint32_t slot{0};
    Offset from{0};
    Offset to{0};
  };

  [[nodiscard]] Offset begin() const { return begin_; }
  [[nodiscard]] Offset end() const { return begin_ + static_cast<Offset>(text_.size()); }
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  /// Requires: begin() <= from <= to <= end(). Lifetime: until the grave changes.
  [[nodiscard]] std::u16string_view text(Offset from, Offset to) const {
    return text_.view().substr(static_cast<std::size_t>(from - begin_),
                               static_cast<std::size_t>(to - from));
  }
  [[nodiscard]] std::u16string_view text(const Run& run) const { return text(run.from, run.to); }
  /// In the order of the text. Text in the gaps between runs was forgotten.
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }
  [[nodiscard]] const std::vector<Orphan>& orphans() const { return orphans_; }
  /// From the first offset of an orphan to the last, or more. Requires: there is one.
  [[nodiscard]] Offset first_orphan() const { return first_orphan_; }
  [[nodiscard]] Offset last_orphan() const { return last_orphan_; }
  /// True if no text and no orphan is left.
  [[nodiscard]] bool empty() const { return text_.size() == 0 && orphans_.empty(); }
  /// The units of the text, and kRunUnits more for each run, which stand for its memory.
  [[nodiscard]] std::size_t units() const { return text_.size() + kRunUnits * runs_.size(); }
  [[nodiscard]] std::size_t memory_bytes() const;

  /// Adds text at the front, or at the back. Cost: amortised O(its length + runs).
  void push_front(std::u16string_view text, std::uint64_t deleted_at,
                  std::uint64_t replaced_at = kNever);
  void push_back(std::u16string_view text, std::uint64_t deleted_at,
                 std::uint64_t replaced_at = kNever);
  /// Adds another grave at the front, or at the back. Returns: the number by which its offsets
  /// grow. Cost: amortised O(the other's size).
  Offset absorb_front(const Grave& left);
  Offset absorb_back(const Grave& right);
  /// Cuts off the part before, or behind, `at`, with its orphans. Offsets keep their meaning. An
  /// orphan over `at` goes to the right and loses the words on the left. Cost: O(the
  /// answer's size + orphans).
  [[nodiscard]] Grave take_front(Offset at);
  [[nodiscard]] Grave take_back(Offset at);
  /// Forgets the part before, or behind, `at`. Requires: no orphan has words in it.
  void drop_front(Offset at);
  void drop_back(Offset at);

  void add_orphan(const Orphan& orphan);
  /// Requires: it is here. Cost: O(orphans).
  void remove_orphan(std::uint32_t slot);
  /// Calls `change` with each orphan, which it may change. It returns true if the orphan stays.
  template <class F>
  void update_orphans(F change) {
    std::vector<Orphan> all;
    all.swap(orphans_);
    for (Orphan& orphan : all) {
      if (change(orphan)) {
        add_orphan(orphan);
      }
    }
  }

  /// Records that other text was written here. Cost: O(runs) if text was deleted since the last
  /// call, else O(1).
  void set_replaced(std::uint64_t version);
  /// If there are many runs: merges the runs older than the last kRunsKept deletions, and forgets
  /// their text if other text was written over it and it belongs to no orphan. Cost: amortised
  /// O(log runs) a run.
  void limit_runs();
  /// Forgets the text that was deleted at `last` or before, and closes the gaps in the offsets.
  /// Returns: the new offset of each of `edges`. Cost: O(size + (orphans + edges) * log runs).
  void forget_until(std::uint64_t last, std::vector<Offset>& edges);

  /// For tests: describes the first broken invariant; empty if there is none.
  [[nodiscard]] std::string check_invariants() const;

 private:
  static constexpr std::size_t kRunUnits = 32;
  DeadText text_;
  Offset begin_{0};
  Offset first_orphan_{0};
  Offset last_orphan_{0};
  bool fresh_{false};  // some run may not be replaced yet
  std::size_t limit_at_{kRunsMax};
  std::vector<Run> runs_;
  std::vector<Orphan> orphans_;
};

}  // namespace plenary::anchor
