#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/access/directory_change.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

Timestamp later(Timestamp now, std::chrono::hours by) {
  return {now.ms + std::chrono::milliseconds(by).count()};
}

Error taken() {
  return {Errc::kVersionConflict, "there is an account with this e-mail address already"};
}

/// Adds to `change` the end of everything that was had with an account's password besides its
/// sessions: tokens, and resets that are pending. A password changes because somebody else may know
/// it.
template <class Change>
void end_tokens_and_resets(Change& change, const DirectoryState& state,
                           const std::string& account) {
  for (const auto& [id, token] : state.rows<ApiToken>()) {
    if (token.account == account) {
      change.template erase<ApiToken>(id);
    }
  }
  for (const auto& [id, reset] : state.rows<PasswordReset>()) {
    if (reset.account == account) {
      change.template erase<PasswordReset>(id);
    }
  }
}

}  // namespace

/// The row whose secret this is, if it has not expired.
template <class Row>
std::optional<Row> Directory::live_row(std::string_view secret) const {
  const SecretHash kept = hash_secret(secret);
  const std::shared_lock lock(mutex_);
  const Row* row = state_.find<Row>(kept.id);
  if (row == nullptr || !same_hash(row->hash, kept.hash) ||
      !DirectoryState::is_live(row->expires_at, clock_.now())) {
    return std::nullopt;
  }
  return *row;
}
template std::optional<Invitation> Directory::live_row(std::string_view) const;
template std::optional<PasswordReset> Directory::live_row(std::string_view) const;
template std::optional<ShareLink> Directory::live_row(std::string_view) const;
template std::optional<ApiToken> Directory::live_row(std::string_view) const;

/// Requires: writers_ is held.
Result<Account> Directory::checked(NewAccount wanted) const {
  Account account;
  PLENARY_TRY(account.email, fold_email(wanted.email));
  PLENARY_TRY(account.display_name, clean_line(wanted.display_name, "the name"));
  PLENARY_TRY(account.affiliation, clean_line(wanted.affiliation, "the affiliation", true));
  if (state_.account_of_email(account.email) != nullptr) {
    return taken();
  }
  if (state_.rows<Account>().size() >= kAccountsMax) {
    return too_many("accounts", kAccountsMax);
  }
  account.id = random_row_id();
  account.password = std::move(wanted.password_hash);
  account.created_at = clock_.now();
  return account;
}

std::string Directory::set_up_secret() const {
  const std::shared_lock lock(mutex_);
  return set_up_secret_;
}

Result<Account> Directory::set_up(std::string_view secret, NewAccount wanted) {
  const std::lock_guard writing(writers_);
  if (set_up_secret_.empty() ||
      !same_hash(hash_secret(secret).hash, hash_secret(set_up_secret_).hash)) {
    return no_such("set-up address");
  }
  PLENARY_TRY(Account account, checked(std::move(wanted)));
  account.administrator = true;
  Change change(account.author(), clock_.now());
  change.put(account);
  change.audit("account.set_up", account.author());
  PLENARY_TRY_VOID(commit(std::move(change)));
  return account;
}

