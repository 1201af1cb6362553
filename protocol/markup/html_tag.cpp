#include "protocol/markup/html_tag.hpp"

#include <algorithm>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

/// Reads a tag from its second character on.
class TagReader {
 public:
  explicit TagReader(std::string_view text) : text_(text) {}

  std::size_t read() {
    const bool closing = take('/');
    if (!is_letter(peek())) {
      return 0;
    }
    while (is_letter(peek()) || is_digit(peek()) || peek() == '-') {
      ++at_;
    }
    bool space = skip_space();
    while (!closing && space && starts_name(peek())) {
      if (!read_attribute()) {
        return 0;
      }
      space = space_before_;
    }
    if (!closing) {
      take('/');
    }
    return take('>') ? at_ : 0;
  }

  [[nodiscard]] std::size_t read_so_far() const { return at_; }

 private:
  static bool starts_name(char c) { return is_letter(c) || c == '_' || c == ':'; }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    const bool there = peek() == c;
    at_ += there ? 1 : 0;
    return there;
  }

  bool skip_space() {
    const std::size_t from = at_;
    while (is_ascii_space(peek())) {
      ++at_;
    }
    return at_ > from;
  }

  bool read_attribute() {
    while (starts_name(peek()) || is_digit(peek()) || peek() == '.' || peek() == '-') {
      ++at_;
    }
    space_before_ = skip_space();
    if (!take('=')) {
      return true;
    }
    skip_space();
    const bool value = read_value();
    space_before_ = skip_space();
    return value;
  }

  bool read_value() {
    const char quote = peek();
    if (quote == '"' || quote == '\'') {
      const std::size_t end = text_.find(quote, at_ + 1);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
      return end != std::string_view::npos;
    }
    const std::size_t from = at_;
    at_ = std::min(text_.find_first_of(" \t\n\r\v\f\"'=<>`", at_), text_.size());
    return at_ > from;
  }

  std::string_view text_;
  std::size_t at_{1};
  bool space_before_{false};  // white space stands between the last attribute and the cursor
};

}  // namespace

std::size_t tag_length(std::string_view text, std::size_t& work) {
  TagReader reader(text);
  const std::size_t length = reader.read();
  work += reader.read_so_far();
  return length;
}

std::size_t RawHtml::tag_at(std::size_t at) {
  if (waste_left_ == 0) {
    return 0;
  }
  std::size_t work = 0;
  const std::size_t length = tag_length(text_.substr(at), work);
  if (length == 0) {
    waste_left_ -= std::min(work, waste_left_);
  }
  return length;
}

std::size_t RawHtml::up_to(Ending& ending, std::size_t at, std::size_t from) {
  const std::size_t found = ending.gone ? std::string_view::npos : text_.find(ending.sign, from);
  ending.gone = found == std::string_view::npos;
  return ending.gone ? 0 : found + ending.sign.size() - at;
}

std::size_t RawHtml::length_at(std::size_t at) {
  const std::string_view rest = text_.substr(at);
  if (rest.starts_with("<!-->")) {
    return 5;
  }
  if (rest.starts_with("<!--->")) {
    return 6;
  }
  if (rest.starts_with("<!--")) {
    return up_to(comment_, at, at + 4);
  }
  if (rest.starts_with("<?")) {
    return up_to(instruction_, at, at + 2);
  }
  if (rest.starts_with("<![CDATA[")) {
    return up_to(cdata_, at, at + 9);
  }
  if (rest.starts_with("<!")) {
    return rest.size() > 2 && is_letter(rest[2]) ? up_to(declaration_, at, at + 3) : 0;
  }
  return tag_at(at);
}

}  // namespace plenary::markup
