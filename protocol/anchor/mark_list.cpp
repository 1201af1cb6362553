#include "protocol/anchor/mark_list.hpp"

#include <algorithm>
#include <cstring>

#include "protocol/base/assert.hpp"

namespace plenary::anchor {

MarkList::Cursor MarkList::first_at(std::uint32_t position) const {
  // The last chunk that begins before the position.
  std::size_t low = 0;
  std::size_t high = order_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (base(middle) < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) {
    return {};
  }
  const Chunk& chunk = chunk_at(low - 1);
  const auto* const begin = chunk.positions.data();
  const auto* const found = std::lower_bound(begin, begin + chunk.count, position - base(low - 1));
  const auto slot = static_cast<std::size_t>(found - begin);
  return slot == chunk.count ? Cursor{low, 0} : Cursor{low - 1, slot};
}

bool MarkList::step_back(Cursor& at) const {
  if (at.slot > 0) {
    --at.slot;
    return true;
  }
  if (at.chunk == 0) {
    return false;
  }
  at = {at.chunk - 1, chunk_at(at.chunk - 1).count - 1};
  return true;
}

std::int32_t MarkList::opens(const Chunk& chunk, std::size_t count) {
  std::int32_t sum = 0;
  for (std::size_t slot = 0; slot < count; ++slot) {
    sum += chunk.marks[slot].opens();
  }
  return sum;
}

std::int32_t MarkList::open_before(Cursor at) const {
  return at_end(at) ? 0 : opened_[at.chunk] + opens(chunk_at(at.chunk), at.slot);
}

void MarkList::shift(Cursor from, std::uint32_t delta) {
  if (at_end(from)) {
    return;
  }
  std::size_t index = from.chunk;
  if (from.slot > 0) {
    Chunk& chunk = chunk_at(index++);
    for (std::size_t slot = from.slot; slot < chunk.count; ++slot) {
      chunk.positions[slot] += delta;
    }
  }
  for (; shift_from_ < index; ++shift_from_) {
    bases_[shift_from_] += shift_;
  }
  for (; shift_from_ > index; --shift_from_) {
    bases_[shift_from_ - 1] -= shift_;
  }
  shift_ += delta;
}

void MarkList::carry_out_shift() {
  for (; shift_from_ < bases_.size(); ++shift_from_) {
    bases_[shift_from_] += shift_;
  }
  shift_ = 0;
}

void MarkList::set_home(Mark mark, ChunkId chunk) {
  std::vector<ChunkId>& homes = homes_[static_cast<std::size_t>(mark.kind())];
  if (mark.index() >= homes.size()) {
    homes.resize(std::max<std::size_t>(mark.index() + 1, 2 * homes.size()));
  }
  homes[mark.index()] = chunk;
}

void MarkList::splice(Cursor first, std::size_t count, std::span<const PlacedMark> marks) {
  size_ += marks.size();
  size_ -= count;
  if (order_.empty()) {
    return rebuild(0, 0, {marks.begin(), marks.end()});
  }
  if (at_end(first)) {
    first = {first.chunk - 1, chunk_at(first.chunk - 1).count};
  }
  // Chunk by chunk the new marks take the places of the old ones; the last chunk takes the rest.
  std::size_t index = first.chunk;
  std::size_t slot = first.slot;
  std::int32_t opened = 0;
  for (;; ++index, slot = 0) {
    Chunk& chunk = chunk_at(index);
    const std::size_t old = std::min(count, chunk.count - slot);
    count -= old;
    const std::size_t fresh = count == 0 ? marks.size() : std::min(old, marks.size());
    if (chunk.count - old + fresh > kChunk) {
      std::size_t written = 0;
      for (std::size_t i = first.chunk; i < index; ++i) {
        written += chunk_at(i).count;
      }
      std::vector<PlacedMark> all = marks_of(first.chunk, index + 1);
      const auto place = all.begin() + static_cast<std::ptrdiff_t>(written + slot);
      all.insert(all.erase(place, place + static_cast<std::ptrdiff_t>(old)), marks.begin(),
                 marks.end());
      return rebuild(first.chunk, index + 1, all);
    }
    opened_[index] += index == first.chunk ? 0 : opened;
    for (std::size_t i = slot; i < slot + old; ++i) {
      opened -= chunk.marks[i].opens();
    }
    resize_gap(chunk, slot, old, fresh);
    write(index, slot, marks.first(fresh));
    for (std::size_t i = slot; i < slot + fresh; ++i) {
      opened += chunk.marks[i].opens();
    }
    marks = marks.subspan(fresh);
    make_relative(index);
    if (count == 0) {
      break;
    }
  }
  if (opened != 0) {
    for (std::size_t i = index + 1; i < opened_.size(); ++i) {
      opened_[i] += opened;
    }
  }
  tidy(first.chunk, index + 1);
}

void MarkList::write(std::size_t index, std::size_t slot, std::span<const PlacedMark> marks) {
  Chunk& chunk = chunk_at(index);
  for (const PlacedMark& mark : marks) {
    chunk.positions[slot] = mark.position - base(index);
    chunk.marks[slot] = mark.mark;
    chunk.offsets[slot++] = mark.offset;
    set_home(mark.mark, order_[index]);
  }
}

/// Moves the marks behind the first `from` marks so that they stand behind `to` marks.
void MarkList::resize_gap(Chunk& chunk, std::size_t slot, std::size_t from, std::size_t to) {
  if (from == to) {
    return;
  }
  const auto move_tail = [&](auto& list) {
    std::memmove(list.data() + slot + to, list.data() + slot + from,
                 (chunk.count - slot - from) * sizeof(list[0]));
  };
  move_tail(chunk.positions);
  move_tail(chunk.marks);
  move_tail(chunk.offsets);
  chunk.count += to;
  chunk.count -= from;
}

void MarkList::make_relative(std::size_t index) {
  Chunk& chunk = chunk_at(index);
  const std::uint32_t start = chunk.count == 0 ? 0 : chunk.positions[0];
  if (start != 0) {
    for (std::size_t slot = 0; slot < chunk.count; ++slot) {
      chunk.positions[slot] -= start;
    }
    bases_[index] += start;
  }
}

/// Joins the small chunks among these with their neighbours.
void MarkList::tidy(std::size_t from, std::size_t to) {
  const auto small = [&](std::size_t index) {
    return chunk_at(index).count == 0 || (chunk_at(index).count < kSmallest && order_.size() > 1);
  };
  while (from < to && !small(from)) {
    ++from;
  }
  if (from < to) {
    from -= from == 0 ? 0 : 1;
    to = std::min(order_.size(), to + 1);
    rebuild(from, to, marks_of(from, to));
  }
}

std::vector<PlacedMark> MarkList::marks_of(std::size_t from, std::size_t to) const {
  std::vector<PlacedMark> marks;
  for (std::size_t index = from; index < to; ++index) {
    const Chunk& chunk = chunk_at(index);
    for (std::size_t slot = 0; slot < chunk.count; ++slot) {
      marks.push_back(
          {base(index) + chunk.positions[slot], chunk.marks[slot], chunk.offsets[slot]});
    }
  }
  return marks;
}

/// Puts the marks, in chunks three quarters full, into the place of the chunks [from, to).
void MarkList::rebuild(std::size_t from, std::size_t to, const std::vector<PlacedMark>& marks) {
  carry_out_shift();
  const std::int32_t opened_behind = to < opened_.size() ? opened_[to] : 0;
  const std::size_t each = kChunk * 3 / 4;
  const std::size_t needed = marks.empty() ? 0 : (marks.size() + each - 1) / each;
  free_.insert(free_.end(), order_.begin() + static_cast<std::ptrdiff_t>(from),
               order_.begin() + static_cast<std::ptrdiff_t>(to));
  const auto resize = [&](auto& list) {
    const auto begin = list.begin() + static_cast<std::ptrdiff_t>(from);
    const auto at = list.erase(begin, begin + static_cast<std::ptrdiff_t>(to - from));
    list.insert(at, needed, {});
  };
  resize(order_);
  resize(bases_);
  resize(opened_);
  std::size_t taken = 0;
  for (std::size_t part = 0; part < needed; ++part) {
    if (free_.empty()) {
      free_.push_back(static_cast<ChunkId>(chunks_.size()));
      chunks_.emplace_back();
      index_of_.push_back(0);
    }
    const ChunkId id = free_.back();
    free_.pop_back();
    order_[from + part] = id;
    Chunk& chunk = chunks_[id];
    chunk.count = marks.size() * (part + 1) / needed - taken;
    bases_[from + part] = marks[taken].position;
    for (std::size_t slot = 0; slot < chunk.count; ++slot, ++taken) {
      chunk.positions[slot] = marks[taken].position - bases_[from + part];
      chunk.marks[slot] = marks[taken].mark;
      chunk.offsets[slot] = marks[taken].offset;
      set_home(marks[taken].mark, id);
    }
  }
  const std::size_t behind = from + needed;
  for (std::size_t index = from; index < order_.size(); ++index) {
    index_of_[order_[index]] = static_cast<std::uint32_t>(index);
  }
  for (std::size_t index = std::max<std::size_t>(from, 1); index <= behind && index < order_.size();
       ++index) {
    opened_[index] = opened_[index - 1] + opens(chunk_at(index - 1), chunk_at(index - 1).count);
  }
  for (std::size_t index = behind + 1; index < order_.size(); ++index) {
    opened_[index] += opened_[behind] - opened_behind;
  }
  shift_from_ = order_.size();
}

MarkList::Cursor MarkList::find(Mark mark) const {
  const std::size_t index = index_of_[homes_[static_cast<std::size_t>(mark.kind())][mark.index()]];
  const Chunk& chunk = chunk_at(index);
  for (std::size_t slot = 0; slot < chunk.count; ++slot) {
    if (chunk.marks[slot] == mark) {
      return {index, slot};
    }
  }
  PLENARY_ASSERT(false, "a mark is in its home chunk");
}

std::size_t MarkList::memory_bytes() const {
  std::size_t bytes = chunks_.capacity() * sizeof(Chunk);
  bytes += (order_.capacity() + bases_.capacity() + opened_.capacity()) * 4;
  bytes += (index_of_.capacity() + free_.capacity()) * 4;
  for (const std::vector<ChunkId>& homes : homes_) {
    bytes += homes.capacity() * sizeof(ChunkId);
  }
  return bytes;
}

std::string MarkList::check_invariants() const {
  std::size_t count = 0;
  std::uint32_t last = 0;
  Mark::Kind last_kind = Mark::Kind::kEnd;
  std::int32_t open = 0;
  for (std::size_t index = 0; index < order_.size(); ++index) {
    const Chunk& chunk = chunk_at(index);
    if (chunk.count == 0 || chunk.count > kChunk || chunk.positions[0] != 0) {
      return "a chunk is empty, too full or not relative to its first mark";
    }
    if (opened_[index] != open || index_of_[order_[index]] != index) {
      return "a chunk does not know what is open before it or where it is";
    }
    for (std::size_t slot = 0; slot < chunk.count; ++slot) {
      const Mark mark = chunk.marks[slot];
      const std::uint32_t position = base(index) + chunk.positions[slot];
      const bool same_place = count + slot > 0 && position == last;
      const bool grave_again = mark.is_grave() && last_kind == Mark::Kind::kGrave;
      if (position < last || (same_place && (mark.kind() < last_kind || grave_again))) {
        return "marks are out of order";
      }
      last_kind = mark.kind();
      if (homes_[static_cast<std::size_t>(mark.kind())][mark.index()] != order_[index]) {
        return "a mark is not in its home chunk";
      }
      last = position;
      open += mark.opens();
    }
    count += chunk.count;
  }
  return open != 0 ? "starts and ends are not as many" : count != size_ ? "size is wrong" : "";
}

}  // namespace plenary::anchor
