#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "server/api/creation.hpp"
#include "server/api/thread_requests.hpp"
#include "server/http/json_body.hpp"
#include "server/runtime/times.hpp"
#include "server/webhooks/sender.hpp"

// Any bytes as the body of each request that has one, as a query, an instant, and a webhook's
// address.

namespace plenary::server {
namespace {

void check_body(std::string_view bytes) {
  for (const auto& named : {decode_start(bytes), decode_reply(bytes, 1), decode_edit(bytes, 1),
                            decode_thread_change(bytes, 1), decode_reaction(bytes, 1)}) {
    if (named) {
      PLENARY_ASSERT(threads::from_json(threads::to_json({"a-1", named->author}, named->event)),
                     "what is taken can be stored");
    }
  }
  static_cast<void>(decode_read(bytes));
  static_cast<void>(decode_creation(bytes));
  static_cast<void>(decode_paper_change(bytes));
  if (const auto object = parse_object(bytes, {"a", "b"})) {
    static_cast<void>(texts_member(*object, "a"));
    static_cast<void>(time_member(*object, "a"));
    static_cast<void>(flag_member(*object, "b"));
    static_cast<void>(whole_member(*object, "b"));
  }
}

void check_query(std::string_view bytes) {
  HttpRequest request;
  constexpr const char* kNames[] = {"limit", "cursor", "version", "from",  "to",
                                    "order", "unread", "state",   "query", "anchor"};
  for (const char* name : kNames) {
    const std::size_t end = bytes.find('\n');
    request.query[name] = std::string(bytes.substr(0, end));
    bytes = end == std::string_view::npos ? std::string_view() : bytes.substr(end + 1);
  }
  if (const auto query = decode_thread_query(request)) {
    PLENARY_ASSERT(query->limit >= 1 && query->limit <= kThreadPageMax, "a page has an end");
  }
}

void check_words(std::string_view bytes) {
  if (const auto time = from_rfc3339(bytes)) {
    PLENARY_ASSERT(from_rfc3339(to_rfc3339(*time))->ms == time->ms,
                   "an instant is written as it is");
  }
  if (const auto url = parse_hook_url(std::string(bytes))) {
    PLENARY_ASSERT(!url->host.empty() && url->target.front() == '/' && url->port > 0,
                   "an address leads somewhere");
    PLENARY_ASSERT(url->host.find_first_of(" \r\n@/#?\\") == std::string::npos,
                   "a host has nothing in it that another reader would split");
    PLENARY_ASSERT(url->target.find_first_of(" \r\n") == std::string::npos, "one line");
  }
}

}  // namespace
}  // namespace plenary::server

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  plenary::server::check_body(bytes);
  plenary::server::check_query(bytes);
  plenary::server::check_words(bytes);
  return 0;
}
