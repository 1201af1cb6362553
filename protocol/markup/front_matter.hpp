#pragma once

#include <string>
#include <string_view>

namespace plenary::markup {

/// The lines between `---` at the start of a source that are settings for a program (YAML).
struct FrontMatter {
  std::string_view lines;  // without the fences; empty if there are none
  std::string_view rest;   // the source behind them
  std::string title;       // that the lines give; may be empty
};

/// Every line must be a key, a comment, a part of the lines of a key, or empty: words between two
/// rules are a text. Private to this folder. Requires: LF line ends. Cost: O(n).
[[nodiscard]] FrontMatter split_front_matter(std::string_view source);

}  // namespace plenary::markup
