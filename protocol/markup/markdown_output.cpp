#include "protocol/markup/markdown_output.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/math.hpp"
#include "protocol/markup/script_signs.hpp"

namespace plenary::markup {

void MarkdownOutput::begin_text() {
  if (pending_ > 0 && !out_.empty()) {
    out_ += '\n';
    if (pending_ > 1) {
      out_ += prefix_;
      out_ += '\n';
    }
    line_starts_ = true;
    content_starts_ = true;
  }
  pending_ = 0;
  if (line_starts_) {
    out_ += prefix_;
    line_starts_ = false;
  }
}

void MarkdownOutput::push_prefix(std::string_view marker, std::string_view prefix) {
  markdown(marker);
  content_starts_ = true;
  prefix_ += prefix;
}

void MarkdownOutput::markdown(std::string_view text) {
  begin_text();
  out_ += text;
  content_starts_ = content_starts_ && std::all_of(text.begin(), text.end(), is_digit);
}

bool MarkdownOutput::needs_escape(char c, char next) const {
  if (std::string_view("*_[]#<>\\`~!").find(c) != std::string_view::npos ||
      (c == '&' && is_letter(next))) {
    return true;
  }
  if (c == '$') {
    return next != ' ';  // it could begin a formula
  }
  if (c == '^') {
    return !out_.empty() && is_script_word(out_.back()) && is_script_word(next);
  }
  if (!content_starts_) {
    return false;
  }
  const bool after_digit = !out_.empty() && is_digit(out_.back());
  return after_digit ? (c == '.' || c == ')') && (next == '\0' || is_ascii_space(next))
                     : c == '-' || c == '+' || c == '=';
}

void MarkdownOutput::words(std::string_view text) {
  begin_text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const std::size_t formula = c == '$' || c == '\\' ? formula_length(text, i) : 0) {
      out_ += text.substr(i, formula);
      i += formula - 1;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out_ += "&#" + std::to_string(static_cast<int>(c)) + ';';
    } else {
      if (needs_escape(c, i + 1 < text.size() ? text[i + 1] : '\0')) {
        out_ += '\\';
      }
      out_ += c;
    }
    content_starts_ = content_starts_ && is_digit(c);
  }
}

void MarkdownOutput::code_span(std::string_view code) {
  std::set<std::size_t> lengths;
  std::size_t at = 0;
  while ((at = code.find('`', at)) != std::string_view::npos) {
    const std::size_t end = std::min(code.find_first_not_of('`', at), code.size());
    lengths.insert(end - at);
    at = end;
  }
  std::size_t length = 1;
  while (lengths.contains(length)) {
    ++length;
  }
  const bool ticks = !code.empty() && (code.front() == '`' || code.back() == '`');
  const bool spaces = !code.empty() && code.front() == ' ' && code.back() == ' ' &&
                      code.find_first_not_of(' ') != std::string_view::npos;
  const std::string fence(length, '`');
  const std::string apart(ticks || spaces ? 1 : 0, ' ');
  markdown(fence + apart);
  markdown(code);
  markdown(apart + fence);
}

std::string MarkdownOutput::take() {
  if (!out_.empty() && out_.back() != '\n') {
    out_ += '\n';
  }
  return std::move(out_);
}

}  // namespace plenary::markup
