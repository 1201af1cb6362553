#include "protocol/text/runs.hpp"

#include <algorithm>

#include "protocol/base/assert.hpp"

namespace plenary::text {
namespace {

std::vector<Run>::difference_type steps(std::size_t index) {
  return static_cast<std::vector<Run>::difference_type>(index);
}

std::uint32_t units(std::size_t length) {
  return static_cast<std::uint32_t>(length);
}

}  // namespace

/// The run that holds the unit before `offset` (the first run for 0), and where it starts.
std::pair<std::size_t, std::size_t> Runs::find(std::size_t offset) const {
  std::size_t index = 0;
  std::size_t start = 0;
  while (start + list_[index].length < offset) {
    start += list_[index].length;
    ++index;
  }
  return {index, start};
}

bool Runs::style_beside(std::size_t offset, const Attributes& attributes, StyleRef& found) const {
  if (list_.empty()) {
    return false;
  }
  const auto [index, start] = find(offset);
  const std::size_t last = std::min(index + 1, list_.size() - 1);
  for (std::size_t i = index; i <= last; ++i) {
    const StyleRef& style = list_[i].style;
    if (!is_embed(style) && ot::rich_text::same(attributes_of(style), attributes)) {
      found = style;
      return true;
    }
  }
  return false;
}

void Runs::insert(std::size_t offset, std::size_t length, const StyleRef& style,
                  std::size_t total) {
  if (list_.empty()) {
    if (style == nullptr) {
      return;
    }
    write_out(total);
    if (list_.empty()) {
      list_.push_back({style, units(length)});
      return;
    }
  }
  const auto [index, start] = find(offset);
  if (same_run(list_[index].style, style)) {
    list_[index].length += units(length);
    return;
  }
  const std::size_t at = cut(offset);
  if (at < list_.size() && same_run(list_[at].style, style)) {
    list_[at].length += units(length);
    return;
  }
  list_.insert(list_.begin() + steps(at), {style, units(length)});
}

void Runs::erase(std::size_t offset, std::size_t length) {
  const auto [index, start] = find(offset + 1);
  if (offset + length <= start + list_[index].length && length < list_[index].length) {
    list_[index].length -= units(length);
    return;
  }
  const std::size_t first = cut(offset);
  const std::size_t last = cut(offset + length);
  list_.erase(list_.begin() + steps(first), list_.begin() + steps(last));
  join_at(first);
  drop_list_if_plain();
}

Runs Runs::split_off(std::size_t offset, std::size_t total) {
  Runs tail;
  if (list_.empty() || offset == total) {
    return tail;
  }
  const std::size_t first = cut(offset);
  tail.list_.assign(std::make_move_iterator(list_.begin() + steps(first)),
                    std::make_move_iterator(list_.end()));
  list_.resize(first);
  list_.shrink_to_fit();
  drop_list_if_plain();
  tail.drop_list_if_plain();
  return tail;
}

void Runs::append(Runs tail, std::size_t total, std::size_t tail_total) {
  if (list_.empty() && tail.list_.empty()) {
    return;
  }
  write_out(total);
  tail.write_out(tail_total);
  const std::size_t seam = list_.size();
  list_.insert(list_.end(), std::make_move_iterator(tail.list_.begin()),
               std::make_move_iterator(tail.list_.end()));
  join_at(seam);
  drop_list_if_plain();
}

std::size_t Runs::middle() const {
  PLENARY_ASSERT(list_.size() > 1, "a split by runs needs two of them");
  std::size_t start = 0;
  for (std::size_t i = 0; i < list_.size() / 2; ++i) {
    start += list_[i].length;
  }
  return start;
}

/// Makes the list explicit.
void Runs::write_out(std::size_t total) {
  if (list_.empty() && total > 0) {
    list_.push_back({nullptr, units(total)});
  }
}

/// Makes a run start at `offset`; returns its index, or the number of runs at the end.
std::size_t Runs::cut(std::size_t offset) {
  if (offset == 0 || list_.empty()) {
    return 0;
  }
  const auto [index, start] = find(offset);
  Run& run = list_[index];
  if (start + run.length == offset) {
    return index + 1;
  }
  Run tail{run.style, units(start + run.length - offset)};
  run.length = units(offset - start);
  list_.insert(list_.begin() + steps(index + 1), std::move(tail));
  return index + 1;
}

/// Joins the runs before and at `index` if they look the same.
void Runs::join_at(std::size_t index) {
  if (index == 0 || index >= list_.size() ||
      !same_run(list_[index - 1].style, list_[index].style)) {
    return;
  }
  list_[index - 1].length += list_[index].length;
  list_.erase(list_.begin() + steps(index));
}

void Runs::drop_list_if_plain() {
  if (list_.empty() || (list_.size() == 1 && list_[0].style == nullptr)) {
    std::vector<Run>().swap(list_);
  }
}

}  // namespace plenary::text
