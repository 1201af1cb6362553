#include "protocol/tables/table_view.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "protocol/json/members.hpp"

namespace plenary::tables {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

constexpr std::array<std::string_view, 8> kKindNames{"text", "long",   "choice", "person",
                                                     "date", "number", "link",   "done"};
/// Wider than any screen: a width beyond it is a mistake.
constexpr std::size_t kWidthMax = 10'000;

/// The value of an attribute; nullptr if it is not there.
const json::Value* attribute(const Component& line, const char* name) {
  return line.attributes == nullptr ? nullptr : json::find_member(*line.attributes, name);
}

std::string text_attribute(const Component& line, const char* name) {
  const json::Value* const value = attribute(line, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::vector<std::string> choices_of(const Component& line) {
  std::vector<std::string> choices;
  const json::Value* const list = attribute(line, "choices");
  if (list != nullptr && list->is_array()) {
    for (const json::Value& choice : *list) {
      if (choice.is_string()) {
        choices.push_back(choice.get<std::string>());
      }
    }
  }
  return choices;
}

std::optional<std::size_t> width_of(const Component& line) {
  const json::Value* const width = attribute(line, "width");
  if (width == nullptr || !width->is_number()) {
    return std::nullopt;
  }
  const auto pixels = width->get<double>();
  return pixels >= 1 && pixels <= static_cast<double>(kWidthMax)
             ? std::optional(static_cast<std::size_t>(pixels))
             : std::nullopt;
}

Column column_of(const Component& line, std::string id) {
  const json::Value* const required = attribute(line, "required");
  return {std::move(id),
          text_attribute(line, "name"),
          kind_named(text_attribute(line, "kind")),
          required != nullptr && *required == json::Value(true),
          width_of(line),
          choices_of(line)};
}

std::string id_of(const Component& line) {
  return json::text_or_empty(*line.embed, "id");
}

}  // namespace

std::string_view name_of(ColumnKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

ColumnKind kind_named(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  return found == kKindNames.end() ? ColumnKind::kText
                                   : static_cast<ColumnKind>(found - kKindNames.begin());
}

TableView view_of(const ot::rich_text::Table& table) {
  TableView view;
  std::vector<std::string> ids = effective_ids(table.columns);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    view.columns.push_back(column_of(table.columns.components()[i], std::move(ids[i])));
  }
  ids = effective_ids(table.rows);
  for (const std::size_t place : shown_order(table.rows)) {
    view.rows.push_back({std::move(ids[place]), place});
  }
  return view;
}

std::vector<std::string> effective_ids(const Delta& lines) {
  std::vector<std::string> ids;
  std::map<std::string, std::size_t> times;
  for (const Component& line : lines.components()) {
    ids.push_back(id_of(line));
    times.emplace(ids.back(), 0);
  }
  std::set<std::string> made;
  for (std::string& id : ids) {
    std::size_t& time = times.at(id);
    if (++time == 1) {
      continue;
    }
    std::string other = id + "~" + std::to_string(time);
    while (times.contains(other) || !made.insert(other).second) {
      other = id + "~" + std::to_string(++time);
    }
    id = std::move(other);
  }
  return ids;
}

std::optional<std::size_t> place_of(const Delta& lines, const std::string& id) {
  const auto& all = lines.components();
  // An id that a line has of itself belongs to the first that has it.
  const auto own = std::find_if(all.begin(), all.end(),
                                [&id](const Component& line) { return id_of(line) == id; });
  if (own != all.end()) {
    return static_cast<std::size_t>(own - all.begin());
  }
  const std::vector<std::string> ids = effective_ids(lines);
  const auto made = std::find(ids.begin(), ids.end(), id);
  return made == ids.end() ? std::nullopt
                           : std::optional(static_cast<std::size_t>(made - ids.begin()));
}

bool may_add(const Delta& change, const std::string& id) {
  return std::any_of(change.components().begin(), change.components().end(),
                     [&id](const Component& line) {
                       if (!line.is_insert() || line.embed == nullptr) {
                         return false;
                       }
                       const std::string own = id_of(line);
                       return id == own || (id.starts_with(own) && id[own.size()] == '~');
                     });
}

const std::string* own_order(const Delta& rows, std::size_t place) {
  const json::Value* const order = attribute(rows.components()[place], "order");
  return order == nullptr ? nullptr : order->get_ptr<const std::string*>();
}

std::vector<std::string> order_keys(const Delta& rows) {
  std::vector<std::string> keys;
  for (std::size_t place = 0; place < rows.components().size(); ++place) {
    const std::string* const own = own_order(rows, place);
    keys.push_back(own != nullptr ? *own : keys.empty() ? std::string() : keys.back());
  }
  return keys;
}

std::vector<std::size_t> shown_order(const Delta& rows) {
  const std::vector<std::string> keys = order_keys(rows);
  std::vector<std::size_t> places(keys.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&keys](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  return places;
}

std::u16string plain_text(const Delta& content) {
  std::u16string text;
  for (const Component& component : content.components()) {
    if (component.kind == Component::Kind::kText) {
      text += component.text;
    } else {
      text.append(component.length, kEmbedSign);
    }
  }
  return text;
}

}  // namespace plenary::tables
