#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/anchor/grave.hpp"
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

/// An anchor as find and the visits report it.
struct Anchor {
  AnchorId id;
  /// Of an orphan: empty, at the place where its words were.
  Range range;
  /// Set for an orphan: the version of the operation that deleted the last of its words.
  std::optional<Version> orphaned_at;
  [[nodiscard]] bool orphaned() const { return orphaned_at.has_value(); }
};

/// A change of an anchor by an operation that `map(range, op)` does not tell.
struct Change {
  enum class Kind : std::uint8_t {
    kOrphaned,  // the last of its words were deleted
    kReturned,  // an orphan's words came back
    kMoved,  // words came back at its edge, or one operation moved its text and the anchor with it
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
/// Words come back. The set keeps deleted text in and around ranges. All text that was deleted at
/// one place is one grave. All anchors over the place share it, and orphans lie in it between their
/// words. An insertion at the place of a grave revives units if it equals the text that was lately
/// deleted there (or contains it, or is a longer piece of it; revival.hpp has the rule). The
/// revived units lie in the same ranges as before. Undo is found in this way, in one insertion or
/// in many, whichever user makes it. Other text that is written at the place comes behind the grave
/// and its orphans, or in front of it where ranges begin in it. It cuts the grave in two between
/// ranges that end and ranges that begin.
///
/// Limits of the rule:
///  - It sees text and not intent. Somebody who types the same words at the same place also revives
///    them; key by key only if they were deleted key by key.
///  - If one user writes over the cut edge of a range while another undoes the deletion, the words
///    can come back outside the range.
///  - Of two ranges that overlap in part, one forgets the words that were deleted from both, if
///    other text is written just there.
///  - Text that was deleted beside a range before the range was touched is not remembered. If an
///    insertion holds such text, pieces shorter than kShortestContained come back outside, and so
///    do the words that then follow them at the place.
///  - Of more than kRunsMax pieces at one place, only the last kRunsKept deletions are known one by
///    one (limits.hpp). Older ones are known as longer pieces. They are forgotten if other text was
///    written over them and they belong to no orphan.
///
/// Anchors also follow text that is moved. If one operation deletes text and inserts the same text
/// elsewhere (or other text that contains it once), the anchors whose last words it moved go along.
/// An insertion by a later operation is compared with the deletions of the last kMovesTried
/// operations that orphaned anything: if it contains kShortestMoved units or more of one of them
/// (or the words of one orphan) exactly once, the orphans of that operation go along.
///
/// The set remembers at most kDeadUnitsMax units; then it forgets the oldest quarter. An orphan can
/// lose its words in this way, but never its place.
///
/// A regular value; a copy costs its bytes. Thread: as for any value.
class AnchorSet {
 public:
  AnchorSet() = default;

  /// The whole set as marks in the order of the text, for a checkpoint. Equal sets give equal
  /// items. Cost: O(n log n + dead units).
  [[nodiscard]] std::vector<Item> items() const;
  /// The set that gave these items, with the same behaviour from here on. Errors: kCorrupt if no
  /// set gives such items. Cost: O(n log n + dead units).
  [[nodiscard]] static Result<AnchorSet> from_items(std::span<const Item> items);

  /// Adds an anchor. Errors: kNotApplicable for a range without a unit, a range past kMaxLength, or
  /// an id that the set has; then nothing changes. Requires: the range lies in the text. Cost:
  /// O(log n) on average.
  [[nodiscard]] Result<void> insert(AnchorId id, Range range);
  /// Returns: false if there is none of that id. Cost: O(log n) on average; of an orphan O(orphans
  /// at its place).
  bool erase(AnchorId id);

  /// Follows an operation. `before` is the text that it applies to, as it was before it; `version`
  /// is the operation's own. Requires: check_applies(op, before.length()); versions grow.
  /// Law: an anchor that is not in the answer and not orphaned has the range map(its range before,
  /// op); one that is in the answer is in it once. Cost: for each place O(log marks), and half a
  /// chunk of marks is moved; where text is deleted in or beside anchors also the units and the
  /// edges of anchors there. A key that is typed looks at the runs of one grave, of 64 or so, never
  /// at orphans; words that come back look at the orphans of their grave. Now and then O(marks /
  /// 256), and O(dead units) once a million dead units. Figures: tests/bench/README.md.
  std::vector<Change> apply(const ot::rich_text::Delta& op, const text::Rope& before,
                            Version version);

  [[nodiscard]] std::size_t size() const { return by_id_.size(); }
  /// Cost: O(1).
  [[nodiscard]] std::optional<Anchor> find(AnchorId id) const;
  /// The words that an orphan held when it lost the last of them; empty for others. An embed is
  /// U+FFFC. Cost: O(its length + runs and orphans at its place).
  [[nodiscard]] std::u16string lost_words(AnchorId id) const;

  using Visitor = std::function<void(const Anchor&)>;
  /// Visits the anchors that have a unit in the range, and the orphans in it or at its edges, in
  /// the order of their starts. Cost: O(edges in the range and back to the first anchor that
  /// reaches into it).
  void visit(Range range, const Visitor& visitor) const;
  /// Visits all in the order of their starts. Cost: O(n).
  void for_each(const Visitor& visitor) const;

