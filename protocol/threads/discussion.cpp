#include "protocol/threads/discussion.hpp"

#include <array>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/threads/comment_text.hpp"
#include "protocol/threads/limits.hpp"

namespace plenary::threads {
namespace {

Result<void> check_cell(const Anchor& anchor) {
  if (!anchor.cell) {
    return {};
  }
  const auto& [row, column] = *anchor.cell;
  if (anchor.length != 1 || (row.empty() && column.empty())) {
    return Error{Errc::kMalformed, "A part of a table is a row, a column or both, in a range of 1"};
  }
  if (row.size() > kMaxLineIdBytes || column.size() > kMaxLineIdBytes) {
    return Error{Errc::kTooLarge, "The id of a row or column is too long"};
  }
  return {};
}

Result<void> check_inside(const Anchor& anchor) {
  if (!anchor.inside) {
    return {};
  }
  const bool in_line = anchor.cell && (anchor.cell->row.empty() || anchor.cell->column.empty());
  if (anchor.length != 1 || anchor.inside->length == 0 || in_line) {
    return Error{Errc::kMalformed,
                 "Words inside are some words of one cell or one footnote, in a range of 1"};
  }
  return {};
}

/// "2026-12-01", and a day that the calendar has.
bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return false;
  }
  const auto number = [text](std::size_t from, std::size_t length) {
    return ascii::whole_number<int>(text.substr(from, length)).value_or(-1);
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 1 || month > 12) {
    return false;
  }
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int days = kDays[static_cast<std::size_t>(month) - 1] + (month == 2 && leap ? 1 : 0);
  return day >= 1 && day <= days;
}

Error not_theirs(const char* what) {
  return {Errc::kRejected, std::string("Only who wrote it or an editor may ") + what};
}

}  // namespace

Result<void> check_anchor(const Anchor& anchor) {
  if (anchor.length == 0) {
    return Error{Errc::kMalformed, "A thread hangs on some words: the range is empty"};
  }
  PLENARY_TRY_VOID(check_cell(anchor));
  return check_inside(anchor);
}

Result<void> Discussion::check(const Event& event, const Actor& actor) const {
  if (actor.author.name.size() > kMaxNameBytes) {
    return Error{Errc::kTooLarge,
                 "The name is longer than " + std::to_string(kMaxNameBytes) + " bytes"};
  }
  return std::visit([&](const auto& e) { return check_event(e, actor); }, event);
}

Result<const Thread*> Discussion::existing_thread(Number id) const {
  if (const Thread* found = thread(id)) {
    return found;
  }
  return Error{Errc::kNotFound, "There is no such thread"};
}

Result<const Comment*> Discussion::living_comment(Number id) const {
  const Comment* found = comment(id);
  if (found == nullptr) {
    return Error{Errc::kNotFound, "There is no such comment"};
  }
  if (found->deleted) {
    return Error{Errc::kNotFound, "This comment was deleted"};
  }
  return found;
}

Result<void> Discussion::check_event(const Started& e, const Actor&) const {
  if (order_.size() >= kMaxThreads) {
    return Error{Errc::kTooLarge, "This document has " + std::to_string(kMaxThreads) + " threads"};
  }
  PLENARY_TRY_VOID(check_anchor(e.anchor));
  if (e.anchor.quote.size() > kMaxQuoteBytes) {
    return Error{Errc::kTooLarge, "The quote is too long"};
  }
  return check_text(e.text);
}

Result<void> Discussion::check_event(const Replied& e, const Actor&) const {
  const Thread* found = nullptr;
  PLENARY_TRY(found, existing_thread(e.thread));
  if (found->comments.size() >= kMaxCommentsPerThread) {
    return Error{Errc::kTooLarge, "This thread has " + std::to_string(kMaxCommentsPerThread) +
                                      " comments: start another"};
  }
  return check_text(e.text);
}

