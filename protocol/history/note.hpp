#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/units.hpp"

namespace plenary::history {

/// Says that an operation restores a version or undoes others. Kept with it as JSON:
/// {"restores":57} or {"undoes":{"by":"a-…","from":12,"to":90}}.
struct Note {
  struct Undone {
    std::string by;  // whose work, by id
    Version from{};
    Version to{};
    friend bool operator==(const Undone&, const Undone&) = default;
  };
  std::optional<Version> restores{};
  std::optional<Undone> undoes{};
  friend bool operator==(const Note&, const Note&) = default;
};

[[nodiscard]] std::string to_json(const Note& note);
/// Reads a note. Any other text gives an empty note: the operation is then only an edit.
[[nodiscard]] Note note_from_json(std::string_view json);

}  // namespace plenary::history
