#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "protocol/base/result.hpp"
#include "server/net/byte_socket.hpp"

namespace plenary::server {

/// The proxies whose word about who calls is taken; others' headers are anybody's invention.
/// Immutable; thread: any.
class TrustedProxies {
 public:
  /// None.
  TrustedProxies() = default;
  /// Of addresses and networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". Error kMalformed, in words.
  [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

  /// Who calls through these proxies: the last address in X-Forwarded-For that is not one of them,
  /// and whether X-Forwarded-Proto of the last one says https. If `direct` is no such proxy, that
  /// is who calls.
  [[nodiscard]] Caller see(const Caller& direct, std::string_view forwarded_for,
                           std::string_view forwarded_proto) const;

 private:
  [[nodiscard]] bool has(std::string_view address) const;

  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace plenary::server
