#include "protocol/json/reader.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "protocol/base/utf.hpp"

namespace plenary::json {
namespace {

/// Receives a string as WTF-8: whole stretches of the text unchanged, escapes unit by unit.
struct BytesSink {
  std::string out;
  char16_t high{0};  // a high half that waits for its other half

  void flush() {
    if (high != 0) {
      utf::append_wtf8(out, std::u16string_view(&high, 1));
      high = 0;
    }
  }
  void stretch(std::string_view bytes) {
    if (!bytes.empty()) {
      flush();
      out.append(bytes);
    }
  }
  void unit(char16_t u) {
    if (high != 0 && utf::is_low_surrogate(u)) {
      const char16_t pair[2] = {high, u};
      high = 0;
      utf::append_wtf8(out, std::u16string_view(pair, 2));
      return;
    }
    flush();
    if (utf::is_high_surrogate(u)) {
      high = u;
    } else {
      utf::append_wtf8(out, std::u16string_view(&u, 1));
    }
  }
};

struct UnitsSink {
  std::u16string out;
  void flush() {}
  void stretch(std::string_view bytes) {
    for (const char c : bytes) {
      if (static_cast<unsigned char>(c) >= 0x80) {
        out += utf::to_utf16(bytes);
        return;
      }
    }
    out.append(bytes.begin(), bytes.end());
  }
  void unit(char16_t u) { out.push_back(u); }
};

struct NothingSink {
  void flush() {}
  void stretch(std::string_view /*bytes*/) {}
  void unit(char16_t /*u*/) {}
};

constexpr double kMaxWhole = 9007199254740992.0;  // 2^53

/// Where a string's stretch of characters that stand for themselves ends.
std::size_t plain_end(std::string_view text, std::size_t from) {
  while (from < text.size() && text[from] != '"' && text[from] != '\\' &&
         static_cast<unsigned char>(text[from]) >= 0x20) {
    ++from;
  }
  return from;
}

/// Reads decimal digits that a double holds exactly; how many there are is the caller's to know.
double whole_number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) {
    value = 10 * value + static_cast<std::uint64_t>(digit - '0');
  }
  return static_cast<double>(value);
}

/// So many digits are below 2^53.
constexpr std::size_t kExactDigits = 15;

}  // namespace

Value number(double value) {
  if (std::trunc(value) == value && std::fabs(value) <= kMaxWhole) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

void Reader::fail(Errc code, std::string_view detail) {
  if (!failed_) {
    failed_ = true;
    error_ = Error{code, std::string(detail)};
  }
}

void Reader::skip_space() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      return;
    }
    ++at_;
  }
}

char Reader::next_char() {
  skip_space();
  return failed_ || at_ >= text_.size() ? '\0' : text_[at_];
}

bool Reader::expect(char c, std::string_view what) {
  if (next_char() != c) {
    fail(Errc::kMalformed, what);
    return false;
  }
  ++at_;
  return true;
}

Kind Reader::peek() {
  switch (next_char()) {
    case 'n':
      return Kind::kNull;
    case 't':
    case 'f':
      return Kind::kBool;
    case '"':
      return Kind::kString;
    case '[':
      return Kind::kArray;
    case '{':
      return Kind::kObject;
    case '\0':
      return Kind::kNone;
    default:
      return Kind::kNumber;
  }
}

bool Reader::enter() {
  if (depth_left_ == 0) {
    fail(Errc::kTooDeep, "JSON nests too deeply");
    return false;
  }
  --depth_left_;
  fresh_ = true;
  return true;
}

bool Reader::begin_object() {
  return expect('{', "an object is expected") && enter();
}

bool Reader::begin_array() {
  return expect('[', "an array is expected") && enter();
}

bool Reader::next_element() {
  if (next_char() == ']') {
    ++at_;
    ++depth_left_;
    fresh_ = false;
    return false;
  }
  if (!fresh_ && !expect(',', "a comma or the end of an array is expected")) {
    return false;
  }
  fresh_ = false;
  if (failed_ || next_char() == '\0') {
    fail(Errc::kMalformed, "the text ends inside an array");
    return false;
  }
  return true;
}

bool Reader::next_member(std::string& key) {
  if (next_char() == '}') {
    ++at_;
    ++depth_left_;
    fresh_ = false;
    return false;
  }
  if (!fresh_ && !expect(',', "a comma or the end of an object is expected")) {
    return false;
  }
  fresh_ = false;
  if (next_char() == '"') {
    // Nearly all keys are plain words: they go into the caller's memory at once.
    const std::size_t start = at_ + 1;
    const std::size_t end = plain_end(text_, start);
    if (end < text_.size() && text_[end] == '"') {
      key.assign(text_, start, end - start);
      at_ = end + 1;
      return expect(':', "a colon is expected after a key");
    }
  }
  key = string();
  return expect(':', "a colon is expected after a key");
}

bool Reader::literal(std::string_view word) {
  skip_space();
  if (failed_ || text_.substr(at_, word.size()) != word) {
    fail(Errc::kMalformed, "not a JSON value");
    return false;
  }
  at_ += word.size();
  return true;
}

void Reader::null() {
  literal("null");
}

bool Reader::boolean() {
  return next_char() == 't' ? literal("true") : (literal("false"), false);
}

