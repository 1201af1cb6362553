#include "protocol/threads/event.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"

namespace plenary::threads {
namespace {

using json::Value;

constexpr double kMaxWhole = 9007199254740992.0;  // 2^53

Value number(std::uint64_t n) {
  return json::number(static_cast<double>(n));
}

Value fields(const Started& e) {
  return {{"anchor",
           {{"version", number(e.anchor.version.value)},
            {"index", number(e.anchor.index)},
            {"length", number(e.anchor.length)},
            {"quote", e.anchor.quote}}},
          {"text", e.text}};
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

/// Reads members of one object; remembers the first that is missing or of another kind.
class Members {
 public:
  explicit Members(const Value& object) : object_(object) {}

  std::string text(const char* name) {
    const Value* value = find(name);
    if (value == nullptr || !value->is_string()) {
      blame(name);
      return {};
    }
    return value->get<std::string>();
  }

  std::uint64_t whole(const char* name) {
    const Value* value = find(name);
    if (value == nullptr || !value->is_number()) {
      blame(name);
      return 0;
    }
    const double n = value->get<double>();
    if (n < 0 || n > kMaxWhole || n != static_cast<double>(static_cast<std::uint64_t>(n))) {
      blame(name);
      return 0;
    }
    return static_cast<std::uint64_t>(n);
  }

  const Value* find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }

  void blame(const char* name) {
    if (wrong_.empty()) {
      wrong_ = name;
    }
  }

  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  const Value& object_;
  std::string wrong_;
};

Anchor read_anchor(Members& members) {
  const Value* value = members.find("anchor");
  if (value == nullptr || !value->is_object()) {
    members.blame("anchor");
    return {};
  }
  Members inner(*value);
  Anchor anchor{
      {inner.whole("version")}, inner.whole("index"), inner.whole("length"), inner.text("quote")};
  if (!inner.wrong().empty()) {
    members.blame("anchor");
  }
  return anchor;
}

std::vector<std::string> read_labels(Members& members) {
  std::vector<std::string> labels;
  const Value* value = members.find("labels");
  if (value == nullptr || !value->is_array()) {
    members.blame("labels");
    return labels;
  }
  for (const Value& label : *value) {
    if (!label.is_string()) {
      members.blame("labels");
      return labels;
    }
    labels.push_back(label.get<std::string>());
  }
  return labels;
}

std::optional<Reaction> read_reaction(Members& members) {
  const Value* value = members.find("reaction");
  if (value == nullptr || value->is_null()) {
    return std::nullopt;
  }
  const auto reaction = value->is_string() ? reaction_of(value->get<std::string>()) : std::nullopt;
  if (!reaction) {
    members.blame("reaction");
  }
  return reaction;
}

Event read_event(const std::string& kind, Members& m) {
  if (kind == "started") {
    Anchor anchor = read_anchor(m);
    return Started{std::move(anchor), m.text("text")};
  }
  if (kind == "replied") {
    return Replied{m.whole("thread"), m.text("text")};
  }
  if (kind == "edited") {
    return Edited{m.whole("comment"), m.text("text")};
  }
  if (kind == "deleted") {
    return Deleted{m.whole("comment")};
  }
  if (kind == "resolved" || kind == "reopened") {
    return Resolved{m.whole("thread"), kind == "resolved"};
  }
  if (kind == "reacted") {
    return Reacted{m.whole("comment"), read_reaction(m)};
  }
  if (kind == "labelled") {
    return Labelled{m.whole("thread"), read_labels(m)};
  }
  if (kind == "assigned") {
    return Assigned{m.whole("thread"), m.text("to"), m.text("due")};
  }
  m.blame("is");
  return {};
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
  if (!value.is_object()) {
    return Error{Errc::kMalformed, "an event is an object"};
  }
  Members members(value);
  StoredEvent stored{members.text("name"), read_event(members.text("is"), members)};
  if (!members.wrong().empty()) {
    return Error{Errc::kMalformed, "the event's \"" + members.wrong() + "\" is missing or wrong"};
  }
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
