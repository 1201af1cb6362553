#include "protocol/history/timeline.hpp"

#include <algorithm>
#include <variant>

#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::history {
namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

}  // namespace

Amount& Amount::operator+=(const Amount& other) {
  ops += other.ops;
  inserted += other.inserted;
  deleted += other.deleted;
  reformatted += other.reformatted;
  return *this;
}

namespace {

void count(Amount& amount, const Delta& op);

void count(Amount& amount, const ot::rich_text::EmbedChange& change) {
  if (const auto* note = std::get_if<ot::rich_text::Note>(&change.content)) {
    count(amount, note->content);
    return;
  }
  const auto& table = std::get<ot::rich_text::Table>(change.content);
  count(amount, table.rows);
  count(amount, table.columns);
  for (const auto& [place, cell] : table.cells) {
    count(amount, cell.content);
    amount.reformatted += cell.attributes == nullptr ? 0 : 1;
  }
}

void count(Amount& amount, const Delta& op) {
  for (const auto& component : op.components()) {
    if (component.is_insert()) {
      amount.inserted += component.length;
    } else if (component.kind == ot::rich_text::Component::Kind::kDelete) {
      amount.deleted += component.length;
    } else if (component.attributes != nullptr) {
      amount.reformatted += component.length;
    }
    if (component.change != nullptr) {
      count(amount, *component.change);
    }
  }
}

}  // namespace

Amount amount_of(const Delta* op) {
  Amount amount{.ops = 1};
  if (op != nullptr) {
    count(amount, *op);
  }
  return amount;
}

Day day_of(Timestamp time) {
  const std::int64_t days = time.ms / kDayMs - (time.ms % kDayMs < 0 ? 1 : 0);
  return static_cast<Day>(days);
}

void Timeline::add(Timestamp time, AuthorIndex by, const Amount& amount) {
  const auto op = static_cast<OpNumber>(times_.size());
  times_.push_back(time);
  days_[day_of(time)] += amount;
  const auto found = last_session_of_.find(by);
  if (found != last_session_of_.end()) {
    Session& last = sessions_[found->second];
    if (time.ms - last.end.ms <= kSessionPauseMs) {
      last.to = op + 1;
      last.end = time;
      last.amount += amount;
      return;
    }
  }
  last_session_of_[by] = sessions_.size();
  sessions_.push_back({op, op + 1, time, time, by, amount});
}

bool Timeline::together(OpNumber a, OpNumber b) const {
  const std::int64_t apart = times_[a].ms - times_[b].ms;
  return apart <= kSessionPauseMs && -apart <= kSessionPauseMs;
}

OpNumber Timeline::version_at(Timestamp time) const {
  const auto behind = std::upper_bound(times_.begin(), times_.end(), time);
  return static_cast<OpNumber>(behind - times_.begin());
}

std::size_t Timeline::memory_bytes() const {
  return times_.capacity() * sizeof(Timestamp) + sessions_.capacity() * sizeof(Session);
}

}  // namespace plenary::history