double Reader::number() {
  next_char();
  const std::size_t start = at_;
  std::size_t i = at_;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < text_.size() && text_[i] >= '0' && text_[i] <= '9') {
      ++i;
    }
    return i - from;
  };
  i += static_cast<std::size_t>(i < text_.size() && text_[i] == '-');
  const bool leading_zero = i < text_.size() && text_[i] == '0';
  const std::size_t whole = digits();
  bool good = whole == 1 || (whole > 1 && !leading_zero);
  const char after = i < text_.size() ? text_[i] : '\0';
  const bool is_whole = i - start == whole && after != '.' && after != 'e' && after != 'E';
  if (good && is_whole && whole <= kExactDigits && !failed_) {
    at_ = i;
    return whole_number(text_.substr(start, whole));
  }
  if (i < text_.size() && text_[i] == '.') {
    ++i;
    good = digits() > 0 && good;
  }
  if (i < text_.size() && (text_[i] == 'e' || text_[i] == 'E')) {
    ++i;
    i += static_cast<std::size_t>(i < text_.size() && (text_[i] == '+' || text_[i] == '-'));
    good = digits() > 0 && good;
  }
  double result = 0;
  const auto parsed = std::from_chars(text_.data() + start, text_.data() + i, result);
  if (failed_ || !good) {
    fail(Errc::kMalformed, "not a JSON value");
    return 0;
  }
  if (parsed.ec == std::errc::result_out_of_range) {
    // from_chars does not say on which side; strtod answers infinity or next to nothing.
    result = std::strtod(std::string(text_.substr(start, i - start)).c_str(), nullptr);
  }
  if (!std::isfinite(result)) {
    fail(Errc::kMalformed, "a number is too large");
    return 0;
  }
  at_ = i;
  return result;
}

std::uint32_t Reader::escaped_unit() {
  std::uint32_t unit = 0;
  if (at_ + 4 > text_.size()) {
    fail(Errc::kMalformed, "the text ends inside an escape");
    return 0;
  }
  const char* first = text_.data() + at_;
  const auto parsed = std::from_chars(first, first + 4, unit, 16);
  if (parsed.ec != std::errc() || parsed.ptr != first + 4) {
    fail(Errc::kMalformed, "an escape is not four hexadecimal digits");
  }
  at_ += 4;
  return unit;
}

template <class Sink>
void Reader::scan_string(Sink& sink) {
  if (!expect('"', "a string is expected")) {
    return;
  }
  while (!failed_) {
    const std::size_t start = at_;
    at_ = plain_end(text_, start);
    sink.stretch(text_.substr(start, at_ - start));
    if (at_ + 1 > text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) {
      fail(Errc::kMalformed, "a string does not end");
      return;
    }
    if (text_[at_++] == '"') {
      sink.flush();
      return;
    }
    const char escape = at_ < text_.size() ? text_[at_++] : '\0';
    switch (escape) {
      case '"':
      case '\\':
      case '/':
        sink.unit(static_cast<char16_t>(escape));
        break;
      case 'b':
        sink.unit(u'\b');
        break;
      case 'f':
        sink.unit(u'\f');
        break;
      case 'n':
        sink.unit(u'\n');
        break;
      case 'r':
        sink.unit(u'\r');
        break;
      case 't':
        sink.unit(u'\t');
        break;
      case 'u':
        sink.unit(static_cast<char16_t>(escaped_unit()));
        break;
      default:
        fail(Errc::kMalformed, "an unknown escape in a string");
        return;
    }
  }
}

std::string Reader::string() {
  BytesSink sink;
  scan_string(sink);
  return failed_ ? std::string() : std::move(sink.out);
}

std::u16string Reader::string16() {
  UnitsSink sink;
  scan_string(sink);
  return failed_ ? std::u16string() : std::move(sink.out);
}

Value Reader::value() {
  switch (peek()) {
    case Kind::kNull:
      null();
      return nullptr;
    case Kind::kBool:
      return boolean();
    case Kind::kNumber:
      return json::number(number());
    case Kind::kString:
      return string();
    case Kind::kArray: {
      Value list = Value::array();
      begin_array();
      while (!failed_ && next_element()) {
        list.push_back(value());
      }
      return list;
    }
    case Kind::kObject: {
      Value object = Value::object();
      std::string key;
      begin_object();
      while (!failed_ && next_member(key)) {
        object[key] = value();
      }
      return object;
    }
    case Kind::kNone:
      fail(Errc::kMalformed, "the text ends before its value");
      break;
  }
  return nullptr;
}

std::string_view Reader::skip() {
  next_char();
  const std::size_t start = at_;
  switch (peek()) {
    case Kind::kNull:
      null();
      break;
    case Kind::kBool:
      static_cast<void>(boolean());
      break;
    case Kind::kNumber:
      static_cast<void>(number());
      break;
    case Kind::kString: {
      NothingSink sink;
      scan_string(sink);
      break;
    }
    case Kind::kArray:
      begin_array();
      while (!failed_ && next_element()) {
        skip();
      }
      break;
    case Kind::kObject: {
      std::string key;
      begin_object();
      while (!failed_ && next_member(key)) {
        skip();
      }
      break;
    }
    case Kind::kNone:
      fail(Errc::kMalformed, "the text ends before its value");
      break;
  }
  return failed_ ? std::string_view() : text_.substr(start, at_ - start);
}

Result<void> Reader::finish() {
  skip_space();
  if (!failed_ && at_ != text_.size()) {
    fail(Errc::kMalformed, "something follows the JSON value");
  }
  if (failed_) {
    return error_;
  }
  return {};
}

}  // namespace plenary::json