  [[nodiscard]] std::size_t memory_bytes() const;
  /// For tests: describes the first broken invariant; empty if there is none. Cost: O(n).
  [[nodiscard]] std::string check_invariants() const;

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  using Offset = Grave::Offset;
  struct Slot {
    AnchorId id;
    std::uint64_t set_before{0};  // version of the first operation that it followed at its place
    std::uint64_t orphaned_at{kNever};
    std::uint32_t grave{kNone};  // of an orphan
    std::uint32_t told{kNone};   // while an operation is followed: the index of its change
  };
  /// The state while one operation is followed.
  struct Edit {
    const text::Rope& before;
    std::uint64_t version;
    std::vector<Change> changes;
    std::vector<std::size_t> revived;  // the places where an insertion brought words back
  };
  /// All marks from the start of a hunk to the end of the range that it erases, taken out to be
  /// changed. After bury they stand at one position.
  struct Zone {
    std::vector<PlacedMark> marks;
    std::uint32_t grave{kNone};  // after bury: the only one
    std::int32_t open{0};        // the number of anchors that reach into the zone from before it
    Offset front{0};             // the place in the grave at which the hunk inserts
  };
  /// The places of edges beside text that is written between dead text.
  struct Sides {
    bool has_front{false};
    bool has_behind{false};
    Offset front{0};   // the last offset of an end that stays in front of the text
    Offset behind{0};  // the first offset of an edge that goes behind it
  };
  /// The part of a grave that some anchor needs.
  struct Needed {
    bool any{false};
    Offset first{0};
    Offset last{0};
    void add(Offset from, Offset to) {
      first = any ? std::min(first, from) : from;
      last = any ? std::max(last, to) : to;
      any = true;
    }
  };
  /// The orphans of one operation at one place, and the text that it deleted there.
  struct Cut {
    struct Orphan {
      std::uint32_t slot{0};
      Range words;
    };
    std::u16string text;
    std::vector<Orphan> orphans;
  };
  struct Orphaned {
    std::uint64_t version{0};
    std::vector<std::uint32_t> slots;  // some may have been found again since, or erased
  };
  class Atoms;

  [[nodiscard]] Anchor anchor_of(std::uint32_t slot, std::size_t start, std::size_t end) const;
  [[nodiscard]] std::uint32_t take_slot(AnchorId id);
  void set_edges(std::uint32_t slot, Range range);
  [[nodiscard]] std::uint32_t place_of(std::uint32_t grave) const;
  [[nodiscard]] std::uint32_t grave_at(std::uint32_t position) const;

  class ItemSorter;
  [[nodiscard]] Item edge_item(Item::Kind kind, std::size_t position, std::uint32_t slot) const;
  void add_orphans(const Grave& grave, std::size_t position, ItemSorter& sorter) const;
  void adopt(std::span<const Item> items, std::vector<PlacedMark>& marks);

  [[nodiscard]] std::uint32_t take_grave(Grave grave);
  void free_grave(std::uint32_t grave);
  [[nodiscard]] static bool trim(Grave& grave, Needed needed, bool open, bool open_behind);
  void trim_zone();
  void trim_at(std::uint32_t position);
  void forget_oldest();

  void apply_hunk(const Hunk& hunk, Edit& edit);
  [[nodiscard]] bool insert_fast(const Hunk& hunk, MarkList::Cursor first, Edit& edit);
  [[nodiscard]] bool erase_fast(const Hunk& hunk, MarkList::Cursor first, const Edit& edit);
  [[nodiscard]] bool may_come_back(const Grave& grave, const Hunk& hunk) const;
  void rework(const Hunk& hunk, MarkList::Cursor first, Edit& edit);
  [[nodiscard]] std::size_t take_zone(MarkList::Cursor first, std::uint32_t to);
  void put_back(MarkList::Cursor first, std::size_t count);
  void bury(const Hunk& hunk, Edit& edit);
  void lay_out(const Hunk& hunk);
  [[nodiscard]] std::vector<Grave::Orphan> take_orphans(const Hunk& hunk);
  [[nodiscard]] Offset join_graves(const Hunk& hunk, std::uint64_t version);
  [[nodiscard]] static Offset cut_of(const Grave& grave, const Sides& sides, Offset otherwise);
  void place_grave(std::uint32_t grave, Offset cut, std::uint32_t at, std::uint32_t behind);
  [[nodiscard]] Sides sides_of(std::uint32_t at) const;
  [[nodiscard]] Offset without_older(const Grave& grave, const PlacedMark& edge) const;
  void write_over(const Hunk& hunk);
  void tell(std::uint32_t slot, Change::Kind kind, Edit& edit);

  [[nodiscard]] bool revive(const Hunk& hunk, Edit& edit);
  [[nodiscard]] Atoms find_atoms(const Hunk& hunk, std::uint64_t version) const;
  [[nodiscard]] std::vector<Offset> cover_changes() const;
  void keep_out_older(const Atoms& atoms);
  void return_orphans(const Atoms& atoms, Edit& edit);
  void place_rests(const Atoms& atoms, const Hunk& hunk, std::uint64_t version);

  void follow_moves(const ot::rich_text::Delta& op, Edit& edit);
  void follow(const Hunk& hunk, Edit& edit);
  void follow_cut(const Cut& cut, bool same_op, std::u16string_view inserted, std::size_t at,
                  Edit& edit);
  void note_orphaned(std::uint32_t slot, std::uint64_t version);
  [[nodiscard]] std::vector<std::uint32_t> graves_of(const Orphaned& orphaned) const;
  [[nodiscard]] Cut cut_at(std::uint32_t grave, std::uint64_t version) const;
  void move_to(std::uint32_t slot, Range range, Edit& edit);

  MarkList marks_;
  std::vector<Grave> graves_;
  std::vector<std::uint32_t> free_graves_;
  std::size_t dead_units_{0};  // of all graves in marks_
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_id_;
  std::size_t orphans_{0};
  std::vector<Orphaned> orphaned_;  // by the last operations, the newest last
  std::uint64_t next_version_{0};   // behind the last operation
  Zone zone_;                       // kept for its memory
  std::u16string erased_;           // the same
};

}  // namespace plenary::anchor
