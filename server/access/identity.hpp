#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/units.hpp"
#include "server/access/roles.hpp"

namespace plenary::server {

/// A role in one paper, or in all (`paper` is "*"), that a signed token vouches for.
struct VouchedRole {
  std::string paper;
  Role role{Role::kNone};
  bool history{false};
  friend bool operator==(const VouchedRole&, const VouchedRole&) = default;
};

/// The sender of a request or of a socket's messages, found once from its credentials. It does not
/// hold rights (except those of a signed token), so that a right that is taken away is gone at
/// once.
struct Identity {
  enum class Kind : std::uint8_t {
    kNobody,     // did not say who they are
    kEverybody,  // under --open there is only this one
    kAccount,    // logged in
    kGuest,      // came by share links and gave a name
    kToken,      // a program in the name of an account
    kVouched,    // an embedding application vouches for them
  };
  Kind kind{Kind::kNobody};
  /// The author of their operations and the owner of their client ids: "a-…", "g-…", "j-…". Never
  /// an e-mail, never changes, never empty except for nobody and everybody.
  std::string name{};
  std::string display_name{};               // what other people see
  std::string account{};                    // kAccount, kToken
  std::string session{};                    // kAccount, kGuest: the session's id
  std::string token{};                      // kToken: the token's id
  std::vector<VouchedRole> vouched{};       // kVouched
  std::optional<Timestamp> expires_at{};    // from then on it may do nothing; nothing: see session
  AbilitySet abilities{AbilitySet::all()};  // nothing beyond these, whatever the roles say

  [[nodiscard]] static Identity everybody() { return {.kind = Kind::kEverybody}; }
  friend bool operator==(const Identity&, const Identity&) = default;
};

}  // namespace plenary::server
