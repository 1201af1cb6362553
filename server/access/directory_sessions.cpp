#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/access/directory_change.hpp"
#include "server/limits.hpp"

namespace plenary::server {

/// Requires: writers_ is held.
void Directory::end_all_sessions(Change& change, const std::string& account,
                                 const std::string& kept) const {
  for (const auto& [id, session] : state_.rows<LogInSession>()) {
    if (session.account == account && id != kept) {
      change.erase<LogInSession>(id);
    }
  }
}

/// Requires: writers_ is held.
void Directory::end_what_the_password_gave(Change& change, const std::string& account,
                                           const std::string& kept_session,
                                           const std::string& kept_place) const {
  end_all_sessions(change, account, kept_session);
  for (const auto& [id, token] : state_.rows<ApiToken>()) {
    if (token.account == account) {
      change.erase<ApiToken>(id);
    }
  }
  for (const auto& [id, reset] : state_.rows<PasswordReset>()) {
    if (reset.account == account) {
      change.erase<PasswordReset>(id);
    }
  }
  if (const LogInRecord* found = state_.find<LogInRecord>(account); found != nullptr) {
    LogInRecord record = *found;
    std::erase_if(record.places, [&](const std::string& place) { return place != kept_place; });
    change.put(std::move(record));
  }
}

/// The record of an account, new if there is none. Requires: writers_ or mutex_ is held.
LogInRecord Directory::log_ins_of(const std::string& account) const {
  const LogInRecord* found = state_.find<LogInRecord>(account);
  return found == nullptr ? LogInRecord{.account = account} : *found;
}

bool Directory::knows_place(const std::string& account, const std::string& place) const {
  const std::shared_lock lock(mutex_);
  const LogInRecord* record = state_.find<LogInRecord>(account);
  return record != nullptr &&
         std::find(record->places.begin(), record->places.end(), place) != record->places.end();
}

void Directory::count_failed_log_in(const std::string& account) {
  const std::lock_guard lock(uses_mutex_);
  failed_log_ins_[account] += 1;
}

std::int64_t Directory::failed_log_ins(const std::string& account) const {
  std::int64_t count = 0;
  {
    const std::lock_guard lock(uses_mutex_);
    const auto found = failed_log_ins_.find(account);
    count = found == failed_log_ins_.end() ? 0 : found->second;
  }
  const std::shared_lock lock(mutex_);
  const LogInRecord record = log_ins_of(account);
  return count + record.failed + record.failed_before;
}

/// Requires: writers_ is held.
void Directory::write_failed_log_ins(Change& change) {
  std::map<std::string, std::int64_t> counts;
  {
    const std::lock_guard lock(uses_mutex_);
    counts.swap(failed_log_ins_);
  }
  for (const auto& [account, count] : counts) {
    if (state_.find<Account>(account) != nullptr) {
      LogInRecord record = log_ins_of(account);
      record.failed += count;
      change.put(std::move(record));
      change.audit("session.fail", author_of(account), {}, std::to_string(count));
    }
  }
}

/// Adds a log-in to the record. Requires: writers_ is held.
LogInRecord Directory::after_log_in(const std::string& account, const std::string& place) {
  LogInRecord record = log_ins_of(account);
  {
    const std::lock_guard lock(uses_mutex_);
    const auto pending = failed_log_ins_.find(account);
    if (pending != failed_log_ins_.end()) {
      record.failed += pending->second;
      failed_log_ins_.erase(pending);
    }
  }
  record.failed_before = std::exchange(record.failed, 0);
  if (!place.empty()) {
    std::erase(record.places, place);
    record.places.push_back(place);
    if (record.places.size() > kKnownPlacesMax) {
      record.places.erase(record.places.begin());
    }
  }
  return record;
}

Result<WithSecret<LogInSession>> Directory::begin_session(const std::string& account,
                                                          const std::string& before,
                                                          const std::string& place) {
  const std::lock_guard writing(writers_);
  const Account* found = state_.find<Account>(account);
  if (found == nullptr || found->disabled) {
    return no_such("account");
  }
  const Timestamp now = clock_.now();
  Change change(found->author(), now);
  std::size_t count = 0;
  const LogInSession* oldest = nullptr;
  for (const auto& [id, session] : state_.rows<LogInSession>()) {
    if (session.account == account) {
      count += 1;
      oldest = oldest == nullptr || session.used_at < oldest->used_at ? &session : oldest;
    }
  }
  if (count >= kSessionsPerAccountMax) {
    change.erase<LogInSession>(oldest->id);
  }
  Secret secret = make_secret(kSessionSecretBytes);
  LogInSession row{.id = secret.kept.id, .hash = secret.kept.hash, .account = account};
  row.created_at = row.used_at = now;
  if (const LogInSession* guest = state_.find<LogInSession>(before);
      guest != nullptr && guest->account.empty()) {
    row.links = guest->links;
    change.erase<LogInSession>(before);
  }
  change.put(row);
  change.put(after_log_in(account, place));
  change.audit("session.begin", found->author());
  PLENARY_TRY_VOID(commit(std::move(change)));
  return WithSecret<LogInSession>{std::move(row), std::move(secret.text)};
}

Result<WithSecret<LogInSession>> Directory::begin_guest(std::string display_name,
                                                        std::string_view link_secret) {
  const std::lock_guard writing(writers_);
  auto link = live_row<ShareLink>(link_secret);
  if (!link) {
    return no_such("link");
  }
  if (state_.rows<LogInSession>().size() >= kGuestSessionsMax) {
    return too_many("sessions", kGuestSessionsMax);
  }
  const Timestamp now = clock_.now();
  Secret secret = make_secret(kSessionSecretBytes);
  LogInSession row{.id = secret.kept.id, .hash = secret.kept.hash, .guest_id = random_row_id()};
  PLENARY_TRY(row.guest_name, clean_line(display_name, "the name"));
  row.links = {link->id};
  row.created_at = row.used_at = now;
  link->used_at = now;
  Change change("g-" + row.guest_id, now);
  change.put(row);
  change.audit("link.open", link->id, link->paper);
  change.put(*std::move(link));
  PLENARY_TRY_VOID(commit(std::move(change)));
  return WithSecret<LogInSession>{std::move(row), std::move(secret.text)};
}

Result<ShareLink> Directory::open_link(const std::string& id, std::string_view link_secret) {
  const std::lock_guard writing(writers_);
  auto link = live_row<ShareLink>(link_secret);
  const LogInSession* found = state_.find<LogInSession>(id);
  if (!link || found == nullptr) {
    return no_such("link");
  }
  LogInSession session = *found;
  if (std::find(session.links.begin(), session.links.end(), link->id) != session.links.end()) {
    return *std::move(link);
  }
  std::erase_if(session.links,
                [this](const auto& known) { return state_.find<ShareLink>(known) == nullptr; });
  if (session.links.size() >= kLinksPerSessionMax) {
    return too_many("links open in this browser", kLinksPerSessionMax);
  }
  session.links.push_back(link->id);
  link->used_at = clock_.now();
  Change change(session.account.empty() ? "g-" + session.guest_id : author_of(session.account),
                clock_.now());
  change.put(std::move(session));
  change.put(*link);
  change.audit("link.open", link->id, link->paper);
  PLENARY_TRY_VOID(commit(std::move(change)));
  return *std::move(link);
}

std::optional<ShareLink> Directory::link(std::string_view secret) const {
  return live_row<ShareLink>(secret);
}

Result<void> Directory::end_session(const std::string& id) {
  const std::lock_guard writing(writers_);
  const LogInSession* session = state_.find<LogInSession>(id);
  if (session == nullptr) {
    return no_such("session");
  }
  Change change(session->account.empty() ? "g-" + session->guest_id : author_of(session->account),
                clock_.now());
  change.audit("session.end", id);
  change.erase<LogInSession>(id);
  return commit(std::move(change));
}

Result<void> Directory::end_sessions(const std::string& account, const std::string& kept) {
  const std::lock_guard writing(writers_);
  Change change(author_of(account), clock_.now());
  end_all_sessions(change, account, kept);
  change.audit("session.end_all", author_of(account));
  return commit(std::move(change));
}

Identity Directory::identify_session(std::string_view secret) const {
  const SecretHash kept = hash_secret(secret);
  const Timestamp now = clock_.now();
  Identity who;
  const std::shared_lock lock(mutex_);
  const LogInSession* session = state_.find<LogInSession>(kept.id);
  if (session == nullptr || !same_hash(session->hash, kept.hash) ||
      !DirectoryState::is_live(*session, now)) {
    return who;
  }
  if (session->account.empty()) {
    who.kind = Identity::Kind::kGuest;
    who.name = "g-" + session->guest_id;
    who.display_name = session->guest_name;
  } else {
    const Account* account = state_.find<Account>(session->account);
    if (account == nullptr || account->disabled) {
      return who;
    }
    who.kind = Identity::Kind::kAccount;
    who.name = account->author();
    who.display_name = account->display_name;
    who.account = account->id;
  }
  who.session = session->id;
  const std::lock_guard using_it(uses_mutex_);
  uses_.insert_or_assign(session->id, now);
  return who;
}

Identity Directory::identify_token(std::string_view secret) const {
  const auto token = live_row<ApiToken>(secret);
  const auto owner = token ? account(token->account) : std::nullopt;
  Identity who;
  if (!owner || owner->disabled) {
    return who;
  }
  who.kind = Identity::Kind::kToken;
  who.name = owner->author();
  who.display_name = owner->display_name;
  who.account = owner->id;
  who.token = token->id;
  who.expires_at = token->expires_at;
  who.abilities = token->abilities;
  return who;
}

}  // namespace plenary::server
