#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plenary::markup {

/// A place in one line of Markdown, in bytes and in columns: a tab goes on to the next column that
/// four divides, and a marker may end in the middle of one. Private to this folder.
///
/// Cost: all calls for one line together look at each of its bytes a constant number of times.
class LineCursor {
 public:
  /// Lifetime: `line` (without its line end) outlives the cursor.
  explicit LineCursor(std::string_view line) : line_(line) { find_word(); }

  /// Columns of white space between the cursor and the first character after it.
  [[nodiscard]] std::size_t indent() const { return word_column_ - column_; }
  /// True if nothing but white space is left.
  [[nodiscard]] bool is_blank() const { return word_ == line_.size(); }
  /// The rest of the line, from its first character that is no white space.
  [[nodiscard]] std::string_view words() const { return line_.substr(word_); }
  /// Appends the rest of the line. A tab that the cursor stands in becomes spaces.
  void append_rest(std::string& out) const;

  [[nodiscard]] std::size_t column() const { return column_; }
  [[nodiscard]] std::size_t position() const { return at_; }

  /// Goes to the first character that is no white space.
  void skip_indent();
  /// Goes over at most so many columns of white space.
  void skip_columns(std::size_t columns);
  /// Goes over characters that are no tabs. Requires: so many are left.
  void skip_characters(std::size_t count);

 private:
  void find_word();

  std::string_view line_;
  std::size_t at_{0};
  std::size_t column_{0};
  std::size_t tab_left_{0};  // columns of the tab at at_ that are not behind the cursor
  std::size_t word_{0};
  std::size_t word_column_{0};
};

}  // namespace plenary::markup
