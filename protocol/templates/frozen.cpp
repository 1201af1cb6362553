#include "protocol/templates/frozen.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/templates/line_marks.hpp"
#include "protocol/templates/touched_lines.hpp"

namespace plenary::templates {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Table;
using text::Rope;
using Kind = Component::Kind;

/// A table or a divider as a frozen line.
Component as_frozen_line(const Component& embed) {
  const ot::rich_text::ChangeRef content = ot::rich_text::content_of(*embed.embed);
  const Table* const table = content == nullptr ? nullptr : std::get_if<Table>(&content->content);
  if (table == nullptr) {
    return embed;
  }
  return Component::insert_embed(
      ot::rich_text::to_embed({Table{.rows = {}, .columns = table->columns, .cells = {}}}),
      embed.attributes);
}

bool may_hold_frozen_lines(const Rope& paper, const TouchedLines& touched) {
  text::Reader reader = paper.read(touched.from, touched.to);
  for (text::Piece piece; reader.next(piece);) {
    if (is_frozen(piece.attributes)) {
      return true;
    }
  }
  return std::any_of(touched.change.components().begin(), touched.change.components().end(),
                     [](const Component& component) { return is_frozen(component.attributes); });
}

struct Comparison {
  std::vector<Delta> before;
  std::vector<Delta> after;

  [[nodiscard]] bool is_same() const { return before == after; }
};

Comparison compare(const Rope& paper, const TouchedLines& touched) {
  const Delta before = paper.to_delta(touched.from, touched.to);
  return {frozen_lines(before), frozen_lines(compose(before, touched.change))};
}

/// All from the first to the last, as if all that lies between were touched.
TouchedLines joined(const std::vector<TouchedLines>& places) {
  TouchedLines all = places.front();
  for (auto place = places.begin() + 1; place != places.end(); ++place) {
    all.change.push(Component::retain(place->from - all.from - all.change.base_length()));
    for (const Component& component : place->change.components()) {
      all.change.push(component);
    }
    all.to = place->to;
  }
  return all;
}

}  // namespace

std::vector<Delta> frozen_lines(const Delta& document) {
  std::vector<Delta> lines;
  Delta line;
  for (const Component& component : document.components()) {
    if (component.kind == Kind::kEmbed && is_own_line(*component.embed)) {
      line = Delta();
      if (is_frozen(component.attributes)) {
        lines.emplace_back().push(as_frozen_line(component));
      }
      continue;
    }
    if (component.kind != Kind::kText) {
      line.push(component);
      continue;
    }
    std::u16string_view rest = component.text;
    for (std::size_t end = 0; (end = rest.find(u'\n')) != std::u16string_view::npos;) {
      line.push(Component::insert(std::u16string(rest.substr(0, end + 1)), component.attributes));
      if (is_frozen(component.attributes)) {
        lines.push_back(line);
      }
      line = Delta();
      rest.remove_prefix(end + 1);
    }
    line.push(Component::insert(std::u16string(rest), component.attributes));
  }
  return lines;
}

bool keeps_frozen_lines(const Rope& paper, const Delta& op) {
  if (!ot::rich_text::check_applies(op, paper.length())) {
    return true;
  }
  std::vector<TouchedLines> changed;
  std::size_t before = 0;
  std::size_t after = 0;
  for (TouchedLines& touched : touched_lines(paper, op)) {
    if (!may_hold_frozen_lines(paper, touched)) {
      continue;
    }
    const Comparison lines = compare(paper, touched);
    if (lines.is_same()) {
      continue;
    }
    before += lines.before.size();
    after += lines.after.size();
    changed.push_back(std::move(touched));
  }
  // The same number went as came: perhaps they have only moved past lines that are not frozen.
  return changed.empty() ||
         (changed.size() > 1 && before == after && compare(paper, joined(changed)).is_same());
}

}  // namespace plenary::templates
