#include "protocol/markup/line_cursor.hpp"

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

constexpr std::size_t kTabColumns = 4;

std::size_t to_next_stop(std::size_t column) {
  return kTabColumns - column % kTabColumns;
}

}  // namespace

void LineCursor::find_word() {
  word_ = at_;
  word_column_ = column_;
  while (word_ < line_.size() && markup::is_blank(line_[word_])) {
    word_column_ += line_[word_] == '\t' ? to_next_stop(word_column_) : 1;
    ++word_;
  }
}

void LineCursor::append_rest(std::string& out) const {
  out.append(tab_left_, ' ');
  out += line_.substr(tab_left_ == 0 ? at_ : at_ + 1);
}

void LineCursor::skip_indent() {
  at_ = word_;
  column_ = word_column_;
  tab_left_ = 0;
}

void LineCursor::skip_columns(std::size_t columns) {
  while (columns > 0 && at_ < word_) {
    const std::size_t width = line_[at_] == '\t' ? to_next_stop(column_) : 1;
    const std::size_t step = width < columns ? width : columns;
    columns -= step;
    column_ += step;
    tab_left_ = width - step;
    at_ += tab_left_ == 0 ? 1 : 0;
  }
}

void LineCursor::skip_characters(std::size_t count) {
  at_ += count;
  column_ += count;
  tab_left_ = 0;
  find_word();
}

}  // namespace plenary::markup
