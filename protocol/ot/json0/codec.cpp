#include "protocol/ot/json0/codec.hpp"

#include <cmath>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"

namespace plenary::ot::json0 {
namespace {

using json::Value;

Error bad(const char* why) {
  return {Errc::kBadOperation, why};
}

/// An instruction that the stock type meets only when it applies the operation: the wire tells the
/// two apart.
Error unfit(const char* why) {
  return {Errc::kNotApplicable, why};
}

/// The member of that name, unless it is absent.
const Value* find(const Value& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

/// As find, but null counts as absent.
const Value* find_set(const Value& object, const char* name) {
  const Value* member = find(object, name);
  return member == nullptr || member->is_null() ? nullptr : member;
}

std::optional<Frozen> frozen(const Value* value) {
  return value == nullptr ? std::nullopt : std::optional<Frozen>(*value);
}

std::optional<std::int64_t> whole(const Value& value) {
  constexpr double kMax = 9007199254740992.0;  // 2^53: what JavaScript counts exactly
  if (!value.is_number()) {
    return std::nullopt;
  }
  const auto number = value.get<double>();
  if (std::trunc(number) != number || std::fabs(number) > kMax) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number);
}

Result<Path> read_path(const Value& component) {
  const Value* list = find(component, "p");
  if (list == nullptr || !list->is_array()) {
    return bad("Missing path");
  }
  Path path;
  path.reserve(list->size());
  for (const Value& key : *list) {
    if (key.is_string()) {
      path.emplace_back(key.get<std::string>());
    } else if (const auto index = whole(key)) {
      path.emplace_back(*index);
    } else {
      return bad("a path element is neither a string nor a whole number");
    }
  }
  return path;
}

bool ends_in_index(const Path& path) {
  return !path.empty() && path.back().index() == 1;
}

Result<std::pair<text0::Edit::Kind, std::u16string>> read_edit_text(const Value* inserted,
                                                                    const Value* deleted) {
  if ((inserted == nullptr) == (deleted == nullptr)) {
    return unfit("a text edit needs one of insert and delete");
  }
  const Value& text = inserted != nullptr ? *inserted : *deleted;
  if (!text.is_string()) {
    return unfit("a text edit has no text");
  }
  const auto kind = inserted != nullptr ? text0::Edit::Kind::kInsert : text0::Edit::Kind::kDelete;
  return std::pair{kind, utf::to_utf16(text.get_ref<const std::string&>())};
}

Result<Change> read_string_change(const Value& component, const Path& path) {
  PLENARY_TRY(auto edit, read_edit_text(find_set(component, "si"), find_set(component, "sd")));
  if (!ends_in_index(path) || std::get<std::int64_t>(path.back()) < 0) {
    return unfit("a string edit's path does not end in a position");
  }
  return Change{StringChange{edit.first, std::move(edit.second)}};
}

Result<Change> read_text_change(const Value& list) {
  if (!list.is_array()) {
    return unfit("text edits are not a list");
  }
  TextChange change;
  change.edits.reserve(list.size());
  for (const Value& item : list) {
    if (!item.is_object()) {
      return unfit("a text edit is not an object");
    }
    const Value* at = find(item, "p");
    const auto position = at == nullptr ? std::nullopt : whole(*at);
    if (!position || *position < 0) {
      return unfit("a text edit has no position");
    }
    PLENARY_TRY(auto edit, read_edit_text(find_set(item, "i"), find_set(item, "d")));
    change.edits.push_back({edit.first, *position, std::move(edit.second)});
  }
  return Change{std::move(change)};
}

Result<Change> read_list_change(const Value* removed, const Value* inserted, const Path& path) {
  if (!ends_in_index(path)) {
    return unfit("a list change's path does not end in an index");
  }
  return Change{ListChange{frozen(removed), frozen(inserted)}};
}

Result<Change> read_move(const Value& to, const Path& path) {
  const auto index = whole(to);
  if (!index || !ends_in_index(path)) {
    return unfit("a list move needs two indexes");
  }
  return Change{ListMove{*index}};
}

bool is_text_change(const Value& component) {
  const Value* type = find(component, "t");
  return type != nullptr && *type == "text0" && find(component, "o") != nullptr;
}

/// The instruction that the stock type follows: the first of these that is there.
Result<Change> read_change(const Value& component, const Path& path) {
  if (find_set(component, "si") != nullptr || find_set(component, "sd") != nullptr) {
    return read_string_change(component, path);
  }
  if (is_text_change(component)) {
    return read_text_change(*find(component, "o"));
  }
  if (const Value* amount = find(component, "na")) {
    if (!amount->is_number()) {
      return unfit("what is added is not a number");
    }
    return Change{NumberAdd{amount->get<double>()}};
  }
  const Value* removed = find(component, "ld");
  const Value* inserted = find(component, "li");
  if (removed != nullptr || inserted != nullptr) {
    return read_list_change(removed, inserted, path);
  }
  if (const Value* to = find(component, "lm")) {
    return read_move(*to, path);
  }
  removed = find(component, "od");
  inserted = find(component, "oi");
  if (removed != nullptr || inserted != nullptr) {
    return Change{ObjectChange{frozen(removed), frozen(inserted)}};
  }
  return unfit("invalid / missing instruction in op");
}

Result<Component> read_component(const Value& value) {
  if (!value.is_object()) {
    return bad("a component is not an object");
  }
  PLENARY_TRY(Path path, read_path(value));
  PLENARY_TRY(Change change, read_change(value, path));
  return Component{std::move(path), std::move(change)};
}

Value path_value(const Path& path) {
  Value list = Value::array();
  for (const Key& key : path) {
    std::visit([&list](const auto& k) { list.push_back(k); }, key);
  }
  return list;
}

/// Writes a change's members into the component's object.
struct ChangeWriter {
  Value& out;

