#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/access/directory.hpp"
#include "server/access/jwt.hpp"

namespace plenary::server {

/// The cookie that holds a session's secret.
inline constexpr std::string_view kSessionCookie = "plenary_session";

/// The credentials of a request. `bearer` comes first: a program that sends both means it.
struct Credentials {
  std::string session;  // the cookie's value; empty: none
  std::string bearer;   // of `Authorization: Bearer`; empty: none
};

/// Reads the values of the headers `cookie` and `authorization`; empty where there is none.
/// A value that cannot be read counts as missing. Thread: any (pure).
[[nodiscard]] Credentials read_credentials(std::string_view cookie, std::string_view authorization);

/// Finds the identity that credentials belong to. Thread: any; does not block.
class Doorman {
 public:
  /// Open mode: all people are one identity.
  Doorman() = default;
  /// Lifetime: directory and clock outlive it. Requires: the issuers passed check_issuer.
  Doorman(const Directory& directory, const Clock& clock, std::vector<JwtIssuer> issuers)
      : directory_(&directory), clock_(&clock), issuers_(std::move(issuers)) {}

  /// Returns kNobody if the credentials are missing, wrong or expired.
  [[nodiscard]] Identity identify(const Credentials& credentials) const;

 private:
  const Directory* directory_{nullptr};
  const Clock* clock_{nullptr};
  std::vector<JwtIssuer> issuers_;
};

}  // namespace plenary::server
