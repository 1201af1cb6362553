#include "server/net/request_rules.hpp"

#include <algorithm>
#include <array>

namespace plenary::server {
namespace {

/// Fields that may come once. Of two values, a proxy and this server might believe different ones.
constexpr std::array<std::string_view, 6> kOnlyOnce{
    "authorization", "content-length", "content-type", "host", "origin", "transfer-encoding"};

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// True for a host name or address, with or without a port, that has no character which would end
/// it early or begin another part of an address.
bool is_host(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '/' && c != '@' && c != '?' && c != '#' && c != ',' &&
           c != '\\';
  });
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The fault that byte `i` makes, given the one before it.
std::string_view fault_at(std::string_view bytes, std::size_t i) {
  const char c = bytes[i];
  const char before = i == 0 ? '\0' : bytes[i - 1];
  if (c == '\0') {
    return "The header has a NUL byte.";
  }
  if ((c == '\n') != (before == '\r')) {
    return "A line of the header ends with something else than CR LF.";
  }
  if (before == '\n' && (c == ' ' || c == '\t')) {
    return "A line of the header begins with a blank.";
  }
  return {};
}

}  // namespace

HeaderScan::State HeaderScan::look(std::string_view bytes) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  for (; looked_at_ < bytes.size(); ++looked_at_) {
    fault_ = fault_at(bytes, looked_at_);
    if (!fault_.empty()) {
      return State::kDone;
    }
    if (bytes[looked_at_] == '\n' && bytes.substr(0, looked_at_ + 1).ends_with(kEnd)) {
      size_ = looked_at_ + 1;
      return State::kDone;
    }
  }
  return State::kMore;
}

std::string_view fault_of_fields(unsigned version, const std::vector<HeaderField>& fields) {
  std::array<const HeaderField*, kOnlyOnce.size()> found{};
  for (const HeaderField& field : fields) {
    const auto name = std::find(kOnlyOnce.begin(), kOnlyOnce.end(), lower_case(field.name));
    if (name == kOnlyOnce.end()) {
      continue;
    }
    const HeaderField*& first = found[static_cast<std::size_t>(name - kOnlyOnce.begin())];
    if (first != nullptr) {
      return "A field of which there may be one is there twice: Host, Origin, Authorization, "
             "Content-Type, Content-Length or Transfer-Encoding.";
    }
    first = &field;
  }
  const auto [authorization, length, type, host, origin, encoding] = found;
  if (host == nullptr && version >= 11) {
    return "There is no Host.";
  }
  if (host != nullptr && !is_host(host->value)) {
    return "The Host is not a name or an address.";
  }
  if (length != nullptr && !is_number(length->value)) {
    return "The Content-Length is not a number.";
  }
  if (encoding != nullptr && length != nullptr) {
    return "There are both a Transfer-Encoding and a Content-Length.";
  }
  if (encoding != nullptr && (version < 11 || lower_case(encoding->value) != "chunked")) {
    return "This Transfer-Encoding is not known here: only 'chunked' is.";
  }
  return {};
}

std::map<std::string, std::string> collect(const std::vector<HeaderField>& fields) {
  std::map<std::string, std::string> headers;
  for (const HeaderField& field : fields) {
    const auto [entry, is_new] = headers.try_emplace(lower_case(field.name), field.value);
    if (!is_new) {
      entry->second += entry->first == "cookie" ? "; " : ", ";
      entry->second += field.value;
    }
  }
  return headers;
}

}  // namespace plenary::server
