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

/// Deleted text, and what happened to it.
struct DeadRun {
  std::u16string text;                // never empty
  std::uint64_t deleted_at{0};        // version of the operation that deleted it
  std::uint64_t replaced_at{kNever};  // of the first that then wrote other text in its place
  friend bool operator==(const DeadRun&, const DeadRun&) = default;
};

/// What was deleted at one place of the text and is remembered, in the order that it had, and the
/// orphans whose words it is. Edges of anchors and orphans stand at offsets of the dead text; an
/// offset keeps its meaning while text is added at either end or taken away. A regular value.
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
  /// In the order of the text; where none is, it was forgotten.
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }
  [[nodiscard]] const std::vector<Orphan>& orphans() const { return orphans_; }
  /// From the first offset of an orphan to the last, or more. Requires: there is one.
  [[nodiscard]] Offset first_orphan() const { return first_orphan_; }
  [[nodiscard]] Offset last_orphan() const { return last_orphan_; }
  /// Nothing is left that anyone needs.
  [[nodiscard]] bool empty() const { return text_.size() == 0 && orphans_.empty(); }
  /// Units held, where each run counts kRunUnits more for what it takes beside its text.
  [[nodiscard]] std::size_t units() const { return text_.size() + kRunUnits * runs_.size(); }
  [[nodiscard]] std::size_t memory_bytes() const;

  /// Puts text in front of all, or behind all. Cost: amortised O(its length + runs).
  void push_front(std::u16string_view text, std::uint64_t deleted_at,
                  std::uint64_t replaced_at = kNever);
  void push_back(std::u16string_view text, std::uint64_t deleted_at,
                 std::uint64_t replaced_at = kNever);
  /// Puts another grave in front of all, or behind all. Returns: what its offsets grow by. Cost:
  /// amortised O(the other's size).
  Offset absorb_front(const Grave& left);
  Offset absorb_back(const Grave& right);
  /// Cuts off what lies before, or behind, `at`, with the orphans there; offsets keep their
  /// meaning. An orphan over `at` goes to the right and loses the words on the left. Cost: O(the
  /// answer's size + orphans).
  [[nodiscard]] Grave take_front(Offset at);
  [[nodiscard]] Grave take_back(Offset at);
  /// Forgets what lies before, or behind, `at`. Requires: no orphan's words do.
  void drop_front(Offset at);
  void drop_back(Offset at);

  void add_orphan(const Orphan& orphan);
  /// Requires: it is here. Cost: O(orphans).
  void remove_orphan(std::uint32_t slot);
  /// Lets `change` see each orphan, which it may change; it returns whether the orphan stays.
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

  /// Other text was written here. Cost: O(runs) if text died since the last time, else O(1).
  void set_replaced(std::uint64_t version);
  /// If there are many runs: merges those older than the last kRunsKept deletions, and of them
  /// forgets what was written over and is no orphan's. Cost: amortised O(log runs) a run.
  void limit_runs();
  /// Forgets what died at `last` or before, or was forgotten before, and with it the offsets.
  /// Returns: the new offset of each of `edges`. Cost: O(size + (orphans + edges) * log runs).
  void forget_until(std::uint64_t last, std::vector<Offset>& edges);

  /// For tests: what is wrong inside, or nothing.
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
