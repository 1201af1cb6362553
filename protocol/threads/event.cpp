#include "protocol/threads/event.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"

namespace plenary::threads {
namespace {

using json::Value;

Value number(std::uint64_t n) {
  return json::number(static_cast<double>(n));
}

Value fields(const Started& e) {
  Value anchor = {{"version", number(e.anchor.version.value)},
                  {"index", number(e.anchor.index)},
                  {"length", number(e.anchor.length)},
                  {"quote", e.anchor.quote}};
  if (e.anchor.cell) {
    anchor["cell"] = {{"row", e.anchor.cell->row}, {"column", e.anchor.cell->column}};
  }
  if (e.anchor.inside) {
    anchor["inside"] = {{"index", number(e.anchor.inside->index)},
                        {"length", number(e.anchor.inside->length)}};
  }
  return {{"anchor", std::move(anchor)}, {"text", e.text}};
}
Value fields(const Replied& e) {
  return {{"thread", number(e.thread)}, {"text", e.text}};
}
Value fields(const Edited& e) {
  return {{"comment", number(e.comment)}, {"text", e.text}};
}
Value fields(const Deleted& e) {
  return {{"comment", number(e.comment)}};
}
Value fields(const Resolved& e) {
  return {{"thread", number(e.thread)}};
}
Value fields(const Reacted& e) {
  return {{"comment", number(e.comment)},
          {"reaction", e.reaction ? Value(name_of(*e.reaction)) : Value()}};
}
Value fields(const Labelled& e) {
  return {{"thread", number(e.thread)}, {"labels", e.labels}};
}
Value fields(const Assigned& e) {
  return {{"thread", number(e.thread)}, {"to", e.to}, {"due", e.due}};
}

}  // namespace

Result<std::optional<CellName>> cell_member(const Value& object) {
  const Value* const value = json::find_member(object, "cell");
  if (value == nullptr || value->is_null()) {
    return std::optional<CellName>();
  }
  if (!value->is_object()) {
    return json::wrong_member("cell", R"({"row":…,"column":…})");
  }
  CellName cell;
  PLENARY_TRY(cell.row, json::text_member(*value, "row"));
  PLENARY_TRY(cell.column, json::text_member(*value, "column"));
  if (cell.row.empty() && cell.column.empty()) {
    return json::wrong_member("cell", "the id of a row, of a column, or both");
  }
  return std::optional(std::move(cell));
}

Result<std::optional<InnerWords>> inside_member(const Value& object) {
  const Value* const value = json::find_member(object, "inside");
  if (value == nullptr || value->is_null()) {
    return std::optional<InnerWords>();
  }
  if (!value->is_object()) {
    return json::wrong_member("inside", R"({"index":…,"length":…})");
  }
  InnerWords words;
  PLENARY_TRY(words.index, json::whole_member(*value, "index"));
  PLENARY_TRY(words.length, json::whole_member(*value, "length"));
  return std::optional(words);
}

namespace {

Result<Anchor> read_anchor(const Value& object) {
  const Value* const value = json::find_member(object, "anchor");
  if (value == nullptr) {
    return json::wrong_member("anchor", "an object");
  }
  Anchor anchor;
  PLENARY_TRY(anchor.version.value, json::whole_member(*value, "version"));
  PLENARY_TRY(anchor.index, json::whole_member(*value, "index"));
  PLENARY_TRY(anchor.length, json::whole_member(*value, "length"));
  PLENARY_TRY(anchor.quote, json::required_text_member(*value, "quote"));
  PLENARY_TRY(anchor.cell, cell_member(*value));
  PLENARY_TRY(anchor.inside, inside_member(*value));
  return anchor;
}

Result<Event> read_started(const Value& object) {
  Started event;
  auto anchor = read_anchor(object);
  if (!anchor) {
    return json::wrong_member("anchor", R"({"version":…,"index":…,"length":…,"quote":…})");
  }
  event.anchor = *std::move(anchor);
  PLENARY_TRY(event.text, json::required_text_member(object, "text"));
  return event;
}

Result<Event> read_reacted(const Value& object) {
  Reacted event;
  PLENARY_TRY(event.comment, json::whole_member(object, "comment"));
  PLENARY_TRY(const auto name, json::optional_text_member(object, "reaction"));
  event.reaction = name ? reaction_of(*name) : std::nullopt;
  if (name && !event.reaction) {
    return json::wrong_member("reaction", "the name of a reaction");
  }
  return event;
}

Result<Event> read_labelled(const Value& object) {
  Labelled event;
  PLENARY_TRY(event.thread, json::whole_member(object, "thread"));
  if (json::find_member(object, "labels") == nullptr) {
    return json::wrong_member("labels", "an array of strings");
  }
  PLENARY_TRY(event.labels, json::texts_member(object, "labels"));
  return event;
}

Result<Event> read_assigned(const Value& object) {
  Assigned event;
  PLENARY_TRY(event.thread, json::whole_member(object, "thread"));
  PLENARY_TRY(event.to, json::required_text_member(object, "to"));
  PLENARY_TRY(event.due, json::required_text_member(object, "due"));
  return event;
}

Result<Event> read_event(const std::string& kind, const Value& object) {
  if (kind == "started") {
    return read_started(object);
  }
  if (kind == "replied") {
    PLENARY_TRY(const std::uint64_t thread, json::whole_member(object, "thread"));
    PLENARY_TRY(std::string text, json::required_text_member(object, "text"));
    return Event(Replied{thread, std::move(text)});
  }
  if (kind == "edited") {
    PLENARY_TRY(const std::uint64_t comment, json::whole_member(object, "comment"));
    PLENARY_TRY(std::string text, json::required_text_member(object, "text"));
    return Event(Edited{comment, std::move(text)});
  }
  if (kind == "deleted") {
    PLENARY_TRY(const std::uint64_t comment, json::whole_member(object, "comment"));
    return Event(Deleted{comment});
  }
  if (kind == "resolved" || kind == "reopened") {
    PLENARY_TRY(const std::uint64_t thread, json::whole_member(object, "thread"));
    return Event(Resolved{thread, kind == "resolved"});
  }
  if (kind == "reacted") {
    return read_reacted(object);
  }
  if (kind == "labelled") {
    return read_labelled(object);
  }
  if (kind == "assigned") {
    return read_assigned(object);
  }
  return json::wrong_member("is", "the kind of an event");
}

}  // namespace

Event without_words(Event event) {
  struct Clear {
    void operator()(Started& e) const {
      e.anchor.quote.clear();
      e.text.clear();
    }
    void operator()(Replied& e) const { e.text.clear(); }
    void operator()(Edited& e) const { e.text.clear(); }
    void operator()(Deleted&) const {}
    void operator()(Resolved&) const {}
    void operator()(Reacted&) const {}
    void operator()(Labelled&) const {}
    void operator()(Assigned&) const {}
  };
  std::visit(Clear{}, event);
  return event;
}

std::string_view kind_of(const Event& event) {
  struct Name {
    std::string_view operator()(const Started&) const { return "started"; }
    std::string_view operator()(const Replied&) const { return "replied"; }
    std::string_view operator()(const Edited&) const { return "edited"; }
    std::string_view operator()(const Deleted&) const { return "deleted"; }
    std::string_view operator()(const Resolved& e) const {
      return e.resolved ? "resolved" : "reopened";
    }
    std::string_view operator()(const Reacted&) const { return "reacted"; }
    std::string_view operator()(const Labelled&) const { return "labelled"; }
    std::string_view operator()(const Assigned&) const { return "assigned"; }
  };
  return std::visit(Name{}, event);
}

std::string to_json(const Author& author, const Event& event) {
  Value value = std::visit([](const auto& e) { return fields(e); }, event);
  value["is"] = kind_of(event);
  value["name"] = author.name;
  return json::to_string(value);
}

Result<StoredEvent> from_json(std::string_view text) {
  Value value;
  PLENARY_TRY(value, json::parse(text));
  StoredEvent stored;
  PLENARY_TRY(stored.author_name, json::required_text_member(value, "name"));
  PLENARY_TRY(const std::string kind, json::required_text_member(value, "is"));
  PLENARY_TRY(stored.event, read_event(kind, value));
  return stored;
}

std::string_view name_of(Reaction reaction) {
  return reaction == Reaction::kAgree ? "agree" : "disagree";
}

std::optional<Reaction> reaction_of(std::string_view name) {
  if (name == "agree") {
    return Reaction::kAgree;
  }
  return name == "disagree" ? std::optional(Reaction::kDisagree) : std::nullopt;
}

}  // namespace plenary::threads