std::optional<Account> Directory::account(std::string_view id) const {
  const std::shared_lock lock(mutex_);
  const Account* found = state_.find<Account>(id);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<Account> Directory::account_of_email(std::string_view email) const {
  const Result<std::string> folded = fold_email(email);
  const std::shared_lock lock(mutex_);
  const Account* found = folded ? state_.account_of_email(*folded) : nullptr;
  return found == nullptr ? std::nullopt : std::optional(*found);
}

Result<Account> Directory::change_account(const Identity& by, const std::string& id,
                                          AccountChange wanted) {
  const std::lock_guard writing(writers_);
  const Account* before = state_.find<Account>(id);
  if (before == nullptr) {
    return no_such("account");
  }
  Account account = *before;
  if (wanted.email) {
    PLENARY_TRY(account.email, fold_email(*wanted.email));
    const Account* other = state_.account_of_email(account.email);
    if (other != nullptr && other->id != id) {
      return taken();
    }
  }
  if (wanted.display_name) {
    PLENARY_TRY(account.display_name, clean_line(*wanted.display_name, "the name"));
  }
  if (wanted.affiliation) {
    PLENARY_TRY(account.affiliation, clean_line(*wanted.affiliation, "the affiliation", true));
  }
  account.administrator = wanted.administrator.value_or(account.administrator);
  account.disabled = wanted.disabled.value_or(account.disabled);
  const auto administers = [](const Account& a) { return a.administrator && !a.disabled; };
  if (administers(*before) && !administers(account) && state_.administrators() == 1) {
    return Error{Errc::kRejected, "this is the last administrator: make another one first"};
  }
  Change change(by.name, clock_.now());
  if (account.disabled && !before->disabled) {
    end_all_sessions(change, id, {});
  }
  change.put(account);
  change.audit("account.change", account.author(), {},
               account.disabled        ? "disabled"
               : account.administrator ? "administrator"
                                       : "");
  PLENARY_TRY_VOID(commit(std::move(change)));
  return account;
}

Result<void> Directory::set_password(const Identity& by, const std::string& id,
                                     std::string password_hash, const std::string& kept_session) {
  const std::lock_guard writing(writers_);
  const Account* found = state_.find<Account>(id);
  if (found == nullptr) {
    return no_such("account");
  }
  Account account = *found;
  account.password = std::move(password_hash);
  Change change(by.name, clock_.now());
  end_all_sessions(change, id, kept_session);
  end_tokens_and_resets(change, state_, id);
  change.put(account);
  change.audit("account.password", account.author());
  return commit(std::move(change));
}

Result<WithSecret<Invitation>> Directory::invite(const Identity& by, InvitationTerms terms) {
  const std::lock_guard writing(writers_);
  if (state_.rows<Invitation>().size() >= kInvitationsMax) {
    return too_many("invitations", kInvitationsMax);
  }
  Secret secret = make_secret(kSessionSecretBytes);
  Invitation row{secret.kept.id, secret.kept.hash, {}, by.name, terms.administrator, {}, {}};
  if (!terms.email.empty()) {
    PLENARY_TRY(row.email, fold_email(terms.email));
  }
  for (std::string& group : terms.groups) {
    if (state_.find<Group>(group) == nullptr) {
      return no_such("group");
    }
    row.groups.push_back(std::move(group));
  }
  row.expires_at = later(clock_.now(), kInvitationTime);
  Change change(by.name, clock_.now());
  change.put(row);
  change.audit("invitation.make", row.id, {}, row.administrator ? "administrator" : "");
  PLENARY_TRY_VOID(commit(std::move(change)));
  return WithSecret<Invitation>{std::move(row), std::move(secret.text)};
}

std::optional<Invitation> Directory::invitation(std::string_view secret) const {
  return live_row<Invitation>(secret);
}

Result<Account> Directory::accept_invitation(std::string_view secret, NewAccount wanted) {
  const std::lock_guard writing(writers_);
  const auto invitation = live_row<Invitation>(secret);
  if (!invitation) {
    return no_such("invitation");
  }
  PLENARY_TRY(Account account, checked(std::move(wanted)));
  account.administrator = invitation->administrator;
  Change change(account.author(), clock_.now());
  change.put(account);
  for (const std::string& id : invitation->groups) {
    const Group* found = state_.find<Group>(id);
    if (found != nullptr && found->members.size() < kGroupMembersMax) {
      Group group = *found;
      group.members.insert(std::lower_bound(group.members.begin(), group.members.end(), account.id),
                           account.id);
      change.put(std::move(group));
    }
  }
  change.erase<Invitation>(invitation->id);
  change.audit("invitation.accept", invitation->id, {}, "by " + invitation->by);
  PLENARY_TRY_VOID(commit(std::move(change)));
  return account;
}

Result<void> Directory::withdraw_invitation(const Identity& by, const std::string& id) {
  const std::lock_guard writing(writers_);
  if (state_.find<Invitation>(id) == nullptr) {
    return no_such("invitation");
  }
  Change change(by.name, clock_.now());
  change.erase<Invitation>(id);
  change.audit("invitation.withdraw", id);
  return commit(std::move(change));
}

Result<WithSecret<PasswordReset>> Directory::make_reset(const Identity& by,
                                                        const std::string& account) {
  const std::lock_guard writing(writers_);
  if (state_.find<Account>(account) == nullptr) {
    return no_such("account");
  }
  if (state_.rows<PasswordReset>().size() >= kInvitationsMax) {
    return too_many("password resets", kInvitationsMax);
  }
  Secret secret = make_secret(kSessionSecretBytes);
  PasswordReset row{secret.kept.id, secret.kept.hash, account, later(clock_.now(), kResetTime)};
  Change change(by.name, clock_.now());
  change.put(row);
  change.audit("reset.make", author_of(account));
  PLENARY_TRY_VOID(commit(std::move(change)));
  return WithSecret<PasswordReset>{std::move(row), std::move(secret.text)};
}

bool Directory::is_reset(std::string_view secret) const {
  return live_row<PasswordReset>(secret).has_value();
}

Result<Account> Directory::use_reset(std::string_view secret, std::string password_hash) {
  const std::lock_guard writing(writers_);
  const auto reset = live_row<PasswordReset>(secret);
  const Account* found = reset ? state_.find<Account>(reset->account) : nullptr;
  if (found == nullptr) {
    return no_such("password reset");
  }
  Account account = *found;
  account.password = std::move(password_hash);
  Change change(account.author(), clock_.now());
  end_all_sessions(change, account.id, {});
  end_tokens_and_resets(change, state_, account.id);
  change.put(account);
  change.audit("reset.use", account.author());
  PLENARY_TRY_VOID(commit(std::move(change)));
  return account;
}

}  // namespace plenary::server
