#include "clients/load/frame_fields.hpp"

#include <charconv>

namespace plenary::load {

namespace {

// Walks over JSON text without building anything.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  [[nodiscard]] bool accept(char wanted) {
    skip_space();
    if (done() || text_[at_] != wanted) {
      return false;
    }
    ++at_;
    return true;
  }

  // The value at the cursor, strings with their quotes. Empty when the text ends too early.
  [[nodiscard]] std::string_view take_value() {
    skip_space();
    const std::size_t start = at_;
    if (done()) {
      return {};
    }
    const char first = text_[at_];
    if (first == '"') {
      skip_string();
    } else if (first == '{' || first == '[') {
      skip_nested();
    } else {
      at_ = std::min(text_.find_first_of(",}] \t\r\n", at_), text_.size());
    }
    return text_.substr(start, at_ - start);
  }

 private:
  void skip_space() {
    while (!done() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  // At a quote; ends behind the closing one. find() is memchr: a 10 MB string is one sweep.
  void skip_string() {
    std::size_t from = at_ + 1;
    while (true) {
      const std::size_t quote = text_.find('"', from);
      if (quote == std::string_view::npos) {
        at_ = text_.size();
        return;
      }
      std::size_t slashes = 0;
      while (text_[quote - 1 - slashes] == '\\') {
        ++slashes;
      }
      from = quote + 1;
      if (slashes % 2 == 0) {
        at_ = from;
        return;
      }
    }
  }

  void skip_nested() {
    int depth = 0;
    while (!done()) {
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (--depth == 0) {
          return;
        }
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string_view without_quotes(std::string_view value) {
  return value.size() >= 2 && value.front() == '"' ? value.substr(1, value.size() - 2)
                                                   : std::string_view{};
}

std::int64_t number(std::string_view value) {
  std::int64_t result = -1;
  std::from_chars(value.data(), value.data() + value.size(), result);
  return result;
}

void set_field(FrameFields& fields, std::string_view key, std::string_view value) {
  if (key == "v") {
    fields.version = number(value);
  } else if (key == "seq") {
    fields.sequence = number(value);
  } else if (key == "src") {
    fields.source = without_quotes(value);
  } else if (key == "a") {
    fields.action = without_quotes(value);
  } else if (key == "d") {
    fields.document_id = without_quotes(value);
  } else if (key == "op" || key == "create" || key == "del") {
    fields.has_op = true;
  } else if (key == "error") {
    fields.error = value;
  } else if (key == "data") {
    fields.data = value;
  }
}

}  // namespace

bool scan_frame(std::string_view text, FrameFields& fields) {
  fields = {};
  Cursor cursor(text);
  if (!cursor.accept('{')) {
    return false;
  }
  if (cursor.accept('}')) {
    return true;
  }
  while (true) {
    const std::string_view key = cursor.take_value();
    if (key.size() < 2 || key.front() != '"' || !cursor.accept(':')) {
      return false;
    }
    const std::string_view value = cursor.take_value();
    if (value.empty()) {
      return false;
    }
    set_field(fields, without_quotes(key), value);
    if (cursor.accept('}')) {
      return true;
    }
    if (!cursor.accept(',')) {
      return false;
    }
  }
}

}  // namespace plenary::load
