#pragma once

#include <string>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Appends the text of a run where there are no styles. A superscript has a sign before it:
/// without one, `10^6` would be a number of three digits. Private to this folder.
inline void append_with_sign(std::string& out, const Run& run) {
  const bool super = run.style.script == Script::kSuper && is_words(run.style);
  const bool one_word = run.text.find_first_of(" \t+-*/(),") == std::string::npos;
  out += !super ? "" : one_word ? "^" : "^(";
  out += run.text;
  out += super && !one_word ? ")" : "";
}

}  // namespace plenary::markup
