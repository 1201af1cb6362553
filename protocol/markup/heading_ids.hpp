#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Names the headings of a document for links to them, as GitHub does: the words in lower case with
/// `-` for spaces and without other signs, and `-1`, `-2` behind a name that was there before.
/// Private to this folder.
class HeadingIds {
 public:
  /// Cost: O(length), also for a thousand headings of the same words.
  [[nodiscard]] std::string next(std::span<const Run> heading);

 private:
  std::unordered_map<std::string, std::size_t> taken_;  // with the last number given behind it
};

}  // namespace plenary::markup
