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

}  // namespace

std::string encode(const Checkpoint& checkpoint) {
  std::string out = R"({"version":)" + std::to_string(checkpoint.version.value) + R"(,"next":)" +
                    std::to_string(checkpoint.next) + R"(,"items":[)";
  bool first = true;
  for (const Item& item : checkpoint.anchors.items()) {
    out += std::exchange(first, false) ? "" : ",";
    append(out, item);
  }
  return out + "]}";
}

Result<Checkpoint> decode_checkpoint(std::string_view text) {
  PLENARY_TRY(const Value value, json::parse(text));
  const auto member = [&value](const char* name) {
    return value.is_object() && value.contains(name) ? value.at(name) : Value(false);
  };
  const auto version = number_of(member("version"));
  const auto next = number_of(member("next"));
  const Value rows = member("items");
  if (!version || !next || *version == anchor::kNever || !rows.is_array()) {
    return Error{Errc::kCorrupt, "a checkpoint of anchors cannot be read"};
  }
  std::vector<Item> items;
  items.reserve(rows.size());
  for (const Value& row : rows) {
    PLENARY_TRY(Item item, decode_item(row));
    items.push_back(std::move(item));
  }
  PLENARY_TRY(anchor::AnchorSet anchors, anchor::AnchorSet::from_items(items));
  return Checkpoint{{*version}, *next, std::move(anchors)};
}

}  // namespace plenary::server
