#include "server/papers/title.hpp"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <vector>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"

namespace plenary::server {
namespace {

/// Characters that a person would call a space.
bool is_space(char16_t unit) {
  return unit == u' ' || unit == u'\u00a0' || unit == u'\u3000';
}

bool is_control(char16_t unit) {
  const bool line_end = unit == u'\u2028' || unit == u'\u2029';
  return unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || line_end;
}

/// The case rules of Unicode, whatever the environment's language. Debian's C library always has
/// this locale; without it only A to Z would lose their case.
locale_t unicode_locale() {
  static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

char32_t lower(char32_t character) {
  if (unicode_locale() == nullptr) {
    return character >= U'A' && character <= U'Z' ? character + 32 : character;
  }
  return static_cast<char32_t>(::towlower_l(static_cast<wint_t>(character), unicode_locale()));
}

void append_utf16(std::u16string& out, char32_t character) {
  if (character < 0x10000) {
    out += static_cast<char16_t>(character);
  } else {
    out += static_cast<char16_t>(0xd800 + ((character - 0x10000) >> 10));
    out += static_cast<char16_t>(0xdc00 + ((character - 0x10000) & 0x3ff));
  }
}

}  // namespace

Result<std::string> clean_line(std::string_view text, const std::string& what) {
  if (!utf::is_utf8(text)) {
    return Error{Errc::kMalformed, what + " holds half of a character"};
  }
  std::u16string units = utf::to_utf16(text);
  const auto first = std::find_if_not(units.begin(), units.end(), is_space);
  units.erase(units.begin(), first);
  while (!units.empty() && is_space(units.back())) {
    units.pop_back();
  }
  if (std::any_of(units.begin(), units.end(), is_control)) {
    return Error{Errc::kMalformed, what + " is one line, without control characters"};
  }
  const auto halves = std::count_if(units.begin(), units.end(), utf::is_low_surrogate);
  if (units.size() - static_cast<std::size_t>(halves) > kTitleCharactersMax) {
    return Error{Errc::kMalformed,
                 what + " has at most " + std::to_string(kTitleCharactersMax) + " characters"};
  }
  return utf::to_wtf8(units);
}

Result<std::string> clean_title(std::string_view title) {
  PLENARY_TRY(std::string line, clean_line(title, "a title"));
  return line.empty() ? std::string(kUntitled) : std::move(line);
}

std::string fold_case(std::string_view text) {
  const std::u16string units = utf::to_utf16(text);
  std::u16string folded;
  folded.reserve(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    char32_t character = units[i];
    if (utf::is_high_surrogate(units[i]) && i + 1 < units.size()) {
      character = 0x10000 + ((character - 0xd800) << 10) + (units[++i] - 0xdc00u);
    }
    append_utf16(folded, lower(character));
  }
  return utf::to_wtf8(folded);
}

}  // namespace plenary::server
