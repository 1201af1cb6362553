#include "protocol/base/utf.hpp"

#include <cstdint>

namespace plenary::utf {
namespace {

char byte(std::uint32_t value) {
  return static_cast<char>(static_cast<unsigned char>(value));
}

void append_code_point(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out.push_back(byte(c));
  } else if (c < 0x800) {
    out.push_back(byte(0xc0 | (c >> 6)));
    out.push_back(byte(0x80 | (c & 0x3f)));
  } else if (c < 0x10000) {
    out.push_back(byte(0xe0 | (c >> 12)));
    out.push_back(byte(0x80 | ((c >> 6) & 0x3f)));
    out.push_back(byte(0x80 | (c & 0x3f)));
  } else {
    out.push_back(byte(0xf0 | (c >> 18)));
    out.push_back(byte(0x80 | ((c >> 12) & 0x3f)));
    out.push_back(byte(0x80 | ((c >> 6) & 0x3f)));
    out.push_back(byte(0x80 | (c & 0x3f)));
  }
}

std::uint32_t combine(char16_t high, char16_t low) {
  return 0x10000u + ((static_cast<std::uint32_t>(high) - 0xd800u) << 10) +
         (static_cast<std::uint32_t>(low) - 0xdc00u);
}

unsigned at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

bool continues(std::string_view bytes, std::size_t i) {
  return i < bytes.size() && (at(bytes, i) & 0xc0) == 0x80;
}

/// Length of the character that starts at `i`, 0 if it is not well formed.
std::size_t character_length(std::string_view bytes, std::size_t i, bool surrogates_allowed) {
  const unsigned lead = at(bytes, i);
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xc2 || lead > 0xf4 || !continues(bytes, i + 1)) {
    return 0;
  }
  if (lead < 0xe0) {
    return 2;
  }
  const unsigned second = at(bytes, i + 1);
  if (!continues(bytes, i + 2)) {
    return 0;
  }
  if (lead < 0xf0) {
    const bool overlong = lead == 0xe0 && second < 0xa0;
    const bool surrogate = lead == 0xed && second >= 0xa0;
    return overlong || (surrogate && !surrogates_allowed) ? 0 : 3;
  }
  const bool overlong = lead == 0xf0 && second < 0x90;
  const bool too_big = lead == 0xf4 && second >= 0x90;
  return overlong || too_big || !continues(bytes, i + 3) ? 0 : 4;
}

bool well_formed(std::string_view bytes, bool surrogates_allowed) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::size_t length = character_length(bytes, i, surrogates_allowed);
    if (length == 0) {
      return false;
    }
    i += length;
  }
  return true;
}

}  // namespace

void append_wtf8(std::string& out, std::u16string_view units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const char16_t unit = units[i];
    if (unit < 0x80) {
      out.push_back(static_cast<char>(unit));
    } else if (is_high_surrogate(unit) && i + 1 < units.size() && is_low_surrogate(units[i + 1])) {
      append_code_point(out, combine(unit, units[++i]));
    } else {
      append_code_point(out, unit);
    }
  }
}

std::string to_wtf8(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  append_wtf8(out, units);
  return out;
}

std::u16string to_utf16(std::string_view bytes) {
  std::u16string out;
  out.reserve(bytes.size());
  std::size_t i = 0;
  while (i < bytes.size()) {
    const unsigned lead = at(bytes, i);
    if (lead < 0x80) {
      out.push_back(static_cast<char16_t>(lead));
      i += 1;
    } else if (lead < 0xe0) {
      out.push_back(static_cast<char16_t>(((lead & 0x1f) << 6) | (at(bytes, i + 1) & 0x3f)));
      i += 2;
    } else if (lead < 0xf0) {
      out.push_back(static_cast<char16_t>(((lead & 0x0f) << 12) | ((at(bytes, i + 1) & 0x3f) << 6) |
                                          (at(bytes, i + 2) & 0x3f)));
      i += 3;
    } else {
      const std::uint32_t c = ((lead & 0x07u) << 18) | ((at(bytes, i + 1) & 0x3fu) << 12) |
                              ((at(bytes, i + 2) & 0x3fu) << 6) | (at(bytes, i + 3) & 0x3fu);
      out.push_back(static_cast<char16_t>(0xd800u + ((c - 0x10000u) >> 10)));
      out.push_back(static_cast<char16_t>(0xdc00u + ((c - 0x10000u) & 0x3ffu)));
      i += 4;
    }
  }
  return out;
}

std::size_t utf16_length(std::string_view bytes) noexcept {
  std::size_t units = 0;
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    units += static_cast<std::size_t>((b & 0xc0) != 0x80) + static_cast<std::size_t>(b >= 0xf0);
  }
  return units;
}

bool is_utf8(std::string_view bytes) noexcept {
  return well_formed(bytes, false);
}

bool is_wtf8(std::string_view bytes) noexcept {
  return well_formed(bytes, true);
}

void append_joining(std::string& head, std::string_view tail) {
  const std::size_t n = head.size();
  const bool high_at_end = n >= 3 && at(head, n - 3) == 0xed && (at(head, n - 2) & 0xf0) == 0xa0;
  const bool low_at_start = tail.size() >= 3 && at(tail, 0) == 0xed && (at(tail, 1) & 0xf0) == 0xb0;
  if (!high_at_end || !low_at_start) {
    head.append(tail);
    return;
  }
  const std::u16string pair =
      to_utf16(std::string_view(head).substr(n - 3)) + to_utf16(tail.substr(0, 3));
  head.resize(n - 3);
  append_wtf8(head, pair);
  head.append(tail.substr(3));
}

}  // namespace plenary::utf
