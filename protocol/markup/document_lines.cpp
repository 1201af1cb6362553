#include "protocol/markup/document_lines.hpp"

#include <algorithm>
#include <utility>

namespace plenary::markup {

void DocumentLines::begin_quote() {
  give_item_its_line();
  ++quotes_;
  notes_.deep_quotes += quotes_ > kMaxQuotes ? 1 : 0;
}

int DocumentLines::quotes() const {
  return std::min(quotes_, kMaxQuotes);
}

int DocumentLines::upcoming() const {
  return numbers_.upcoming(static_cast<int>(std::min<std::size_t>(lists_.size(), kMaxIndent)),
                           quotes());
}

void DocumentLines::begin_list(const SourceBlock& block) {
  give_item_its_line();
  List list;
  list.ordered = block.ordered;
  // It has that number anyway where the count goes on after a remark.
  if (list.ordered && block.number != upcoming()) {
    list.start = block.number;
  }
  lists_.push_back(list);
}

void DocumentLines::begin_item(const SourceBlock& item, bool absent) {
  List& list = lists_.back();
  list.item_has_line = absent;
  list.item = list.ordered ? ListKind::kOrdered : ListKind::kBullet;
  if (item.task) {
    list.item = item.ticked ? ListKind::kChecked : ListKind::kUnchecked;
  }
}

void DocumentLines::say_number(int number) {
  const auto level = static_cast<int>(std::min<std::size_t>(lists_.size() - 1, kMaxIndent));
  lists_.back().start =
      number == numbers_.upcoming(level, quotes()) ? std::nullopt : std::optional(number);
}

void DocumentLines::set_task(bool ticked) {
  lists_.back().item = ticked ? ListKind::kChecked : ListKind::kUnchecked;
}

void DocumentLines::end_item() {
  give_item_its_line();
}

/// An item that begins with a block that its own line cannot be gets an empty line.
void DocumentLines::give_item_its_line() {
  if (begins_item()) {
    add_line(0, {});
  }
}

/// The style of the line at hand, and that its item has a line now. The first line of an item is
/// nothing else: `header` does not count there.
LineStyle DocumentLines::next_style(int header) {
  LineStyle style = own_;
  style.quotes = quotes();
  const int depth = static_cast<int>(std::min<std::size_t>(lists_.size(), kMaxIndent + 1));
  if (!begins_item()) {
    style.indent = std::min(depth + own_.indent, kMaxIndent);
    style.header = header;
    return style;
  }
  List& list = lists_.back();
  list.item_has_line = true;
  notes_.deep_items += lists_.size() > static_cast<std::size_t>(kMaxIndent) + 1 ? 1 : 0;
  style.indent = depth - 1;
  style.list = list.item;
  if (list.item == ListKind::kOrdered) {
    style.start = std::exchange(list.start, std::nullopt);
  }
  return style;
}

void DocumentLines::end_line(const LineStyle& style) {
  document_.end_line(style);
  numbers_.next(style);
}

void DocumentLines::add_empty_line() {
  LineStyle style;
  style.quotes = quotes();
  end_line(style);
}

void DocumentLines::add_line(int header, std::span<const Run> runs) {
  if (header > 0) {
    give_item_its_line();
  }
  const LineStyle style = next_style(header);
  document_.add(std::exchange(before_line_, {}), {});
  source_notes_.append_runs(document_, runs);
  end_line(style);
}

void DocumentLines::add_code(std::string_view text, std::string_view language) {
  give_item_its_line();
  LineStyle style = next_style(0);
  style.code = true;
  style.language = SharedText(std::string(language));
  do {
    const std::size_t end = text.find('\n');
    document_.add(text.substr(0, end), {});
    end_line(style);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  } while (!text.empty());
}

void DocumentLines::add_divider() {
  give_item_its_line();
  notes_.quoted += quotes_ > 0 ? 1 : 0;
  document_.add_divider();
  numbers_.next({});
}

void DocumentLines::add_table(ot::rich_text::EmbedValue table,
                              ot::rich_text::Attributes attributes) {
  give_item_its_line();
  notes_.quoted += quotes_ > 0 ? 1 : 0;
  document_.add_table(std::move(table), std::move(attributes));
  numbers_.next({});
}

ot::rich_text::Delta DocumentLines::take_content() {
  numbers_ = {};
  return document_.take_content();
}

}  // namespace plenary::markup
