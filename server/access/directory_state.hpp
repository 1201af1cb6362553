#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/access/access.hpp"
#include "server/access/rows.hpp"

namespace plenary::server {

/// Rows of one kind by their key; looked up by a view without a copy.
template <class Row>
using Rows = std::map<std::string, Row, std::less<>>;

/// All rows in memory, and indexes of them. Pure; the owner sees to the threads.
class DirectoryState {
 public:
  /// Puts a row in the place of the one with its key; takes one away, if it is there.
  void put(Account row);
  void put(Grant row);
  template <class Row>
  void put(Row row) {
    std::string key = row.key();
    rows(static_cast<Row*>(nullptr)).insert_or_assign(std::move(key), std::move(row));
  }
  template <class Row>
  void erase(std::string_view key) {
    forget(static_cast<Row*>(nullptr), key);
  }

  /// The row of that key, or null. Lifetime: until the next change.
  template <class Row>
  [[nodiscard]] const Row* find(std::string_view key) const {
    const Rows<Row>& all = rows<Row>();
    const auto found = all.find(key);
    return found == all.end() ? nullptr : &found->second;
  }
  template <class Row>
  [[nodiscard]] const Rows<Row>& rows() const {
    return const_cast<DirectoryState*>(this)->rows(static_cast<Row*>(nullptr));
  }
  /// `email`: folded.
  [[nodiscard]] const Account* account_of_email(std::string_view email) const;
  [[nodiscard]] const std::vector<Grant>& grants_of(std::string_view paper) const;
  /// The number of accounts that administer and can log in.
  [[nodiscard]] std::size_t administrators() const;

  /// As Rights, at an instant.
  [[nodiscard]] Standing standing(const Identity& who, std::string_view paper, Timestamp now) const;
  [[nodiscard]] bool is_administrator(const Identity& who, Timestamp now) const;
  [[nodiscard]] bool may_found(const Identity& who, std::string_view paper, Timestamp now) const;

  /// Whether it has not ended at that instant.
  [[nodiscard]] static bool is_live(const LogInSession& session, Timestamp now);
  [[nodiscard]] static bool is_live(const std::optional<Timestamp>& expires_at, Timestamp now) {
    return !expires_at || now < *expires_at;
  }

 private:
  Rows<Account>& rows(Account*) { return accounts_; }
  Rows<LogInRecord>& rows(LogInRecord*) { return log_ins_; }
  Rows<Group>& rows(Group*) { return groups_; }
  Rows<Invitation>& rows(Invitation*) { return invitations_; }
  Rows<PasswordReset>& rows(PasswordReset*) { return resets_; }
  Rows<LogInSession>& rows(LogInSession*) { return sessions_; }
  Rows<Grant>& rows(Grant*) { return grants_; }
  Rows<ShareLink>& rows(ShareLink*) { return links_; }
  Rows<Ownership>& rows(Ownership*) { return owners_; }
  Rows<ApiToken>& rows(ApiToken*) { return tokens_; }

  template <class Row>
  void forget(Row* kind, std::string_view key) {
    Rows<Row>& all = rows(kind);
    if (const auto found = all.find(key); found != all.end()) {
      all.erase(found);
    }
  }
  void forget(Account* kind, std::string_view key);
  void forget(Grant* kind, std::string_view key);

  /// The account that acts, if its session or token holds and it is not disabled.
  [[nodiscard]] const Account* acting(const Identity& who, Timestamp now) const;
  [[nodiscard]] Standing of_account(const Account& account, std::string_view paper) const;
  [[nodiscard]] Standing of_links(const Identity& who, std::string_view paper, Timestamp now) const;

  Rows<Account> accounts_;
  Rows<LogInRecord> log_ins_;
  Rows<Group> groups_;
  Rows<Invitation> invitations_;
  Rows<PasswordReset> resets_;
  Rows<LogInSession> sessions_;
  Rows<Grant> grants_;
  Rows<ShareLink> links_;
  Rows<Ownership> owners_;
  Rows<ApiToken> tokens_;

  // Indexes of the above.
  std::map<std::string, std::string, std::less<>> account_ids_;  // by e-mail
  std::map<std::string, std::vector<Grant>, std::less<>> grants_by_paper_;
};

}  // namespace plenary::server
