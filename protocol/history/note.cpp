#include "protocol/history/note.hpp"

#include "protocol/json/reader.hpp"
#include "protocol/json/value.hpp"

namespace plenary::history {
namespace {

std::optional<Version> version_in(const json::Value& object, const char* key) {
  const bool is_whole = object.contains(key) && object[key].is_number_integer();
  const std::int64_t value = is_whole ? object[key].get<std::int64_t>() : -1;
  return value < 0 ? std::nullopt : std::optional(Version{static_cast<std::uint64_t>(value)});
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
  if (!value || !value->is_object()) {
    return note;
  }
  note.restores = version_in(*value, "restores");
  if (value->contains("undoes") && (*value)["undoes"].is_object()) {
    const json::Value& undoes = (*value)["undoes"];
    const auto from = version_in(undoes, "from");
    const auto to = version_in(undoes, "to");
    if (from && to && undoes.contains("by") && undoes["by"].is_string()) {
      note.undoes = Note::Undone{undoes["by"].get<std::string>(), *from, *to};
    }
  }
  return note;
}

}  // namespace plenary::history
