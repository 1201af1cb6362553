#include <algorithm>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/base/try.hpp"
#include "protocol/text/shape.hpp"

// A set as a list of items and back.

namespace plenary::anchor {

using Kind = Mark::Kind;

namespace {

Error corrupt(const char* why) {
  return Error{Errc::kCorrupt, why};
}

/// What the items say of each anchor; an error if they contradict each other.
class EdgeCheck {
 public:
  [[nodiscard]] Result<void> take(const Item& item) {
    if (item.position < last_ || item.position > text::kMaxLength) {
      return corrupt("marks of anchors are out of order");
    }
    last_ = item.position;
    if (item.kind == Item::Kind::kDead) {
      return item.run.text.empty() ? corrupt("dead text of anchors is empty") : Result<void>();
    }
    const auto [found, fresh] = starts_.try_emplace(item.id.value, &item);
    if (item.kind == Item::Kind::kStart) {
      return fresh ? Result<void>() : corrupt("an anchor starts twice");
    }
    if (fresh || found->second == nullptr) {
      return corrupt("an anchor ends without a start");
    }
    const bool empty = found->second->position == item.position;
    const bool orphan = found->second->orphaned_at != kNever;
    found->second = nullptr;
    ++ended_;
    return empty == orphan ? Result<void>() : corrupt("an anchor is empty and no orphan");
  }
  [[nodiscard]] bool all_ended() const { return ended_ == starts_.size(); }

 private:
  std::size_t last_{0};
  std::size_t ended_{0};
  std::unordered_map<std::uint64_t, const Item*> starts_;
};

}  // namespace

std::vector<Item> AnchorSet::items() const {
  std::vector<Item> items;
  items.reserve(marks_.size());
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark] = marks_[at];
    Item item;
    item.position = position;
    if (mark.is_dead()) {
      item.kind = Item::Kind::kDead;
      item.run = dead_[mark.index()];
    } else {
      item.kind = mark.is_start() ? Item::Kind::kStart : Item::Kind::kEnd;
      item.id = slots_[mark.index()].id;
      item.set_before = mark.is_start() ? slots_[mark.index()].set_before : 0;
      item.orphaned_at = mark.is_start() ? slots_[mark.index()].orphaned_at : kNever;
    }
    items.push_back(std::move(item));
  }
  return items;
}

Result<AnchorSet> AnchorSet::from_items(std::span<const Item> items) {
  EdgeCheck check;
  std::vector<const Item*> runs;
  for (const Item& item : items) {
    PLENARY_TRY_VOID(check.take(item));
    if (item.kind == Item::Kind::kDead) {
      runs.push_back(&item);
    }
  }
  if (!check.all_ended()) {
    return corrupt("an anchor has no end");
  }
  AnchorSet set;
  // The oldest first; those of one version in the order of the text, as they died.
  std::stable_sort(runs.begin(), runs.end(), [](const Item* a, const Item* b) {
    return a->run.deleted_at < b->run.deleted_at;
  });
  std::unordered_map<const Item*, DeadRuns::Index> indexes;
  for (const Item* item : runs) {
    set.next_version_ = std::max(set.next_version_, item->run.deleted_at + 1);
    indexes.emplace(item, set.dead_.add(item->run));
  }
  std::vector<PlacedMark> marks;
  marks.reserve(items.size());
  for (const Item& item : items) {
    const auto position = static_cast<std::uint32_t>(item.position);
    if (item.kind == Item::Kind::kDead) {
      marks.push_back({position, Mark(Kind::kDead, indexes.at(&item))});
    } else if (item.kind == Item::Kind::kStart) {
      const std::uint32_t slot = set.take_slot(item.id);
      const bool orphan = item.orphaned_at != kNever;
      set.slots_[slot].set_before = item.set_before;
      set.slots_[slot].orphaned_at = item.orphaned_at;
      set.orphans_ += orphan ? 1 : 0;
      set.by_id_.emplace(item.id.value, slot);
      marks.push_back({position, Mark(orphan ? Kind::kLostStart : Kind::kStart, slot)});
    } else {
      const std::uint32_t slot = set.by_id_.at(item.id.value);
      const bool orphan = set.slots_[slot].orphaned_at != kNever;
      marks.push_back({position, Mark(orphan ? Kind::kLostEnd : Kind::kEnd, slot)});
    }
  }
  set.marks_.splice({}, 0, marks);
  return set;
}

}  // namespace plenary::anchor