Result<void> Discussion::check_event(const Edited& e, const Actor& actor) const {
  const Comment* found = nullptr;
  PLENARY_TRY(found, living_comment(e.comment));
  if (found->author.id != actor.author.id) {
    return Error{Errc::kRejected, "Only who wrote a comment may change its words"};
  }
  return check_text(e.text);
}

Result<void> Discussion::check_event(const Deleted& e, const Actor& actor) const {
  const Comment* found = nullptr;
  PLENARY_TRY(found, living_comment(e.comment));
  if (found->author.id != actor.author.id && !actor.moderates) {
    return not_theirs("delete this comment");
  }
  return {};
}

Result<void> Discussion::check_event(const Resolved& e, const Actor& actor) const {
  const Thread* found = nullptr;
  PLENARY_TRY(found, existing_thread(e.thread));
  if (comment(found->id)->author.id != actor.author.id && !actor.moderates) {
    return not_theirs("resolve or reopen this thread");
  }
  return {};
}

Result<void> Discussion::check_event(const Reacted& e, const Actor&) const {
  PLENARY_TRY_VOID(living_comment(e.comment));
  return {};
}

Result<void> Discussion::check_event(const Labelled& e, const Actor& actor) const {
  PLENARY_TRY_VOID(existing_thread(e.thread));
  if (!actor.moderates) {
    return Error{Errc::kRejected, "Only an editor may label threads"};
  }
  bool fits = e.labels.size() <= kMaxLabels;
  for (const std::string& label : e.labels) {
    fits = fits && !label.empty() && label.size() <= kMaxLabelBytes;
  }
  if (!fits) {
    return Error{Errc::kTooLarge, "At most " + std::to_string(kMaxLabels) + " labels of 1 to " +
                                      std::to_string(kMaxLabelBytes) + " bytes"};
  }
  return {};
}

Result<void> Discussion::check_event(const Assigned& e, const Actor& actor) const {
  PLENARY_TRY_VOID(existing_thread(e.thread));
  if (!actor.moderates) {
    return Error{Errc::kRejected, "Only an editor may assign threads"};
  }
  if (e.to.size() > kMaxNameBytes) {
    return Error{Errc::kTooLarge, "There is nobody with so long an id"};
  }
  if (!e.due.empty() && !is_day(e.due)) {
    return Error{Errc::kMalformed, "\"due\" must be a day, like 2026-12-01"};
  }
  return {};
}

void Discussion::apply(const Entry& entry) {
  PLENARY_ASSERT(entry.number == next_, "the log of threads has a gap");
  ++next_;
  bytes_ += sizeof(Thread*) + sizeof(Comment*);
  // Rights and limits were checked when the event was written. A change of a comment that is gone
  // does nothing.
  std::visit([&](const auto& e) { apply_event(entry, e); }, entry.event);
  if (const auto id = thread_of(entry.event)) {
    Thread& changed = *threads_.change(*id);
    changed.updated = entry.time;
    changed.last = entry.number;
  }
}

void Discussion::add_comment(const Entry& entry, Thread& thread, const std::string& text) {
  thread.comments.push_back(entry.number);
  bytes_ += sizeof(Comment) + text.size() + entry.author.id.size() + entry.author.name.size();
  comments_.put(entry.number, {.id = entry.number,
                               .thread = thread.id,
                               .author = entry.author,
                               .time = entry.time,
                               .said = entry.number,
                               .text = text});
}

void Discussion::apply_event(const Entry& entry, const Started& e) {
  order_.push_back(entry.number);
  bytes_ += sizeof(Thread) + e.anchor.quote.size();
  bytes_ += e.anchor.cell ? e.anchor.cell->row.size() + e.anchor.cell->column.size() : 0;
  Thread added{.id = entry.number, .anchor = e.anchor, .updated = entry.time, .last = entry.number};
  add_comment(entry, added, e.text);
  threads_.put(entry.number, std::move(added));
}

