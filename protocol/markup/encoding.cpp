#include "protocol/markup/encoding.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "protocol/base/utf.hpp"
#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

constexpr const char* kAdvice = "save it as UTF-8 in the program that wrote it";

std::string place_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_begin = before.rfind('\n') + 1;  // 0 if there is none
  return "line " + std::to_string(line) + ", byte " + std::to_string(at - line_begin + 1);
}

std::string hex(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'0', 'x', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

/// The length of the character at `at`, or 0 if there is no whole one.
std::size_t character_length(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 4;
  for (std::size_t length = 1; length <= std::min(kLongest, text.size() - at); ++length) {
    if (utf::is_utf8(text.substr(at, length))) {
      return length;
    }
  }
  return 0;
}

Error not_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      break;
    }
    at += length;
  }
  return {Errc::kMalformed, "its encoding is unknown: " + hex(text[at]) + " at " +
                                place_of(text, at) + " is not UTF-8; " + kAdvice};
}

std::size_t lone_half(std::u16string_view units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool pair = utf::is_high_surrogate(units[i]) && i + 1 < units.size() &&
                      utf::is_low_surrogate(units[i + 1]);
    if (!pair && (utf::is_high_surrogate(units[i]) || utf::is_low_surrogate(units[i]))) {
      return i;
    }
    i += pair ? 1 : 0;
  }
  return units.size();
}

Result<std::string> from_utf16(std::string_view bytes, bool big_endian) {
  std::u16string units;
  units.reserve(bytes.size() / 2);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    const unsigned high = big_endian ? first : second;
    units.push_back(static_cast<char16_t>(high << 8U | (big_endian ? second : first)));
  }
  const std::size_t broken = lone_half(units);
  if (broken == units.size() && bytes.size() % 2 == 0) {
    return utf::to_wtf8(units);
  }
  const auto line =
      std::count(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(broken), u'\n');
  return Error{Errc::kMalformed, "it is UTF-16, but line " + std::to_string(line + 1) +
                                     " holds half of a character; " + kAdvice};
}

Result<std::string> decode(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
    return from_utf16(bytes.substr(2), bytes.front() == '\xfe');
  }
  if (bytes.starts_with("\xef\xbb\xbf")) {
    bytes.remove_prefix(3);
  }
  return utf::is_utf8(bytes) ? Result<std::string>(std::string(bytes)) : not_utf8(bytes);
}

}  // namespace

Result<std::string> text_of_file(std::string_view bytes) {
  Result<std::string> text = decode(bytes);
  const std::size_t zero = text ? text->find('\0') : std::string::npos;
  if (zero == std::string::npos) {
    return text;
  }
  return Error{Errc::kMalformed, "it is not a text: 0x00 at " + place_of(*text, zero) +
                                     "; if it is UTF-16 without a byte order mark, " + kAdvice};
}

std::string declared_encoding(std::string_view html) {
  constexpr std::size_t kLooked = 2048;
  const bool marked = html.starts_with("\xff\xfe") || html.starts_with("\xfe\xff") ||
                      html.starts_with("\xef\xbb\xbf");
  std::string head;
  for (const char c : html.substr(0, marked ? 0 : kLooked)) {
    head += to_lower(c);
  }
  constexpr std::string_view kName = "charset";
  for (std::size_t meta = head.find("<meta"); meta != std::string::npos;
       meta = head.find("<meta", meta + 1)) {
    const std::string_view tag = std::string_view(head).substr(meta, head.find('>', meta) - meta);
    const std::size_t name = tag.find(kName);
    if (name == std::string_view::npos) {
      continue;
    }
    std::string_view said = tag.substr(name + kName.size());
    said.remove_prefix(std::min(said.find_first_not_of(" \t\n\r=\"'"), said.size()));
    said = said.substr(0, said.find_first_of(" \t\n\r\"';/"));
    return said.starts_with("utf-8") || said.starts_with("utf-16") || said == "utf8"
               ? std::string()
               : std::string(said);
  }
  return {};
}

}  // namespace plenary::markup
