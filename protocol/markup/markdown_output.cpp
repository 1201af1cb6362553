#include "protocol/markup/markdown_output.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/math.hpp"
#include "protocol/markup/script_signs.hpp"

namespace plenary::markup {
namespace {

bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

/// True for `[ ]` and `[x]`, which would be the box of a task.
bool is_box(std::string_view words) {
  return words.size() >= 3 && (words[1] == ' ' || to_lower(words[1]) == 'x') && words[2] == ']';
}

}  // namespace

void MarkdownOutput::begin_text() {
  if (pending_ > 0 && !out_.empty()) {
    out_ += '\n';
    if (pending_ > 1) {
      out_ += prefix_;
      out_ += '\n';
    }
    line_starts_ = true;
    content_starts_ = true;
    label_starts_ = false;
    goes_on_ = std::exchange(breaks_softly_, false);
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
  label_starts_ = false;
  prefix_ += prefix;
}

void MarkdownOutput::markdown(std::string_view text) {
  begin_text();
  out_ += text;
  label_starts_ = label_starts_ || (content_starts_ && text.starts_with("[^"));
  content_starts_ = content_starts_ && std::all_of(text.begin(), text.end(), is_digit);
}

void MarkdownOutput::soft_break() {
  if (one_line_) {
    markdown(kBreakTag);
    return;
  }
  markdown("\\");
  pending_ = 1;
  breaks_softly_ = true;
}

/// Signs that mean something only where a line's words begin.
bool MarkdownOutput::begins_block(char c, char next) const {
  if (!content_starts_) {
    return false;
  }
  if (goes_on_ && (c == '|' || c == ':')) {
    return true;  // of the dashes under the header of a table
  }
  return is_digit(last()) ? (c == '.' || c == ')') && (next == '\0' || is_ascii_space(next))
                          : std::string_view("-+=#>").find(c) != std::string_view::npos;
}

/// `rest` begins with the sign. No link is written by accident: there are no definitions but those
/// of notes, so only `[^`, `](` and a line that begins with `[…]:` could be read as one.
bool MarkdownOutput::needs_escape(std::string_view rest, Place place) const {
  const char c = rest.front();
  const char next = rest.size() > 1 ? rest[1] : '\0';
  switch (c) {
    case '\\':
    case '`':
    case '~':
      return true;
    case '*':  // between spaces it is no mark
      return content_starts_ || last() != ' ' || next != ' ';
    case '_':  // in a word it is no mark
      return !is_word(last()) || !is_word(next);
    case '<':  // of a tag or an address
      return next != ' ' && next != '=' && !is_digit(next);
    case '[':
      return place == Place::kLink || next == '^' || (content_starts_ && is_box(rest));
    case ']':
      return place == Place::kLink;
    case '(':
      return last() == ']';
    case ':':
      return last() == ']' && label_starts_;
    case '!':
      return next == '[';
    case '#':  // also in `&#35;`, and at the end of a heading
      return begins_block(c, next) || last() == '&' ||
             (is_blank(last()) && rest.find_first_not_of('#') == std::string_view::npos);
    case '&':
      return is_letter(next);
    case '$':
      return next != ' ';  // it could begin a formula
    case '^':
      return place == Place::kLink || (is_script_word(last()) && is_script_word(next));
    default:
      return begins_block(c, next);
  }
}

void MarkdownOutput::words(std::string_view text, Place place) {
  begin_text();
  constexpr std::string_view kMark = "\xef\xbb\xbf";  // at the start of a file it is no word
  if (out_.empty() && text.starts_with(kMark)) {
    markdown("&#65279;");
    text.remove_prefix(kMark.size());
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const std::size_t formula = c == '$' || c == '\\' ? formula_length(text, i) : 0) {
      out_ += text.substr(i, formula);
      i += formula - 1;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out_ += "&#" + std::to_string(static_cast<int>(c)) + ';';
    } else {
      if (needs_escape(text.substr(i), place)) {
        out_ += '\\';
      }
      out_ += c;
    }
    label_starts_ = label_starts_ || (content_starts_ && c == '[');
    content_starts_ = content_starts_ && is_digit(c);
  }
}

/// Writes what begins with a bracket. Behind a `!` it would be an image.
void MarkdownOutput::bracket(std::string_view text) {
  if (last() == '!' && !line_starts_ && pending_ == 0) {
    out_.insert(out_.size() - 1, 1, '\\');
  }
  markdown(text);
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
