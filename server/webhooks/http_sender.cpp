#include <httplib.h>
#include <netdb.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "protocol/base/ascii.hpp"
#include "protocol/base/try.hpp"
#include "server/limits.hpp"
#include "server/webhooks/deadline.hpp"
#include "server/webhooks/public_address.hpp"
#include "server/webhooks/sender.hpp"

namespace plenary::server {
namespace {

constexpr const char* kJson = "application/json";

/// The addresses of a host name now. Blocking.
Result<std::vector<std::string>> addresses_of(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) {
    return Error{Errc::kIo, "the host name is not known"};
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
  std::vector<std::string> addresses;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0) {
      addresses.emplace_back(text.data());
    }
  }
  return addresses;
}

/// Posts to that very address, so that a name cannot mean another one by then.
template <class Client>
Result<int> post_to(Client& client, const HookUrl& url, const std::string& address,
                    const httplib::Headers& headers, const std::string& body) {
  Deadline deadline(kWebhookTime, kWebhookTotalBytesMax);
  client.set_socket_options([&deadline](socket_t socket) { deadline.watch(socket); });
  client.set_hostname_addr_map({{url.host, address}});
  client.set_connection_timeout(kWebhookTime / 3);
  client.set_read_timeout(kWebhookTime / 3);
  client.set_write_timeout(kWebhookTime / 3);
  client.set_follow_location(false);
  // Nobody uses the answer's body, so a long one is not waited for.
  std::size_t bytes = 0;
  httplib::Request request;
  request.method = "POST";
  request.path = url.target;
  request.headers = headers;
  request.headers.emplace("Content-Type", kJson);
  request.body = body;
  int status = 0;
  request.response_handler = [&status](const httplib::Response& response) {
    status = response.status;
    return true;
  };
  request.content_receiver = [&bytes](const char*, std::size_t size, std::uint64_t, std::uint64_t) {
    bytes += size;
    return bytes <= kWebhookAnswerBytesMax;
  };
  const httplib::Result result = client.send(request);
  if (result) {
    return result->status;
  }
  if (status == 0) {  // else the rest of the answer was not waited for
    return Error{Errc::kIo, deadline.has_passed() ? "it did not answer in time, or said too much"
                                                  : httplib::to_string(result.error())};
  }
  return status;
}

class HttpSender final : public HookSender {
 public:
  explicit HttpSender(bool allow_private) : allow_private_(allow_private) {}

  Result<int> post(const HookUrl& url, const std::multimap<std::string, std::string>& headers,
                   const std::string& body) override {
    PLENARY_TRY(const auto addresses, addresses_of(url.host));
    for (const std::string& address : addresses) {
      if (!allow_private_ && !is_public_address(address)) {
        return Error{Errc::kRejected, "the address is not a public one"};
      }
    }
    const httplib::Headers sent(headers.begin(), headers.end());
    if (url.encrypted) {
      httplib::SSLClient client(url.host, url.port);
      client.enable_server_certificate_verification(true);
      return post_to(client, url, addresses.front(), sent, body);
    }
    httplib::Client client(url.host, url.port);
    return post_to(client, url, addresses.front(), sent, body);
  }

 private:
  const bool allow_private_;
};

}  // namespace

Result<HookUrl> parse_hook_url(const std::string& text) {
  HookUrl url;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    url.encrypted = false;
    url.port = 80;
  } else {
    return Error{Errc::kMalformed, "\"url\" must begin with https:// or http://"};
  }
  const std::size_t slash = rest.find_first_of("/?#");
  std::string_view authority = rest.substr(0, slash);
  url.target = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
  const bool printable = text.find_first_of(" \t\r\n\\") == std::string::npos;
  if (authority.find('@') != std::string_view::npos || url.target.front() != '/' ||
      url.target.find('#') != std::string::npos || !printable ||
      text.size() > kWebhookUrlBytesMax) {
    return Error{Errc::kMalformed,
                 "\"url\" must be an address such as https://example.org/hook, without user, "
                 "password and fragment"};
  }
  if (authority.starts_with('[')) {
    const std::size_t end = std::min(authority.find(']'), authority.size());
    url.host = end == authority.size() ? std::string_view() : authority.substr(1, end - 1);
    authority = authority.substr(std::min(end + 1, authority.size()));
  } else {
    const std::size_t colon = authority.find(':');
    url.host = authority.substr(0, colon);
    authority = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
  }
  if (authority.starts_with(':')) {
    url.port = ascii::whole_number<int>(authority.substr(1)).value_or(0);
  }
  if (url.host.empty() || url.port < 1 || url.port > 65535) {
    return Error{Errc::kMalformed, "\"url\" must have a host name, and a port from 1 to 65535"};
  }
  return url;
}

std::unique_ptr<HookSender> make_http_sender(bool allow_private) {
  return std::make_unique<HttpSender>(allow_private);
}

}  // namespace plenary::server
