#include "protocol/markup/entities.hpp"

#include <charconv>
#include <cstdint>
#include <unordered_map>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

constexpr std::size_t kLongestName = 32;
constexpr std::size_t kMostDigits = 7;
constexpr std::size_t kMostHexDigits = 6;

using Names = std::unordered_map<std::string_view, std::string>;

std::string characters_of(std::string_view hex) {
  std::string out;
  while (!hex.empty()) {
    const std::size_t end = hex.find('+');
    std::uint32_t c = 0;
    const std::string_view one = hex.substr(0, end);
    std::from_chars(one.data(), one.data() + one.size(), c, 16);
    append_utf8(out, c);
    hex.remove_prefix(end == std::string_view::npos ? hex.size() : end + 1);
  }
  return out;
}

const Names& names() {
  static const Names all = [] {
    Names read;
    std::string_view rest = kNamedReferences;
    while (!rest.empty()) {
      const std::size_t name_end = rest.find(' ');
      const std::size_t end = rest.find(' ', name_end + 1);
      read.emplace(rest.substr(0, name_end),
                   characters_of(rest.substr(name_end + 1, end - name_end - 1)));
      rest.remove_prefix(end + 1);
    }
    return read;
  }();
  return all;
}

std::optional<CharacterReference> numeric(std::string_view text, std::size_t at) {
  std::size_t from = at + 2;
  const bool hex = from < text.size() && to_lower(text[from]) == 'x';
  from += hex ? 1 : 0;
  const std::string_view digits = text.substr(std::min(from, text.size()), kMostDigits);
  std::uint32_t c = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), c, hex ? 16 : 10);
  const auto count = static_cast<std::size_t>(end - digits.data());
  const bool ends = from + count < text.size() && text[from + count] == ';';
  if (error != std::errc() || count == 0 || count > (hex ? kMostHexDigits : kMostDigits) || !ends) {
    return std::nullopt;
  }
  const bool valid = c != 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
  CharacterReference reference{.text = {}, .length = from + count + 1 - at};
  append_utf8(reference.text, valid ? c : 0xfffd);
  return reference;
}

}  // namespace

std::optional<CharacterReference> reference_at(std::string_view text, std::size_t at) {
  if (at + 1 < text.size() && text[at + 1] == '#') {
    return numeric(text, at);
  }
  const std::string_view rest = text.substr(at + 1, kLongestName + 1);
  std::size_t length = 0;
  while (length < rest.size() && (is_letter(rest[length]) || is_digit(rest[length]))) {
    ++length;
  }
  if (length == 0 || length == rest.size() || rest[length] != ';') {
    return std::nullopt;
  }
  const auto found = names().find(rest.substr(0, length));
  if (found == names().end()) {
    return std::nullopt;
  }
  return CharacterReference{.text = found->second, .length = length + 2};
}

namespace {

std::string resolve(std::string_view text, bool escapes) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (escapes && text[at] == '\\' && at + 1 < text.size() && is_ascii_punctuation(text[at + 1])) {
      out += text[++at];
      continue;
    }
    if (text[at] == '&') {
      if (const auto reference = reference_at(text, at)) {
        out += reference->text;
        at += reference->length - 1;
        continue;
      }
    }
    out += text[at];
  }
  return out;
}

}  // namespace

std::string unescape(std::string_view text) {
  return resolve(text, true);
}

std::string decode_references(std::string_view text) {
  return resolve(text, false);
}

}  // namespace plenary::markup
