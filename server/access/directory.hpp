#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/access/access.hpp"
#include "server/access/directory_state.hpp"
#include "server/access/rows.hpp"
#include "server/access/secrets.hpp"
#include "server/runtime/clock.hpp"
#include "storage/records.hpp"

namespace plenary::server {

/// The data of a new account, from its owner.
struct NewAccount {
  std::string email;
  std::string display_name;
  std::string affiliation;
  std::string password_hash;  // from hash_password
};

/// Changes of an account. A member without a value stays.
struct AccountChange {
  std::optional<std::string> email{};
  std::optional<std::string> display_name{};
  std::optional<std::string> affiliation{};
  std::optional<bool> administrator{};
  std::optional<bool> disabled{};
};

struct InvitationTerms {
  std::string email;
  bool administrator{false};
  std::vector<std::string> groups;
};

struct LinkTerms {
  Role role{Role::kReader};
  bool history{false};
  std::string label{};
  std::optional<Timestamp> expires_at{};
};

struct TokenTerms {
  std::string label;
  AbilitySet abilities;
  std::optional<Timestamp> expires_at{};
};

/// A row that was made, and its secret, which nobody can be told again.
template <class Row>
struct WithSecret {
  Row row;
  std::string secret;
};

/// People and their rights: accounts, groups, sessions, grants, links, tokens. In
/// memory; each change is in the store, synced, before it takes effect, and in the audit in the
/// same write.
///
/// It does not ask whether `by` has the right to a change: callers ask Access first.
/// Thread: any. Reads take microseconds. Changes are one at a time and block for a synced write:
/// for pools only.
/// Errors of all changes: those of Store::change_records, and then nothing has changed; kNotFound:
/// no such row, or a secret that is wrong, used up or expired; kMalformed: a name, an address, a
/// role that cannot be, in words for the person; kTooLarge: beyond a limit of limits.hpp;
/// kRejected: not possible, in words; kVersionConflict: the e-mail address is taken.
class Directory final : public Rights {
 public:
  /// Reads all rows. Lifetime: store and clock outlive it. Requires: sodium_init was called.
  [[nodiscard]] static Result<std::unique_ptr<Directory>> load(storage::Records& store,
                                                               const Clock& clock);

  // Rights.
  Standing standing(const Identity& who, std::string_view paper) const override;
  bool is_administrator(const Identity& who) const override;
  bool may_found(const Identity& who, std::string_view paper) const override;
  std::uint64_t generation() const override { return generation_.load(std::memory_order_acquire); }

  /// Calls `tell` after each change that may have taken rights away from somebody, before the next
  /// change begins, on the thread of the change. `tell` may ask for rights and must change nothing.
  /// To be called once, before the first change.
  void when_rights_are_taken(std::function<void()> tell) { rights_taken_ = std::move(tell); }

  /// Reads under the lock: `look` gets the rows and must not keep references to them.
  template <class Look>
  auto read(Look look) const {
    const std::shared_lock lock(mutex_);
    return look(static_cast<const DirectoryState&>(state_));
  }
  /// Returns entries of the audit, the newest first. Blocks: reads the store. Cost: a seek, and the
  /// entries that are returned. Errors: those of the store.
  struct AuditQuery {
    std::string paper{};                  // empty: of the whole server
    std::optional<std::string> before{};  // only entries older than the one with this id
    std::size_t limit{0};
  };
  [[nodiscard]] Result<std::vector<AuditEntry>> audit(const AuditQuery& query) const;
  /// Writes an entry about what happened elsewhere: a document was deleted, restored.
  [[nodiscard]] Result<void> note(const Identity& by, std::string what, std::string paper,
                                  std::string detail = {});
  /// Forgets what has expired and writes down which sessions were used. To be called each minute.
  [[nodiscard]] Result<void> sweep();

  // Set-up: while there is no account, this secret lets its holder make the first one, which
  // administers. Empty when there is an account. New at each start.
  [[nodiscard]] std::string set_up_secret() const;
  [[nodiscard]] Result<Account> set_up(std::string_view secret, NewAccount account);

  // Accounts.
  [[nodiscard]] std::optional<Account> account(std::string_view id) const;
  [[nodiscard]] std::optional<Account> account_of_email(std::string_view email) const;
  /// The last administrator stays one. Disabling ends sessions.
  [[nodiscard]] Result<Account> change_account(const Identity& by, const std::string& id,
                                               AccountChange change);
  /// A password changes because somebody else may know it. So everything that was had with it ends:
  /// all sessions of the account but `kept_session` (empty: all), its tokens, its pending resets,
  /// and its known places but `kept_place` (empty: all).
  [[nodiscard]] Result<void> set_password(const Identity& by, const std::string& id,
                                          std::string password_hash,
                                          const std::string& kept_session,
                                          const std::string& kept_place = {});
  [[nodiscard]] Result<WithSecret<Invitation>> invite(const Identity& by, InvitationTerms terms);
  [[nodiscard]] std::optional<Invitation> invitation(std::string_view secret) const;
  [[nodiscard]] Result<Account> accept_invitation(std::string_view secret, NewAccount account);
  [[nodiscard]] Result<void> withdraw_invitation(const Identity& by, const std::string& id);
  [[nodiscard]] Result<WithSecret<PasswordReset>> make_reset(const Identity& by,
                                                             const std::string& account);
  /// Whether use_reset would take it.
  [[nodiscard]] bool is_reset(std::string_view secret) const;
  /// Sets the password and ends everything that set_password ends.
  [[nodiscard]] Result<Account> use_reset(std::string_view secret, std::string password_hash);

