#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/tables/table_view.hpp"
#include "tests/support/markup/random_document.hpp"

namespace plenary::markup::testing {

enum class Ids : bool { kNew, kKept };

inline bool has_unique_ids(const ot::rich_text::Table& table) {
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const Delta* lines : {&table.columns, &table.rows}) {
    for (const Component& line : lines->components()) {
      ids.insert((*line.embed)["id"].get<std::string>());
      ++count;
    }
  }
  return ids.size() == count;
}

inline ot::rich_text::Table as_shown(const ot::rich_text::Table& table, Ids ids) {
  ot::rich_text::Table shown;
  const bool kept = ids == Ids::kKept && has_unique_ids(table);
  const auto push = [kept](Delta& to, const Component& from) {
    json::Value rest =
        from.attributes == nullptr ? json::Value::object() : json::Value(*from.attributes);
    rest.erase("order");
    const std::string number = std::to_string(to.components().size());
    to.push(Component::insert_embed(
        kept ? from.embed : std::make_shared<const json::Value>(json::Value{{"id", number}}),
        attributes(rest)));
  };
  for (const Component& column : table.columns.components()) {
    push(shown.columns, column);
  }
  for (const std::size_t row : tables::shown_order(table.rows)) {
    for (const auto& [place, cell] : table.cells) {
      if (place.first == row) {
        shown.cells[{shown.rows.components().size(), place.second}] = cell;
      }
    }
    push(shown.rows, table.rows.components()[row]);
  }
  return shown;
}

/// The document with its tables as files have them: rows in shown order, with numbers for ids
/// unless the file keeps them.
inline Delta as_shown(const Delta& document, Ids ids = Ids::kNew) {
  Delta out;
  for (Component component : document.components()) {
    const auto content =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    const auto* table =
        content == nullptr ? nullptr : std::get_if<ot::rich_text::Table>(&content->content);
    if (table != nullptr) {
      component.embed = ot::rich_text::to_embed({as_shown(*table, ids)});
    }
    out.push(std::move(component));
  }
  return out;
}

}  // namespace plenary::markup::testing
