#include "protocol/markup/plain_address.hpp"

#include <algorithm>
#include <array>

namespace plenary::markup {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool starts_with(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(), [](char want, char c) {
           return want == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
         });
}

/// Bytes from the start of `text` to the end of the address that it begins with.
std::size_t length_of(std::string_view text) {
  const auto* end = std::find_if(text.begin(), text.end(), [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b <= 0x20 || b == 0x7f || c == '<' || c == '>';
  });
  auto length = static_cast<std::size_t>(end - text.begin());
  while (length > 0 &&
         std::string_view(".,:;!?\"')]}*_~").find(text[length - 1]) != std::string_view::npos) {
    --length;
  }
  return length;
}

}  // namespace

PlainAddress find_address(std::string_view text) {
  struct Beginning {
    std::string_view text;
    std::string_view scheme;
  };
  constexpr std::array<Beginning, 3> kBeginnings = {
      {{"http://", ""}, {"https://", ""}, {"www.", "http://"}}};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool may_begin = c == 'h' || c == 'H' || c == 'w' || c == 'W';
    if (!may_begin || (at > 0 && is_letter(text[at - 1]))) {
      continue;
    }
    for (const Beginning& beginning : kBeginnings) {
      if (!starts_with(text.substr(at), beginning.text)) {
        continue;
      }
      const std::size_t length = length_of(text.substr(at));
      if (length > beginning.text.size()) {
        return {.at = at, .length = length, .scheme = beginning.scheme};
      }
    }
  }
  return {};
}

}  // namespace plenary::markup
