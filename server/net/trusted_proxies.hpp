#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "protocol/base/result.hpp"
#include "server/net/byte_socket.hpp"

namespace plenary::server {

/// The proxies whose headers name the sender of a request. The same headers from any other client
/// are ignored: it could write any address. Immutable; thread: any.
class TrustedProxies {
 public:
  /// None.
  TrustedProxies() = default;
  /// Of addresses and networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". Error kMalformed, in words.
  [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

  /// Whether this is the address of one of them.
  [[nodiscard]] bool trusts(std::string_view address) const { return has(address); }
  /// The sender of a request. If `direct` is not one of these proxies, it is `direct`. Else it is
  /// the last address in X-Forwarded-For that is not a trusted proxy, and its connection is
  /// encrypted if the last value of X-Forwarded-Proto is https. Several lines of a header: joined
  /// with commas, in their order. An entry that is no address hides those before it: the last
  /// address found counts.
  [[nodiscard]] Caller see(const Caller& direct, std::string_view forwarded_for,
                           std::string_view forwarded_proto) const;

 private:
  [[nodiscard]] bool has(std::string_view address) const;

  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace plenary::server
