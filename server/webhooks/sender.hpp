#pragma once

#include <map>
#include <memory>
#include <string>

#include "protocol/base/result.hpp"

namespace plenary::server {

/// The parts of a hook's address.
struct HookUrl {
  bool encrypted{true};
  std::string host;  // a name or an address, IPv6 without brackets
  int port{443};
  std::string target;  // path and query
};
/// An http or https address without user or fragment. Error kMalformed, in words.
[[nodiscard]] Result<HookUrl> parse_hook_url(const std::string& url);

/// Posts to hooks. Thread: any, several at once; blocks for kWebhookTime at most.
class HookSender {
 public:
  HookSender() = default;
  HookSender(const HookSender&) = delete;
  HookSender& operator=(const HookSender&) = delete;
  virtual ~HookSender() = default;

  /// The status of the answer; redirects are not followed. Errors: kRejected: the address is not
  /// public; kIo: no answer, in words.
  [[nodiscard]] virtual Result<int> post(const HookUrl& url,
                                         const std::multimap<std::string, std::string>& headers,
                                         const std::string& body) = 0;
};

/// Over the network. `allow_private`: also to this machine and to private networks.
[[nodiscard]] std::unique_ptr<HookSender> make_http_sender(bool allow_private);

}  // namespace plenary::server
