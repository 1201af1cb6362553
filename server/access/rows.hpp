#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "server/access/roles.hpp"

/// Accounts, groups, sessions and rights as plain rows. Each is a JSON record of the store, of the
/// kind kKind, under key(). A row holds hashes of secrets, and never a secret.
namespace plenary::server {

struct Account {
  static constexpr std::string_view kKind = "accounts";
  std::string id{};
  std::string email{};  // folded; unique
  std::string display_name{};
  std::string affiliation{};
  std::string password{};  // argon2id, as libsodium writes it
  bool administrator{false};
  bool disabled{false};
  Timestamp created_at{};
  [[nodiscard]] std::string key() const { return id; }
  /// The author of what they write.
  [[nodiscard]] std::string author() const { return "a-" + id; }
};

/// The history of log-ins to an account. There is no row before the first log-in.
struct LogInRecord {
  static constexpr std::string_view kKind = "log_ins";
  std::string account{};
  std::vector<std::string> places{};  // hashes of networks of earlier log-ins; the newest last
  std::int64_t failed{0};             // attempts since the last log-in
  std::int64_t failed_before{0};      // between that log-in and the one before it
  [[nodiscard]] std::string key() const { return account; }
};

/// A working group, for instance.
struct Group {
  static constexpr std::string_view kKind = "groups";
  std::string id{};
  std::string name{};
  std::vector<std::string> members{};  // accounts; sorted
  [[nodiscard]] std::string key() const { return id; }
};

/// Makes one account, once.
struct Invitation {
  static constexpr std::string_view kKind = "invitations";
  std::string id{};
  std::string hash{};
  std::string email{};  // whom it is meant for, or empty; a note, not a condition
  std::string by{};
  bool administrator{false};
  std::vector<std::string> groups{};  // that the account joins
  Timestamp expires_at{};
  [[nodiscard]] std::string key() const { return id; }
};

/// Sets one account's password, once.
struct PasswordReset {
  static constexpr std::string_view kKind = "resets";
  std::string id{};
  std::string hash{};
  std::string account{};
  Timestamp expires_at{};
  [[nodiscard]] std::string key() const { return id; }
};

/// One browser, of an account or of a guest.
struct LogInSession {
  static constexpr std::string_view kKind = "sessions";
  std::string id{};
  std::string hash{};
  std::string account{};             // empty: a guest
  std::string guest_id{};            // of a guest
  std::string guest_name{};          // of a guest
  std::vector<std::string> links{};  // share links that were opened in it
  Timestamp created_at{};
  Timestamp used_at{};  // to the hour or so; it ends kSessionTime later
  [[nodiscard]] std::string key() const { return id; }
};

enum class SubjectKind : std::uint8_t { kAccount, kGroup };

/// The role of an account or a group in a paper.
struct Grant {
  static constexpr std::string_view kKind = "grants";
  std::string paper{};
  SubjectKind kind{SubjectKind::kAccount};
  std::string subject{};
  Role role{Role::kReader};
  bool history{false};
  [[nodiscard]] std::string key() const {
    return paper + (kind == SubjectKind::kAccount ? std::string("\0a", 2) : std::string("\0g", 2)) +
           subject;
  }
};

/// The role in a paper of everybody who has the link's address.
struct ShareLink {
  static constexpr std::string_view kKind = "links";
  std::string id{};
  std::string hash{};
  std::string paper{};
  Role role{Role::kReader};
  bool history{false};
  std::string label{};
  std::string by{};
  Timestamp created_at{};
  std::optional<Timestamp> expires_at{};
  std::optional<Timestamp> used_at{};  // when it was last opened
  [[nodiscard]] std::string key() const { return id; }
};

struct Ownership {
  static constexpr std::string_view kKind = "owners";
  std::string paper{};
  std::string account{};
  [[nodiscard]] std::string key() const { return paper; }
};

/// Lets a program act for an account, with no more than these abilities.
struct ApiToken {
  static constexpr std::string_view kKind = "tokens";
  std::string id{};
  std::string hash{};
  std::string account{};
  std::string label{};
  AbilitySet abilities{};
  Timestamp created_at{};
  std::optional<Timestamp> expires_at{};
  [[nodiscard]] std::string key() const { return id; }
};

/// One action, its author and its time. Never anyone's text, never a secret.
struct AuditEntry {
  static constexpr std::string_view kKind = "audit";
  std::string id{};  // sorts by time
  Timestamp at{};
  std::string by{};     // an identity's name
  std::string what{};   // "link.revoke"
  std::string about{};  // an account's author name, a group's or a link's id, …
  std::string paper{};
  std::string detail{};  // a role, an ability, …
  [[nodiscard]] std::string key() const { return id; }
};

/// The row as JSON, and back. Error kCorrupt: a field is missing or of another kind; a field that
/// is not known is passed over. Thread: any.
template <class Row>
[[nodiscard]] std::string encode_row(const Row& row);
template <class Row>
[[nodiscard]] Result<Row> decode_row(std::string_view json);

}  // namespace plenary::server
