#pragma once

#include <string_view>

/// Comments that the writer of Markdown puts where its signs cannot say what a document says, and
/// that the reader knows. Private to this folder.
namespace plenary::markup {

/// Between two lists that would become one.
inline constexpr std::string_view kEndOfList = "<!-- end list -->";

/// Between two ordered lists that follow each other at once: the second says its first number.
inline constexpr std::string_view kNewNumber = "<!-- new number -->";

/// In the place of an item that is not there: the list in it is indented under nothing.
inline constexpr std::string_view kNoItem = "<!-- no item -->";

/// Above a table, with what a pipe table cannot say (table_comment.hpp).
inline constexpr std::string_view kBeginTable = "<!-- table ";
inline constexpr std::string_view kEndTable = " -->";

}  // namespace plenary::markup
