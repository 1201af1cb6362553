#include "protocol/markup/markdown_source.hpp"

#include <cstddef>

namespace plenary::markup {

std::string prepare(std::string_view bytes) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (bytes.starts_with(kMark)) {
    bytes.remove_prefix(kMark.size());
  }
  std::string out;
  out.reserve(bytes.size() + 1);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') {
      continue;
    }
    if (c == '\r' || c == '\f' || c == '\v') {
      out += '\n';
    } else if (c == '\0') {
      out += "\xef\xbf\xbd";
    } else if (static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t' || c == '\n') {
      out += c;
    }
  }
  if (out.empty() || out.back() != '\n') {
    out += '\n';
  }
  return out;
}

}  // namespace plenary::markup
