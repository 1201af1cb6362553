#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace plenary::anchor {

/// A version that never comes.
inline constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

/// Deleted text that the anchors around it remember. The text of a run, and what happened to it.
struct DeadRun {
  std::u16string text;                // never empty
  std::uint64_t deleted_at{0};        // version of the operation that deleted it
  std::uint64_t replaced_at{kNever};  // of the first that then wrote other text in its place
  friend bool operator==(const DeadRun&, const DeadRun&) = default;
};

/// Owns the dead runs, by number, and knows which is the oldest.
class DeadRuns {
 public:
  using Index = std::uint32_t;
  static constexpr Index kNone = 0xffffffff;

  /// Takes in a run that is newer than all others.
  Index add(DeadRun run) { return link(std::move(run), newest_); }
  /// Cuts the run in two; the answer is the part from `at` on. Requires: 0 < at < length.
  Index split(Index run, std::size_t at);
  void remove(Index run);

  [[nodiscard]] const DeadRun& operator[](Index run) const { return nodes_[run].run; }
  void set_replaced(Index run, std::uint64_t version);
  /// The run that died first, kNone if there is none.
  [[nodiscard]] Index oldest() const { return oldest_; }
  /// Units held, where each run counts kRunUnits more for what it takes beside its text.
  [[nodiscard]] std::size_t units() const { return units_; }
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  static constexpr std::size_t kRunUnits = 32;
  struct Node {
    DeadRun run;
    Index older{kNone};
    Index newer{kNone};
  };
  Index link(DeadRun run, Index older);

  std::vector<Node> nodes_;
  std::vector<Index> free_;
  Index oldest_{kNone};
  Index newest_{kNone};
  std::size_t units_{0};
};

}  // namespace plenary::anchor
