#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "server/access/identity.hpp"

/// Signed tokens (RFC 7519, in the compact form of RFC 7515), with which an embedding application
/// vouches for its own users. Only a small part of the standards, so that there is little to get
/// wrong: two algorithms, one key for each issuer, no header but `alg` decides anything (ADR 9).
namespace plenary::server {

enum class JwtAlgorithm : std::uint8_t { kHs256, kEdDsa };

/// One application that may vouch for people.
struct JwtIssuer {
  std::string issuer;    // the value of `iss`
  std::string audience;  // must be, or be among, `aud`
  JwtAlgorithm algorithm{JwtAlgorithm::kHs256};
  std::string key;  // HS256: 32 bytes or more; EdDSA: the 32 bytes of an Ed25519 public key
};

/// Error kMalformed, in words for the operator, if the key or a name cannot be.
[[nodiscard]] Result<void> check_issuer(const JwtIssuer& issuer);

/// The identity that a token vouches for: kind kVouched, with `exp` as its end.
///
/// Claims: `iss`, `aud`, `sub`, `exp` must be there; `nbf` and `iat` hold if they are; times with
/// kJwtLeeway. `name` is the display name. `papers` gives roles: {"<id>" or "*": "reader" or
/// {"role":"reader","history":true}}. Other claims are passed over.
/// Error kRejected, always in the same words: which part was wrong is not the sender's business.
/// Requires: every issuer passed check_issuer; sodium_init was called.
/// Thread: any (pure). Cost: microseconds (HS256), some 100 µs (EdDSA); bounded by kJwtBytesMax.
[[nodiscard]] Result<Identity> verify_jwt(std::string_view token,
                                          const std::vector<JwtIssuer>& issuers, Timestamp now);

}  // namespace plenary::server
