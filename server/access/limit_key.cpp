#include "server/access/limit_key.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace plenary::server {

std::string subscriber_part(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));
  std::array<char, sizeof(in6_addr)> bytes{};
  constexpr std::size_t kSubscriberBytes = 8;
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
    return text;
  }
  in6_addr parsed{};
  std::memcpy(&parsed, bytes.data(), bytes.size());
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) {
    return text.substr(text.rfind(':') + 1);
  }
  return {bytes.data(), kSubscriberBytes};
}

std::string limit_key(const Identity& who, std::string_view address) {
  switch (who.kind) {
    case Identity::Kind::kAccount:
    case Identity::Kind::kToken:
    case Identity::Kind::kVouched:
      return who.name;
    case Identity::Kind::kNobody:
    case Identity::Kind::kEverybody:
    case Identity::Kind::kGuest:
      break;
  }
  return "@" + subscriber_part(address);
}

}  // namespace plenary::server
