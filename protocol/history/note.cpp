#include "protocol/history/note.hpp"

#include "protocol/json/members.hpp"

namespace plenary::history {
namespace {

std::optional<Version> version_in(const json::Value& object, const char* name) {
  const auto version = json::whole_member(object, name);
  return version ? std::optional(Version{*version}) : std::nullopt;
}

}  // namespace

std::string to_json(const Note& note) {
  json::Value value = json::Value::object();
  if (note.restores) {
    value["restores"] = note.restores->value;
  }
  if (note.undoes) {
    value["undoes"] = {
        {"by", note.undoes->by}, {"from", note.undoes->from.value}, {"to", note.undoes->to.value}};
  }
  return value.empty() ? std::string() : json::to_string(value);
}

Note note_from_json(std::string_view text) {
  Note note;
  if (text.empty()) {
    return note;
  }
  const auto value = json::parse(text);
  if (!value) {
    return note;
  }
  note.restores = version_in(*value, "restores");
  if (const json::Value* const undoes = json::find_member(*value, "undoes")) {
    const auto from = version_in(*undoes, "from");
    const auto to = version_in(*undoes, "to");
    auto by = json::required_text_member(*undoes, "by");
    if (from && to && by) {
      note.undoes = Note::Undone{*std::move(by), *from, *to};
    }
  }
  return note;
}

}  // namespace plenary::history
