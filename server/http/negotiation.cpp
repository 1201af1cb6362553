#include "server/http/negotiation.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "protocol/base/ascii.hpp"

namespace plenary::server {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

/// Takes the part before `mark` off the front of `rest`.
std::string_view take(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view part = ascii::trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

/// False for a weight of zero: "q=0", "q=0.000".
bool is_wanted(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = take(parameters, ';');
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      return parameter.substr(2).find_first_not_of("0.") != std::string_view::npos;
    }
  }
  return true;
}

}  // namespace

std::string_view header(const HttpRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : found->second;
}

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    std::string_view element = take(accept_encoding, ',');
    const std::string_view name = take(element, ';');
    if (same_word(name, coding)) {
      return is_wanted(element);
    }
    any = any || (name == "*" && is_wanted(element));
  }
  return any;
}

std::optional<std::string> parameter(const HttpRequest& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  return ascii::whole_number<std::uint64_t>(text);
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view candidate = take(if_none_match, ',');  // our own tags hold no comma
    if (candidate == "*") {
      return true;
    }
    if (candidate.starts_with("W/")) {
      candidate.remove_prefix(2);
    }
    if (candidate == etag) {
      return true;
    }
  }
  return false;
}

bool is_json(std::string_view content_type) {
  return same_word(take(content_type, ';'), "application/json");
}

bool is_picture(std::string_view content_type) {
  return same_word(take(content_type, '/'), "image") && !content_type.empty();
}

HttpResponse with_etag(const HttpRequest& request, HttpResponse response, const std::string& etag) {
  response.headers.emplace_back("etag", etag);
  if (etag_matches(header(request, "if-none-match"), etag)) {
    response.status = 304;
    response.body = std::make_shared<const std::string>();
  }
  return response;
}

}  // namespace plenary::server
