#include <algorithm>
#include <tuple>
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

/// Collects the statements of the items about each anchor. An error if they contradict each other.
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

/// The items of one place.
class AnchorSet::ItemSorter {
 public:
  /// Of the edges of an orphan without words, which stand side by side.
  enum class Sort : std::uint8_t { kEnd, kEdgeOfEmpty, kStart };

  void add(Item item, Offset offset) {
    const bool start = item.kind == Item::Kind::kStart;
    edges_.push_back({offset, start ? Sort::kStart : Sort::kEnd, std::move(item)});
  }
  void add_empty(Item start, Item end, Offset offset) {
    edges_.push_back({offset, Sort::kEdgeOfEmpty, std::move(start)});
    edges_.push_back({offset, Sort::kEdgeOfEmpty, std::move(end)});
  }

  /// Appends the edges, between the dead text of the grave if there is one. Equal sets give equal
  /// items.
  void move_to(std::vector<Item>& items, std::size_t position, const Grave* grave) {
    for (Edge& edge : edges_) {
      edge.offset = grave == nullptr ? 0 : edge.offset;
    }
    std::stable_sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
      return std::tie(a.offset, a.sort, a.item.id.value) <
             std::tie(b.offset, b.sort, b.item.id.value);
    });
    auto edge = edges_.begin();
    const auto edges_to = [&](Offset offset) {
      for (; edge != edges_.end() && edge->offset <= offset; ++edge) {
        items.push_back(std::move(edge->item));
      }
    };
    for (const Grave::Run& run : grave == nullptr ? std::vector<Grave::Run>() : grave->runs()) {
      for (Offset from = run.from; from < run.to;) {
        edges_to(from);
        const Offset to = edge == edges_.end() ? run.to : std::min(run.to, edge->offset);
        DeadRun dead{std::u16string(grave->text(from, to)), run.deleted_at, run.replaced_at};
        items.push_back({Item::Kind::kDead, position, {}, 0, kNever, std::move(dead)});
        from = to;
      }
    }
    edges_to(std::numeric_limits<Offset>::max());
    edges_.clear();
  }

 private:
  struct Edge {
    Offset offset{0};
    Sort sort{Sort::kEnd};
    Item item;
  };
  std::vector<Edge> edges_;
};

Item AnchorSet::edge_item(Item::Kind kind, std::size_t position, std::uint32_t index) const {
  const Slot& slot = slots_[index];
  const bool start = kind == Item::Kind::kStart;
  return {kind, position, slot.id, start ? slot.set_before : 0, start ? slot.orphaned_at : kNever,
          {}};
}

void AnchorSet::add_orphans(const Grave& grave, std::size_t position, ItemSorter& sorter) const {
  const auto& runs = grave.runs();
  for (const Grave::Orphan& orphan : grave.orphans()) {
    Item start = edge_item(Item::Kind::kStart, position, orphan.slot);
    Item end = edge_item(Item::Kind::kEnd, position, orphan.slot);
    // Forgotten text is not there any more.
    const auto word = std::partition_point(
        runs.begin(), runs.end(), [&](const Grave::Run& run) { return run.to <= orphan.from; });
    if (word == runs.end() || std::max(orphan.from, word->from) >= orphan.to) {
      sorter.add_empty(std::move(start), std::move(end), orphan.from);
    } else {
      sorter.add(std::move(start), orphan.from);
      sorter.add(std::move(end), orphan.to);
    }
  }
}

std::vector<Item> AnchorSet::items() const {
  std::vector<Item> items;
  items.reserve(marks_.size());
  ItemSorter sorter;
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at);) {
    const std::uint32_t position = marks_.position(at);
    const Grave* grave = nullptr;
    for (; !marks_.at_end(at) && marks_.position(at) == position; marks_.step(at)) {
      const PlacedMark placed = marks_[at];
      if (placed.mark.is_grave()) {
        grave = &graves_[placed.mark.index()];
        add_orphans(*grave, position, sorter);
      } else {
        const auto kind = placed.mark.is_start() ? Item::Kind::kStart : Item::Kind::kEnd;
        sorter.add(edge_item(kind, position, placed.mark.index()), placed.offset);
      }
    }
    sorter.move_to(items, position, grave);
  }
  return items;
}

/// Takes in the items of one place.
void AnchorSet::adopt(std::span<const Item> items, std::vector<PlacedMark>& marks) {
  const auto position = static_cast<std::uint32_t>(items.front().position);
  Grave grave;
  std::unordered_map<std::uint32_t, Offset> orphans;
  bool has_grave = false;
  const std::size_t first = marks.size();
  for (const Item& item : items) {
    if (item.kind == Item::Kind::kDead) {
      grave.push_back(item.run.text, item.run.deleted_at, item.run.replaced_at);
      next_version_ = std::max(next_version_, item.run.deleted_at + 1);
      has_grave = true;
    } else if (item.kind == Item::Kind::kStart) {
      const std::uint32_t slot = take_slot(item.id);
      slots_[slot].set_before = item.set_before;
      slots_[slot].orphaned_at = item.orphaned_at;
      by_id_.emplace(item.id.value, slot);
      if (item.orphaned_at != kNever) {
        orphans.emplace(slot, grave.end());
        has_grave = true;
      } else {
        marks.push_back({position, Mark(Kind::kStart, slot), grave.end()});
      }
    } else {
      const std::uint32_t slot = by_id_.at(item.id.value);
      if (slots_[slot].orphaned_at != kNever) {
        grave.add_orphan({slot, orphans.at(slot), grave.end()});
        ++orphans_;
      } else {
        marks.push_back({position, Mark(Kind::kEnd, slot), grave.end()});
      }
    }
  }
  if (has_grave) {
    dead_units_ += grave.units();
    marks.push_back({position, Mark(Kind::kGrave, take_grave(std::move(grave))), 0});
  }
  std::stable_sort(
      marks.begin() + static_cast<std::ptrdiff_t>(first), marks.end(),
      [](const PlacedMark& a, const PlacedMark& b) { return a.mark.kind() < b.mark.kind(); });
}

Result<AnchorSet> AnchorSet::from_items(std::span<const Item> items) {
  EdgeCheck check;
  for (const Item& item : items) {
    PLENARY_TRY_VOID(check.take(item));
  }
  if (!check.all_ended()) {
    return corrupt("an anchor has no end");
  }
  AnchorSet set;
  std::vector<PlacedMark> marks;
  marks.reserve(items.size());
  while (!items.empty()) {
    const auto end = std::find_if(items.begin(), items.end(), [&](const Item& item) {
      return item.position != items.front().position;
    });
    const auto count = static_cast<std::size_t>(end - items.begin());
    set.adopt(items.first(count), marks);
    items = items.subspan(count);
  }
  set.marks_.splice({}, 0, marks);
  // The last operations that orphaned anything, for moves.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> orphaned;
  for (std::uint32_t slot = 0; slot < set.slots_.size(); ++slot) {
    if (set.slots_[slot].orphaned_at != kNever) {
      orphaned.emplace_back(set.slots_[slot].orphaned_at, slot);
    }
  }
  std::sort(orphaned.begin(), orphaned.end());
  for (const auto& [version, slot] : orphaned) {
    set.note_orphaned(slot, version);
  }
  return set;
}

}  // namespace plenary::anchor
