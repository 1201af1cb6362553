#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/json/value.hpp"
#include "server/access/directory.hpp"

/// Rows of the directory as the API shows them: never a hash. People are named as authors of what
/// they write are: "a-…". Thread: any.
namespace plenary::server {

[[nodiscard]] json::Value account_json(const Account& account);  // for administrators
[[nodiscard]] json::Value person_json(const Account& account);   // for other people: no e-mail
[[nodiscard]] json::Value group_json(const Group& group, const DirectoryState& state);
[[nodiscard]] json::Value invitation_json(const Invitation& invitation);
[[nodiscard]] json::Value session_json(const LogInSession& session, std::string_view current);
[[nodiscard]] json::Value token_json(const ApiToken& token);
[[nodiscard]] json::Value link_json(const ShareLink& link, const DirectoryState& state);
[[nodiscard]] json::Value grant_json(const Grant& grant, const DirectoryState& state);
[[nodiscard]] json::Value audit_json(const AuditEntry& entry, const DirectoryState& state);

/// An instant, or null.
[[nodiscard]] json::Value time_json(const std::optional<Timestamp>& time);

/// What a request asks to change of an account as people know it: its name, affiliation and e-mail.
[[nodiscard]] Result<AccountChange> profile_change(const json::Value& body);

/// The account's id of "a-…"; nothing if it is no such name.
[[nodiscard]] std::optional<std::string> account_id_of(std::string_view author);

}  // namespace plenary::server
