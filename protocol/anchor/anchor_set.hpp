#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/anchor/dead_runs.hpp"
#include "protocol/anchor/hunk.hpp"
#include "protocol/anchor/mark_list.hpp"
#include "protocol/anchor/range.hpp"
#include "protocol/anchor/revival.hpp"
#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"

namespace plenary::anchor {

/// The caller's name for an anchor; of a thread, say.
struct AnchorId {
  std::uint64_t value{0};
  friend auto operator<=>(AnchorId, AnchorId) = default;
};

/// What find and the visits tell of an anchor.
struct Anchor {
  AnchorId id;
  /// Of an orphan: empty, at the place where its words were.
  Range range;
  /// Set for an orphan: the version of the operation that deleted the last of its words.
  std::optional<Version> orphaned_at;
  [[nodiscard]] bool orphaned() const { return orphaned_at.has_value(); }
};

/// What an operation did to an anchor that `map(range, op)` does not tell.
struct Change {
  enum class Kind : std::uint8_t {
    kOrphaned,  // the last of its words were deleted
    kReturned,  // an orphan's words came back
    kMoved,  // words came back at its edge, or it went along when text was moved in one operation
  };
  AnchorId id;
  Kind kind{Kind::kOrphaned};
  friend bool operator==(const Change&, const Change&) = default;
};

/// A mark of a set, for checkpoints.
struct Item {
  enum class Kind : std::uint8_t { kStart, kEnd, kDead };
  Kind kind{Kind::kStart};
  std::size_t position{0};      // they do not decrease
  AnchorId id;                  // of an edge
  std::uint64_t set_before{0};  // of a start: the version of the first operation that it followed
  std::uint64_t orphaned_at{kNever};  // of a start: the version, kNever if its words are there
  DeadRun run;                        // of dead text
  friend bool operator==(const Item&, const Item&) = default;
};

/// Ranges of one document that follow its text through operations. Text typed at either edge stays
/// outside, text typed inside belongs to the range. A range whose units are all deleted is
/// orphaned: it keeps a place that goes on following the text, and the words that it held.
///
/// Words come back. Deleted text in and around ranges stays in the set as dead runs, between the
/// edges of the anchors, so that all anchors over it share it. When an insertion at the place of
/// dead text equals what lately died there (or contains it, or is a longer piece of it; see
/// revival.hpp for the rule), these units live again and lie in the ranges in which they lay. That
/// is how undo is found, in one insertion or in many, whoever makes it. Limits of the rule: it sees
/// text and not intent, so who types the same words at the same place also brings them back, one
/// key at a time only if they were deleted one key at a time; where text was written over a range's
/// cut edge by one user while another undoes the deletion, the words can come back outside; of two
/// ranges that overlap in part one forgets words that died in both if other text is written just
/// there; text
/// that was deleted beside a range before the range was touched is not remembered and only skipped.
/// Anchors also go along with text that is moved: an operation that deletes text and inserts the
/// same text elsewhere (or other text that contains it once) takes along the anchors whose last
/// words it moved; and an insertion anywhere that contains, once, kShortestMoved units or more of
/// what an earlier operation deleted (or the words of one orphan) takes the orphans of that
/// operation with it, the last kMovesTried operations that orphaned anything.
///
/// The set remembers at most kDeadUnitsMax units and forgets the oldest first; the words of an
/// orphan can thus be lost, its place not.
///
/// A regular value; a copy costs its bytes. Thread: as for any value.
class AnchorSet {
 public:
  AnchorSet() = default;

  /// All that the set knows, as marks in the order of the text: what a checkpoint holds. Cost: O(n
  /// + dead units).
  [[nodiscard]] std::vector<Item> items() const;
  /// The set that gave these items; it goes on as that one would. Errors: kCorrupt if no set gives
  /// such items. Cost: O(n log n + dead units).
  [[nodiscard]] static Result<AnchorSet> from_items(std::span<const Item> items);

  /// Ranges without a word, past kMaxLength, or with an id that is there already are refused
  /// (kNotApplicable), and nothing changes. Requires: the range lies in the text. Cost: O(log n) on
  /// average.
  [[nodiscard]] Result<void> insert(AnchorId id, Range range);
  /// Returns: false if there is none of that id. Cost: O(log n) on average.
  bool erase(AnchorId id);

  /// Follows an operation. `before` is the text that it applies to, as it was before it; `version`
  /// is the operation's own. Requires: check_applies(op, before.length()); versions grow.
  /// Law: an anchor that is not in the answer and not orphaned has the range map(its range before,
  /// op); one that is in the answer is in it once. Cost: where it touches no anchor 10 to 50 ns for
  /// each place; it then does not read the text. Else about that much for each edge and each run at
  /// the place, and the units it deletes.
  std::vector<Change> apply(const ot::rich_text::Delta& op, const text::Rope& before,
                            Version version);