void Discussion::apply_event(const Entry& entry, const Replied& e) {
  if (Thread* const found = threads_.change(e.thread)) {
    add_comment(entry, *found, e.text);
  }
}

/// The comment, to be changed; null if it is not there or was deleted.
Comment* Discussion::living(Number id) {
  const Comment* const found = comment(id);
  return found == nullptr || found->deleted ? nullptr : comments_.change(id);
}

void Discussion::apply_event(const Entry& entry, const Edited& e) {
  Comment* const changed = living(e.comment);
  if (changed == nullptr) {
    return;
  }
  if (changed->revisions.size() == kMaxRevisions) {
    // The first revision stays: others answered it.
    changed->revisions.erase(changed->revisions.begin() + 1);
  }
  changed->revisions.push_back(
      {changed->said, changed->edited.value_or(changed->time), std::move(changed->text)});
  changed->text = e.text;
  changed->said = entry.number;
  changed->edited = entry.time;
  bytes_ += sizeof(Revision) + e.text.size();
}

void Discussion::apply_event(const Entry& entry, const Deleted& e) {
  if (Comment* const changed = living(e.comment)) {
    changed->text.clear();
    changed->said = entry.number;
    changed->revisions.clear();
    changed->reactions.clear();
    changed->deleted = entry.time;
    changed->deleted_by = entry.author;
  }
}

void Discussion::apply_event(const Entry& entry, const Resolved& e) {
  Thread* const found = threads_.change(e.thread);
  if (found == nullptr) {
    return;
  }
  if (e.resolved) {
    found->resolved = entry.time;
    found->resolved_by = entry.author;
  } else {
    found->resolved.reset();
    found->resolved_by.reset();
  }
}

void Discussion::apply_event(const Entry& entry, const Reacted& e) {
  Comment* const changed = living(e.comment);
  if (changed == nullptr) {
    return;
  }
  if (e.reaction) {
    constexpr std::size_t kNodeBytes = 64;
    bytes_ += changed->reactions.contains(entry.author.id)
                  ? 0
                  : sizeof(std::string) + kNodeBytes + entry.author.id.size();
    changed->reactions[entry.author.id] = *e.reaction;
  } else {
    changed->reactions.erase(entry.author.id);
  }
}

void Discussion::apply_event(const Entry&, const Labelled& e) {
  if (Thread* const found = threads_.change(e.thread)) {
    found->labels = e.labels;
  }
}

void Discussion::apply_event(const Entry&, const Assigned& e) {
  if (Thread* const found = threads_.change(e.thread)) {
    found->assignee = e.to;
    found->due = e.due;
  }
}

const Thread* Discussion::thread(Number id) const {
  return threads_.find(id);
}

const Comment* Discussion::comment(Number id) const {
  return comments_.find(id);
}

std::optional<Number> Discussion::thread_of(const Event& event) const {
  struct About {
    const Discussion& all;
    std::optional<Number> thread_id(Number id) const {
      return all.thread(id) == nullptr ? std::nullopt : std::optional(id);
    }
    std::optional<Number> comment_id(Number id) const {
      const Comment* found = all.comment(id);
      return found == nullptr ? std::nullopt : std::optional(found->thread);
    }
    std::optional<Number> operator()(const Started&) const { return std::nullopt; }
    std::optional<Number> operator()(const Replied& e) const { return thread_id(e.thread); }
    std::optional<Number> operator()(const Edited& e) const { return comment_id(e.comment); }
    std::optional<Number> operator()(const Deleted& e) const { return comment_id(e.comment); }
    std::optional<Number> operator()(const Resolved& e) const { return thread_id(e.thread); }
    std::optional<Number> operator()(const Reacted& e) const { return comment_id(e.comment); }
    std::optional<Number> operator()(const Labelled& e) const { return thread_id(e.thread); }
    std::optional<Number> operator()(const Assigned& e) const { return thread_id(e.thread); }
  };
  return std::visit(About{*this}, event);
}

}  // namespace plenary::threads