  // Groups.
  [[nodiscard]] Result<Group> make_group(const Identity& by, std::string name);
  [[nodiscard]] Result<void> rename_group(const Identity& by, const std::string& id,
                                          std::string name);
  /// Its grants go with it.
  [[nodiscard]] Result<void> remove_group(const Identity& by, const std::string& id);
  [[nodiscard]] Result<void> add_member(const Identity& by, const std::string& group,
                                        const std::string& account);
  [[nodiscard]] Result<void> remove_member(const Identity& by, const std::string& group,
                                           const std::string& account);

  // Sessions. The secret is the cookie's.
  /// `before`: the session that the browser had; a guest's ends, and what links gave it goes along.
  /// `place`: where the log-in came from, as LogIn names it; remembered as a known place.
  [[nodiscard]] Result<WithSecret<LogInSession>> begin_session(const std::string& account,
                                                               const std::string& before = {},
                                                               const std::string& place = {});
  /// Whether somebody logged in to the account from there before.
  [[nodiscard]] bool knows_place(const std::string& account, const std::string& place) const;
  /// Counts a wrong password. Only in memory, so that it takes the same time as for no account; the
  /// next sweep writes it down, for the audit too.
  void count_failed_log_in(const std::string& account);
  /// Wrong passwords since the log-in before the last one: for the account's owner to see.
  [[nodiscard]] std::int64_t failed_log_ins(const std::string& account) const;
  /// A guest, by a share link.
  [[nodiscard]] Result<WithSecret<LogInSession>> begin_guest(std::string display_name,
                                                             std::string_view link_secret);
  /// Adds what a link gives to a session. Answers the link's row.
  [[nodiscard]] Result<ShareLink> open_link(const std::string& session,
                                            std::string_view link_secret);
  [[nodiscard]] std::optional<ShareLink> link(std::string_view secret) const;
  [[nodiscard]] Result<void> end_session(const std::string& id);
  /// All of an account but `kept` (empty: all).
  [[nodiscard]] Result<void> end_sessions(const std::string& account, const std::string& kept);
  /// The owner of a cookie or a token; kNobody if it is unknown or has ended. Does not
  /// block: for shards.
  [[nodiscard]] Identity identify_session(std::string_view secret) const;
  [[nodiscard]] Identity identify_token(std::string_view secret) const;

  // Rights to a paper.
  /// Makes the account that brought the paper into being its owner, unless it has one.
  [[nodiscard]] Result<void> found(const Identity& by, const std::string& paper);
  /// The owner before stays as an editor.
  [[nodiscard]] Result<void> transfer(const Identity& by, const std::string& paper,
                                      const std::string& account);
  /// Gives or changes a role below owner.
  [[nodiscard]] Result<void> grant(const Identity& by, Grant grant);
  [[nodiscard]] Result<void> revoke(const Identity& by, const Grant& grant);
  [[nodiscard]] Result<WithSecret<ShareLink>> make_link(const Identity& by,
                                                        const std::string& paper, LinkTerms terms);
  [[nodiscard]] Result<void> revoke_link(const Identity& by, const std::string& paper,
                                         const std::string& id);
  [[nodiscard]] std::vector<ShareLink> links_of(std::string_view paper) const;

  // Tokens.
  [[nodiscard]] Result<WithSecret<ApiToken>> make_token(const Identity& by,
                                                        const std::string& account,
                                                        TokenTerms terms);
  [[nodiscard]] Result<void> revoke_token(const Identity& by, const std::string& account,
                                          const std::string& id);

 private:
  class Change;

  Directory(storage::Records& store, const Clock& clock) : store_(store), clock_(clock) {}

  template <class Row>
  [[nodiscard]] Result<void> load_rows();
  [[nodiscard]] Result<void> index_audit();
  [[nodiscard]] Result<void> commit(Change change);
  template <class Row>
  [[nodiscard]] std::optional<Row> live_row(std::string_view secret) const;
  [[nodiscard]] Result<Account> checked(NewAccount account) const;
  void end_all_sessions(Change& change, const std::string& account, const std::string& kept) const;
  void end_what_the_password_gave(Change& change, const std::string& account,
                                  const std::string& kept_session,
                                  const std::string& kept_place) const;
  void write_failed_log_ins(Change& change);
  [[nodiscard]] LogInRecord after_log_in(const std::string& account, const std::string& place);
  [[nodiscard]] LogInRecord log_ins_of(const std::string& account) const;

  storage::Records& store_;
  const Clock& clock_;
  std::mutex writers_;               // held from looking to having changed
  mutable std::shared_mutex mutex_;  // of state_; its writers hold writers_, too
  DirectoryState state_;
  std::atomic<std::uint64_t> generation_{1};
  std::function<void()> rights_taken_;
  std::string set_up_secret_;  // guarded by mutex_
  /// Sessions that were used since the last sweep, with the time.
  mutable std::mutex uses_mutex_;
  mutable std::map<std::string, Timestamp, std::less<>> uses_;
  /// Wrong passwords since the last sweep, by account; guarded by uses_mutex_.
  std::map<std::string, std::int64_t> failed_log_ins_;
};

}  // namespace plenary::server
