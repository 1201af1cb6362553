#include "protocol/markup/safe_link.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace plenary::markup {
namespace {

constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "mailto", "tel"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_scheme(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == y; });
}

}  // namespace

bool safe_link(std::string_view address) noexcept {
  const auto forbidden = [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b <= 0x20 || b == 0x7f;
  };
  if (address.empty() || std::any_of(address.begin(), address.end(), forbidden)) {
    return false;
  }
  const std::size_t end = address.find_first_of(":/?#");
  if (end == std::string_view::npos || address[end] != ':') {
    return true;
  }
  const std::string_view scheme = address.substr(0, end);
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [&](std::string_view allowed) { return same_scheme(scheme, allowed); });
}

}  // namespace plenary::markup
