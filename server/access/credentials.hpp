#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/access/directory.hpp"
#include "server/access/jwt.hpp"

namespace plenary::server {

/// The cookie that holds a session's secret.
inline constexpr std::string_view kSessionCookie = "plenary_session";

/// What a request says of who sent it. `bearer` comes first: a program that has both means it.
struct Credentials {
  std::string session;  // the cookie's value; empty: none
  std::string bearer;   // of `Authorization: Bearer`; empty: none
};

/// Reads the values of the headers `cookie` and `authorization`; empty where there is none.
/// Whatever is not understood is as if it were not there. Thread: any (pure).
[[nodiscard]] Credentials read_credentials(std::string_view cookie, std::string_view authorization);

/// Says who somebody is. Thread: any; does not block.
class Doorman {
 public:
  /// Open mode: everybody is one.
  Doorman() = default;
  /// Lifetime: directory and clock outlive it. Requires: the issuers passed check_issuer.
  Doorman(const Directory& directory, const Clock& clock, std::vector<JwtIssuer> issuers)
      : directory_(&directory), clock_(&clock), issuers_(std::move(issuers)) {}

  /// Nobody, if the credentials are missing, wrong or have expired.
  [[nodiscard]] Identity identify(const Credentials& credentials) const;

 private:
  const Directory* directory_{nullptr};
  const Clock* clock_{nullptr};
  std::vector<JwtIssuer> issuers_;
};

}  // namespace plenary::server