  [[nodiscard]] std::size_t size() const { return by_id_.size(); }
  /// Cost: O(1).
  [[nodiscard]] std::optional<Anchor> find(AnchorId id) const;
  /// The words that an orphan held when it lost the last of them; empty for others. An embed is
  /// U+FFFC. Cost: O(its length + edges of others in between).
  [[nodiscard]] std::u16string lost_words(AnchorId id) const;

  using Visitor = std::function<void(const Anchor&)>;
  /// Visits those that have a unit in the range, and the orphans in it or at its edges, in the
  /// order of their starts. Cost: O(edges in the range and back to the first anchor that reaches
  /// into it).
  void visit(Range range, const Visitor& visitor) const;
  /// Visits all in the order of their starts. Cost: O(n).
  void for_each(const Visitor& visitor) const;

  [[nodiscard]] std::size_t memory_bytes() const;
  /// For tests: what is wrong inside, or nothing. Cost: O(n).
  [[nodiscard]] std::string check_invariants() const;

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  struct Slot {
    AnchorId id;
    std::uint64_t set_before{0};  // version of the first operation that it followed at its place
    std::uint64_t orphaned_at{kNever};
    std::uint32_t seen{kNone};  // while an operation is followed: where its start is in the zone
    std::uint32_t told{kNone};  // and which change tells of it
  };
  /// A mark at the place of a hunk.
  struct ZoneMark {
    Mark mark;
    std::uint32_t position{0};
    bool in_front{true};  // of the text that the hunk erases
  };
  /// All marks from one position to another, taken out to be changed.
  using Zone = std::vector<ZoneMark>;
  /// What is known while one operation is followed.
  struct Edit {
    const text::Rope& before;
    std::uint64_t version;
    std::vector<Change> changes;
    std::vector<std::size_t> revived;  // the places where an insertion brought words back
  };
  struct CutPlace {
    std::uint64_t version{0};
    std::uint32_t position{0};
    friend bool operator==(const CutPlace&, const CutPlace&) = default;
  };
  /// Orphans of one operation at one place, and where their words lie in what it deleted there.
  struct Cut {
    struct Orphan {
      std::uint32_t slot{0};
      Range words;
    };
    std::u16string text;
    std::vector<Orphan> orphans;
  };

  [[nodiscard]] Anchor anchor_of(std::uint32_t slot, std::size_t start, std::size_t end) const;
  [[nodiscard]] std::uint32_t take_slot(AnchorId id);
  void set_edges(std::uint32_t slot, Range range);

  void apply_hunk(const Hunk& hunk, Edit& edit);
  [[nodiscard]] bool shift_past(const Hunk& hunk, MarkList::Cursor first, Edit& edit);
  [[nodiscard]] bool may_come_back(DeadRuns::Index run, const Hunk& hunk) const;
  void rework(const Hunk& hunk, MarkList::Cursor first, Edit& edit);
  void bury(const Hunk& hunk, std::int32_t open, Edit& edit);
  void find_orphans(std::uint32_t from, std::uint32_t to, Edit& edit);
  void trim(Zone& zone, std::int32_t open);
  [[nodiscard]] std::size_t trimmed(Zone& zone, std::size_t runs, bool keep_back);
  [[nodiscard]] std::optional<Revival> revival_in(const Zone& zone, std::int32_t open,
                                                  const Hunk& hunk, std::uint64_t version) const;
  void revive(const Revival& revival, const Hunk& hunk, Edit& edit);
  struct Groups {
    std::vector<std::size_t> of_mark;    // how many parts of a revival stand before each mark
    std::vector<std::uint64_t> deleted;  // when each part died
  };
  [[nodiscard]] Groups take_revived(const Revival& revival);
  void keep_out_older(Groups& groups);
  void find_returned(const std::vector<std::size_t>& group, Edit& edit);
  void tell(std::uint32_t slot, Change::Kind kind, Edit& edit);
  void place(Zone& zone, std::size_t from, std::size_t to, std::uint32_t at, std::size_t length,
             bool all_in_front);
  void put_back(MarkList::Cursor first, std::size_t count, const Zone& zone);
  void trim_at(std::uint32_t position);
  void forget_replaced();
  void follow_moves(const ot::rich_text::Delta& op, Edit& edit);
  void follow(const Hunk& hunk, Edit& edit);
  [[nodiscard]] std::vector<CutPlace> last_cuts() const;
  [[nodiscard]] Cut cut_at(std::uint32_t position, std::uint64_t version) const;
  void move_to(std::uint32_t slot, Range range, Edit& edit);
  void forget_oldest();

  MarkList marks_;
  DeadRuns dead_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_id_;
  std::size_t orphans_{0};
  std::uint64_t next_version_{0};   // behind the last operation
  Zone zone_;                       // kept for its memory
  std::vector<PlacedMark> placed_;  // the same
};

}  // namespace plenary::anchor
