#include "server/threads/checkpoint.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"

namespace plenary::server {
namespace {

using anchor::Item;
using json::Value;

void append_number(std::string& out, std::uint64_t number) {
  out += number == anchor::kNever ? "null" : std::to_string(number);
}

/// ["s",position,id,set_before,orphaned_at], ["e",position,id] or
/// ["d",position,text,deleted_at,replaced_at]
void append(std::string& out, const Item& item) {
  constexpr const char* kKinds[] = {"s", "e", "d"};
  out += std::string("[\"") + kKinds[static_cast<std::size_t>(item.kind)] + "\"," +
         std::to_string(item.position) + ",";
  if (item.kind == Item::Kind::kDead) {
    json::append_string(out, std::u16string_view(item.run.text));
    out += "," + std::to_string(item.run.deleted_at) + ",";
    append_number(out, item.run.replaced_at);
  } else {
    out += std::to_string(item.id.value);
    if (item.kind == Item::Kind::kStart) {
      out += "," + std::to_string(item.set_before) + ",";
      append_number(out, item.orphaned_at);
    }
  }
  out += "]";
}

std::optional<std::uint64_t> number_of(const Value& value) {
  if (value.is_null()) {
    return anchor::kNever;
  }
  return value.is_number_integer() && value.get<std::int64_t>() >= 0
             ? std::optional(value.get<std::uint64_t>())
             : std::nullopt;
}

Result<Item> decode_item(const Value& row) {
  const Error wrong{Errc::kCorrupt, "an anchor of a checkpoint cannot be read"};
  if (!row.is_array() || row.size() < 3 || !row[0].is_string()) {
    return wrong;
  }
  const std::string kind = row[0].get<std::string>();
  const auto position = number_of(row[1]);
  Item item;
  item.position = static_cast<std::size_t>(position.value_or(anchor::kNever));
  bool right = position && *position != anchor::kNever;
  if (kind == "d" && row.size() == 5 && row[2].is_string()) {
    const auto deleted_at = number_of(row[3]);
    const auto replaced_at = number_of(row[4]);
    item.kind = Item::Kind::kDead;
    item.run.text = utf::to_utf16(row[2].get<std::string>());
    item.run.deleted_at = deleted_at.value_or(0);
    item.run.replaced_at = replaced_at.value_or(0);
    right = right && deleted_at && replaced_at;
  } else if (kind == "s" && row.size() == 5) {
    const auto id = number_of(row[2]);
    const auto set_before = number_of(row[3]);
    const auto orphaned_at = number_of(row[4]);
    item.kind = Item::Kind::kStart;
    item.id = {id.value_or(0)};
    item.set_before = set_before.value_or(0);
    item.orphaned_at = orphaned_at.value_or(0);
    right = right && id && set_before && orphaned_at;
  } else if (kind == "e" && row.size() == 3) {
    const auto id = number_of(row[2]);
    item.kind = Item::Kind::kEnd;
    item.id = {id.value_or(0)};
    right = right && id;
  } else {
    return wrong;
  }
  return right ? Result<Item>(std::move(item)) : Result<Item>(wrong);
}

void append(std::string& out, const char* name, const anchor::AnchorSet& anchors) {
  out += std::string(",\"") + name + "\":[";
  bool first = true;
  for (const Item& item : anchors.items()) {
    out += std::exchange(first, false) ? "" : ",";
    append(out, item);
  }
  out += "]";
}

void append(std::string& out, const char* name, std::size_t a, std::size_t b) {
  out += std::string(",\"") + name + "\":[" + std::to_string(a) + "," + std::to_string(b) + "]";
}

/// {"thread":…,"cell":[row,column],"place":[row,column],"range":[start,end],"items":[…],
/// "absent":[since,text]}, each only if there is one.
void append(std::string& out, threads::Number thread, const InnerRange::State& state) {
  out += R"({"thread":)" + std::to_string(thread);
  if (state.cell) {
    out += R"(,"cell":[)";
    json::append_string(out, state.cell->row);
    out += ",";
    json::append_string(out, state.cell->column);
    out += "]";
  }
  if (state.place) {
    append(out, "place", state.place->first, state.place->second);
  }
  if (state.anchors) {
    append(out, "items", *state.anchors);
  } else {
    append(out, "range", state.range.start, state.range.end);
  }
  if (state.absence) {
    out += R"(,"absent":[)" + std::to_string(state.absence->since.value) + ",";
    json::append_string(out, std::u16string_view(state.absence->text));
    out += "]";
  }
  out += "}";
}

Error unreadable() {
  return {Errc::kCorrupt, "a checkpoint of anchors cannot be read"};
}

/// A member that is left out is null.
Value member(const Value& value, const char* name) {
  return value.is_object() && value.contains(name) ? value.at(name) : Value();
}

bool is_pair(const Value& value) {
  return value.is_array() && value.size() == 2;
}

Result<std::uint64_t> decode_number(const Value& value) {
  const auto number = number_of(value);
  return number && *number != anchor::kNever ? Result<std::uint64_t>(*number) : unreadable();
}

Result<std::optional<std::pair<std::size_t, std::size_t>>> decode_pair(const Value& value) {
  if (value.is_null()) {
    return std::optional<std::pair<std::size_t, std::size_t>>();
  }
  if (!is_pair(value)) {
    return unreadable();
  }
  PLENARY_TRY(const std::size_t a, decode_number(value[0]));
  PLENARY_TRY(const std::size_t b, decode_number(value[1]));
  return std::optional(std::pair(a, b));
}

Result<anchor::AnchorSet> decode_items(const Value& rows) {
  if (!rows.is_array()) {
    return unreadable();
  }
  std::vector<Item> items;
  items.reserve(rows.size());
  for (const Value& row : rows) {
    PLENARY_TRY(Item item, decode_item(row));
    items.push_back(std::move(item));
  }
  return anchor::AnchorSet::from_items(items);
}

Result<InnerRange::State> decode_inner(const Value& value) {
  InnerRange::State state;
  if (const Value cell = member(value, "cell"); !cell.is_null()) {
    if (!is_pair(cell) || !cell[0].is_string() || !cell[1].is_string()) {
      return unreadable();
    }
    state.cell = {cell[0].get<std::string>(), cell[1].get<std::string>()};
  }
  PLENARY_TRY(state.place, decode_pair(member(value, "place")));
  PLENARY_TRY(const auto range, decode_pair(member(value, "range")));
  if (range) {
    state.range = {range->first, range->second};
  } else {
    PLENARY_TRY(state.anchors, decode_items(member(value, "items")));
  }
  if (const Value absent = member(value, "absent"); !absent.is_null()) {
    if (!is_pair(absent) || !absent[1].is_string()) {
      return unreadable();
    }
    PLENARY_TRY(const std::uint64_t since, decode_number(absent[0]));
    state.absence = {{since}, utf::to_utf16(absent[1].get<std::string>())};
  }
  return state;
}

Result<InnerRanges::State> decode_inside(const Value& value) {
  InnerRanges::State inner;
  PLENARY_TRY(inner.embeds, decode_items(member(value, "embeds")));
  const Value rows = member(value, "inside");
  if (!rows.is_array()) {
    return unreadable();
  }
  for (const Value& row : rows) {
    PLENARY_TRY(const std::uint64_t thread, decode_number(member(row, "thread")));
    PLENARY_TRY(InnerRange::State range, decode_inner(row));
    inner.ranges.emplace_back(thread, std::move(range));
  }
  return inner;
}

}  // namespace

std::string encode(const Checkpoint& checkpoint) {
  const bool has_inner = !checkpoint.inner.ranges.empty();
  std::string out = R"({"version":)" + std::to_string(checkpoint.version.value) + R"(,"next":)" +
                    std::to_string(checkpoint.next);
  append(out, has_inner ? "anchors" : "items", checkpoint.anchors);
  if (has_inner) {
    append(out, "embeds", checkpoint.inner.embeds);
    out += R"(,"inside":[)";
    bool first = true;
    for (const auto& [thread, state] : checkpoint.inner.ranges) {
      out += std::exchange(first, false) ? "" : ",";
      append(out, thread, state);
    }
    out += "]";
  }
  return out + "}";
}

Result<Checkpoint> decode_checkpoint(std::string_view text) {
  PLENARY_TRY(const Value value, json::parse(text));
  Checkpoint checkpoint;
  PLENARY_TRY(checkpoint.version.value, decode_number(member(value, "version")));
  PLENARY_TRY(checkpoint.next, decode_number(member(value, "next")));
  const Value inside = member(value, "inside");
  PLENARY_TRY(checkpoint.anchors,
              decode_items(member(value, inside.is_null() ? "items" : "anchors")));
  if (!inside.is_null()) {
    PLENARY_TRY(checkpoint.inner, decode_inside(value));
  }
  return checkpoint;
}

}  // namespace plenary::server
