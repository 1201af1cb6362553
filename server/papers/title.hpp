#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

/// Titles of documents, and other lines that people give them. Pure; any thread.
namespace plenary::server {

/// Characters of a title: three lines on a screen; the longest that anyone has used has 180.
inline constexpr std::size_t kTitleCharactersMax = 300;

/// The title of a document without one.
inline constexpr std::string_view kUntitled = "Untitled";

/// A line without white space around it, of at most as many characters. `text` is WTF-8, `what`
/// names the line in errors: "a title". Errors: kMalformed, in words, for half a character, a
/// control character, or too many.
[[nodiscard]] Result<std::string> clean_line(std::string_view text, const std::string& what);

/// The title without white space around it; "Untitled" if nothing is left. `title` is WTF-8.
/// Errors: those of clean_line().
[[nodiscard]] Result<std::string> clean_title(std::string_view title);

/// The text with the case taken off, for finding titles: "ÄRZTE" and "ärzte" are the same, "ß" and
/// "ss" are not. Requires: UTF-8.
[[nodiscard]] std::string fold_case(std::string_view text);

}  // namespace plenary::server
