#include "server/net/target.hpp"

#include <charconv>
#include <utility>

namespace plenary::server {
namespace {

enum class Part { kPath, kQuery };

/// A slash that was written as %2F is part of a name: in a path it stays as it is.
std::string decode(std::string_view text, Part part) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* first = text.data() + i + 1;
      const auto parsed = std::from_chars(first, first + 2, value, 16);
      const bool slash = part == Part::kPath && value == '/';
      if (parsed.ec == std::errc() && parsed.ptr == first + 2 && !slash) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(value)));
        i += 2;
        continue;
      }
    }
    out.push_back(part == Part::kQuery && text[i] == '+' ? ' ' : text[i]);
  }
  return out;
}

}  // namespace

Target split_target(std::string_view target) {
  Target result;
  const std::size_t question = target.find('?');
  result.path = decode(target.substr(0, question), Part::kPath);
  std::string_view rest =
      question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = pair.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    result.query[decode(pair.substr(0, equals), Part::kQuery)] = decode(value, Part::kQuery);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return result;
}

}  // namespace plenary::server
