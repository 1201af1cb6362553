#include "protocol/templates/touched_lines.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/text/note_content.hpp"
#include "protocol/text/table_content.hpp"

namespace plenary::templates {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Table;
using text::Piece;
using text::Rope;

/// How far the start of a line is looked for at first: most lines are shorter.
constexpr std::size_t kFirstReach = 256;

/// Without writing out what a table or a note holds.
bool ends_lines(const text::EmbedContent& embed) {
  return dynamic_cast<const text::TableContent*>(&embed) != nullptr ||
         (dynamic_cast<const text::NoteContent*>(&embed) == nullptr && is_own_line(*embed.json()));
}

/// The unit behind the last line end in a piece; nothing if no line ends in it.
std::optional<std::size_t> behind_last_line_end(const Piece& piece) {
  if (piece.is_embed()) {
    return ends_lines(*piece.content) ? std::optional<std::size_t>(1) : std::nullopt;
  }
  const std::size_t narrow = piece.narrow.rfind('\n');
  const std::size_t wide = piece.wide.rfind(u'\n');
  const std::size_t last = piece.narrow.empty() ? wide : narrow;
  return last == std::string_view::npos ? std::nullopt : std::optional(last + 1);
}

/// The first unit that is not of the line; nothing if the line goes on behind the piece. A line end
/// is of its line, an embed that is a line of its own is not.
std::optional<std::size_t> end_in(const Piece& piece) {
  if (piece.is_embed()) {
    return ends_lines(*piece.content) ? std::optional<std::size_t>(0) : std::nullopt;
  }
  const std::size_t narrow = piece.narrow.find('\n');
  const std::size_t wide = piece.wide.find(u'\n');
  const std::size_t first = piece.narrow.empty() ? wide : narrow;
  return first == std::string_view::npos ? std::nullopt : std::optional(first + 1);
}

std::size_t line_start(const Rope& paper, std::size_t position) {
  for (std::size_t reach = kFirstReach;; reach *= 4) {
    const std::size_t from = position > reach ? position - reach : 0;
    std::optional<std::size_t> start;
    text::Reader reader = paper.read(from, position);
    std::size_t at = from;
    for (Piece piece; reader.next(piece); at += piece.length) {
      if (const auto behind = behind_last_line_end(piece)) {
        start = at + *behind;
      }
    }
    if (start || from == 0) {
      return start.value_or(0);
    }
  }
}

std::size_t line_end(const Rope& paper, std::size_t position) {
  text::Reader reader = paper.read(position, paper.length());
  std::size_t at = position;
  for (Piece piece; reader.next(piece); at += piece.length) {
    if (const auto end = end_in(piece)) {
      return at + *end;
    }
  }
  return at;
}

/// The component without what it changes in rows and cells.
Component without_cells(const Component& component) {
  const auto* const table =
      component.change == nullptr ? nullptr : std::get_if<Table>(&component.change->content);
  if (table == nullptr) {
    return component;
  }
  if (table->columns.empty()) {
    return Component::retain(1, component.attributes);
  }
  return Component::change_embed(
      std::make_shared<const ot::rich_text::EmbedChange>(
          ot::rich_text::EmbedChange{Table{.rows = {}, .columns = table->columns, .cells = {}}}),
      component.attributes);
}

}  // namespace

bool is_own_line(const json::Value& embed) {
  return embed.contains(Table::kName) || embed.contains("divider");
}

std::vector<TouchedLines> touched_lines(const Rope& paper, const Delta& op) {
  std::vector<TouchedLines> places;
  std::size_t at = 0;    // in the paper
  std::size_t done = 0;  // of the paper, by the change of the last place
  for (const Component& whole : op.components()) {
    const Component component = without_cells(whole);
    const std::size_t end = at + (component.is_insert() ? 0 : component.length);
    if (!component.is_plain_retain() || component.attributes != nullptr) {
      // Each line is looked for once, however many places in it are touched.
      if (places.empty() || places.back().to < at) {
        const std::size_t from = line_start(paper, at);
        places.push_back({from, from, Delta()});
        done = from;
      }
      TouchedLines& place = places.back();
      place.change.push(Component::retain(at - done));
      place.change.push(component);
      place.to = end < place.to ? place.to : line_end(paper, end);
      done = end;
    }
    at = end;
  }
  return places;
}

}  // namespace plenary::templates