  void operator()(const NumberAdd& change) const { out["na"] = json::number(change.amount); }
  void operator()(const ListChange& change) const {
    both("ld", change.removed, "li", change.inserted);
  }
  void operator()(const ListMove& change) const { out["lm"] = change.to; }
  void operator()(const ObjectChange& change) const {
    both("od", change.removed, "oi", change.inserted);
  }
  void operator()(const TextChange& change) const {
    Value edits = Value::array();
    for (const text0::Edit& edit : change.edits) {
      const char* name = edit.kind == text0::Edit::Kind::kInsert ? "i" : "d";
      edits.push_back({{"p", edit.position}, {name, utf::to_wtf8(edit.text)}});
    }
    out["t"] = "text0";
    out["o"] = std::move(edits);
  }
  void operator()(const StringChange& change) const {
    out[change.kind == text0::Edit::Kind::kInsert ? "si" : "sd"] = utf::to_wtf8(change.text);
  }

  void both(const char* removed_name, const std::optional<Frozen>& removed,
            const char* inserted_name, const std::optional<Frozen>& inserted) const {
    if (removed) {
      out[removed_name] = removed->get();
    }
    if (inserted) {
      out[inserted_name] = inserted->get();
    }
  }
};

}  // namespace

Op read(json::Reader& reader) {
  const Value value = reader.value();
  if (reader.failed()) {
    return {};
  }
  Result<Op> op = from_value(value);
  if (!op) {
    reader.fail(op.error().code, op.error().detail);
    return {};
  }
  return *std::move(op);
}

Result<Op> decode(std::string_view json_text) {
  PLENARY_TRY(const Value value, json::parse(json_text));
  return from_value(value);
}

Result<Op> from_value(const Value& value) {
  if (!value.is_array()) {
    return bad("json0 op must be an array");
  }
  Op op;
  op.reserve(value.size());
  for (const Value& item : value) {
    PLENARY_TRY(Component component, read_component(item));
    op.push_back(std::move(component));
  }
  return op;
}

Result<Op> from_loose_value(const Value& value) {
  Value list = value.is_array() ? value : Value::array({value});
  for (Value& item : list) {
    if (item.is_object() && find_set(item, "p") == nullptr) {
      item["p"] = Value::array();
    }
  }
  return from_value(list);
}

Value to_value(const Op& op) {
  Value list = Value::array();
  for (const Component& component : op) {
    Value item = Value::object();
    item["p"] = path_value(component.path);
    std::visit(ChangeWriter{item}, component.change);
    list.push_back(std::move(item));
  }
  return list;
}

void append(std::string& out, const Op& op) {
  json::append(out, to_value(op));
}

}  // namespace plenary::ot::json0
