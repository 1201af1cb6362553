#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"

namespace plenary::json {
namespace {

void append_hex_escape(std::string& out, char16_t unit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    out.push_back(kDigits[(static_cast<unsigned>(unit) >> shift) & 0xf]);
  }
}

/// Writes a character below 0x80 that cannot stand as it is.
void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_hex_escape(out, static_cast<char16_t>(static_cast<unsigned char>(c)));
  }
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// In WTF-8 a lone surrogate is the byte 0xed and then one at or above 0xa0.
bool is_lone_surrogate(std::string_view bytes, std::size_t i) {
  return bytes[i] == '\xed' && i + 2 < bytes.size() &&
         static_cast<unsigned char>(bytes[i + 1]) >= 0xa0;
}

/// Writes 0.digits · 10^(exponent + 1) with the point where JavaScript puts it: plain from 1e-6 up
/// to below 1e21.
void append_digits(std::string& out, std::string_view digits, int exponent) {
  constexpr int kFirstWithExponent = 21;
  constexpr int kSmallestPlain = -6;
  const int count = static_cast<int>(digits.size());
  const auto zeros = [&out](int n) { out.append(static_cast<std::size_t>(n), '0'); };
  if (exponent >= kFirstWithExponent || exponent < kSmallestPlain) {
    out.push_back(digits.front());
    if (count > 1) {
      out.push_back('.');
      out += digits.substr(1);
    }
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
  } else if (exponent < 0) {
    out += "0.";
    zeros(-exponent - 1);
    out += digits;
  } else if (count <= exponent + 1) {
    out += digits;
    zeros(exponent + 1 - count);
  } else {
    out += digits.substr(0, static_cast<std::size_t>(exponent) + 1);
    out.push_back('.');
    out += digits.substr(static_cast<std::size_t>(exponent) + 1);
  }
}

}  // namespace

void append_string(std::string& out, std::string_view wtf8) {
  out.push_back('"');
  std::size_t start = 0;
  for (std::size_t i = 0; i < wtf8.size(); ++i) {
    const bool lone = is_lone_surrogate(wtf8, i);
    if (is_plain(wtf8[i]) && !lone) {
      continue;
    }
    out.append(wtf8.substr(start, i - start));
    if (lone) {
      append_hex_escape(out, utf::to_utf16(wtf8.substr(i, 3)).front());
      i += 2;
    } else {
      append_escaped(out, wtf8[i]);
    }
    start = i + 1;
  }
  out.append(wtf8.substr(start));
  out.push_back('"');
}

void append_string(std::string& out, std::u16string_view units) {
  out.push_back('"');
  for (std::size_t i = 0; i < units.size(); ++i) {
    const char16_t unit = units[i];
    if (unit < 0x80) {
      const char c = static_cast<char>(unit);
      if (is_plain(c)) {
        out.push_back(c);
      } else {
        append_escaped(out, c);
      }
    } else if (utf::is_high_surrogate(unit) && i + 1 < units.size() &&
               utf::is_low_surrogate(units[i + 1])) {
      utf::append_wtf8(out, units.substr(i, 2));
      ++i;
    } else if (utf::is_high_surrogate(unit) || utf::is_low_surrogate(unit)) {
      append_hex_escape(out, unit);
    } else {
      utf::append_wtf8(out, units.substr(i, 1));
    }
  }
  out.push_back('"');
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  if (number == 0) {
    out.push_back('0');  // -0 as well
    return;
  }
  // The shortest digits that read back the same, as d.ddde±x; then laid out as JavaScript does.
  std::array<char, 32> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                     std::fabs(number), std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t e = text.find('e');
  std::string digits(text.substr(0, 1));
  digits += text.substr(std::min<std::size_t>(2, e), e - std::min<std::size_t>(2, e));
  int exponent = 0;
  const char* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(first, text.data() + text.size(), exponent);
  if (number < 0) {
    out.push_back('-');
  }
  append_digits(out, digits, exponent);
}

void append(std::string& out, const Value& value) {
  switch (value.type()) {
    case Value::value_t::object: {
      out.push_back('{');
      bool first = true;
      for (const auto& [key, part] : value.items()) {
        if (!std::exchange(first, false)) {
          out.push_back(',');
        }
        append_string(out, std::string_view(key));
        out.push_back(':');
        append(out, part);
      }
      out.push_back('}');
      return;
    }
    case Value::value_t::array: {
      out.push_back('[');
      bool first = true;
      for (const Value& part : value) {
        if (!std::exchange(first, false)) {
          out.push_back(',');
        }
        append(out, part);
      }
      out.push_back(']');
      return;
    }
    case Value::value_t::string:
      append_string(out, std::string_view(value.get_ref<const std::string&>()));
      return;
    case Value::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Value::value_t::number_integer:
      out += std::to_string(value.get<std::int64_t>());
      return;
    case Value::value_t::number_unsigned:
      out += std::to_string(value.get<std::uint64_t>());
      return;
    case Value::value_t::number_float:
      append_number(out, value.get<double>());
      return;
    case Value::value_t::null:
    case Value::value_t::binary:
    case Value::value_t::discarded:
      out += "null";
      return;
  }
}

std::string to_string(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace plenary::json
