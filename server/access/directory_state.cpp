#include "server/access/directory_state.hpp"

#include <algorithm>
#include <utility>

#include "server/limits.hpp"

namespace plenary::server {
namespace {

constexpr std::string_view kEveryPaper = "*";

void add(Standing& sum, Role role, bool history) {
  sum.role = std::max(sum.role, role);
  sum.history = sum.history || history;
}

Standing vouched_for(const Identity& who, std::string_view paper) {
  Standing sum;
  for (const VouchedRole& vouched : who.vouched) {
    if (vouched.paper == paper || vouched.paper == kEveryPaper) {
      add(sum, vouched.role, vouched.history);
    }
  }
  return sum;
}

}  // namespace

void DirectoryState::put(Account row) {
  forget(static_cast<Account*>(nullptr), row.id);
  account_ids_[row.email] = row.id;
  std::string id = row.id;
  accounts_.emplace(std::move(id), std::move(row));
}

void DirectoryState::forget(Account* /*kind*/, std::string_view key) {
  if (const auto found = accounts_.find(key); found != accounts_.end()) {
    account_ids_.erase(found->second.email);
    accounts_.erase(found);
  }
}

void DirectoryState::put(Grant row) {
  const std::string key = row.key();
  forget(static_cast<Grant*>(nullptr), key);
  grants_by_paper_[row.paper].push_back(row);
  grants_.emplace(key, std::move(row));
}

void DirectoryState::forget(Grant* /*kind*/, std::string_view key) {
  const auto found = grants_.find(key);
  if (found == grants_.end()) {
    return;
  }
  const auto paper = grants_by_paper_.find(found->second.paper);
  std::erase_if(paper->second, [key](const Grant& grant) { return grant.key() == key; });
  if (paper->second.empty()) {
    grants_by_paper_.erase(paper);
  }
  grants_.erase(found);
}

const Account* DirectoryState::account_of_email(std::string_view email) const {
  const auto found = account_ids_.find(email);
  return found == account_ids_.end() ? nullptr : find<Account>(found->second);
}

const std::vector<Grant>& DirectoryState::grants_of(std::string_view paper) const {
  static const std::vector<Grant> kNone;
  const auto found = grants_by_paper_.find(paper);
  return found == grants_by_paper_.end() ? kNone : found->second;
}

std::size_t DirectoryState::administrators() const {
  return static_cast<std::size_t>(std::count_if(
      accounts_.begin(), accounts_.end(),
      [](const auto& row) { return row.second.administrator && !row.second.disabled; }));
}

bool DirectoryState::is_live(const LogInSession& session, Timestamp now) {
  return now.ms - session.used_at.ms < std::chrono::milliseconds(kSessionTime).count();
}

const Account* DirectoryState::acting(const Identity& who, Timestamp now) const {
  if (who.kind == Identity::Kind::kAccount) {
    const LogInSession* session = find<LogInSession>(who.session);
    if (session == nullptr || session->account != who.account || !is_live(*session, now)) {
      return nullptr;
    }
  } else if (who.kind == Identity::Kind::kToken) {
    const ApiToken* token = find<ApiToken>(who.token);
    if (token == nullptr || token->account != who.account || !is_live(token->expires_at, now)) {
      return nullptr;
    }
  } else {
    return nullptr;
  }
  const Account* account = find<Account>(who.account);
  return account == nullptr || account->disabled ? nullptr : account;
}

Standing DirectoryState::of_account(const Account& account, std::string_view paper) const {
  Standing sum;
  const Ownership* owner = find<Ownership>(paper);
  if (owner == nullptr ? account.administrator : owner->account == account.id) {
    return {Role::kOwner, true};
  }
  for (const Grant& grant : grants_of(paper)) {
    if (grant.kind == SubjectKind::kAccount) {
      if (grant.subject == account.id) {
        add(sum, grant.role, grant.history);
      }
      continue;
    }
    const Group* group = find<Group>(grant.subject);
    if (group != nullptr &&
        std::binary_search(group->members.begin(), group->members.end(), account.id)) {
      add(sum, grant.role, grant.history);
    }
  }
  return sum;
}

Standing DirectoryState::of_links(const Identity& who, std::string_view paper,
                                  Timestamp now) const {
  Standing sum;
  const LogInSession* session = find<LogInSession>(who.session);
  if (session == nullptr || !is_live(*session, now)) {
    return sum;
  }
  for (const std::string& id : session->links) {
    const ShareLink* link = find<ShareLink>(id);
    if (link != nullptr && link->paper == paper && is_live(link->expires_at, now)) {
      add(sum, link->role, link->history);
    }
  }
  return sum;
}

Standing DirectoryState::standing(const Identity& who, std::string_view paper,
                                  Timestamp now) const {
  if (!is_live(who.expires_at, now)) {
    return {};
  }
  switch (who.kind) {
    case Identity::Kind::kNobody:
    case Identity::Kind::kEverybody:
      return {};
    case Identity::Kind::kVouched:
      return vouched_for(who, paper);
    case Identity::Kind::kGuest:
      return of_links(who, paper, now);
    case Identity::Kind::kAccount:
    case Identity::Kind::kToken:
      break;
  }
  const Account* account = acting(who, now);
  if (account == nullptr) {
    return {};
  }
  Standing sum = of_account(*account, paper);
  if (who.kind == Identity::Kind::kAccount) {
    const Standing by_link = of_links(who, paper, now);
    add(sum, by_link.role, by_link.history);
  }
  return sum;
}

bool DirectoryState::is_administrator(const Identity& who, Timestamp now) const {
  const Account* account = acting(who, now);
  return account != nullptr && account->administrator && is_live(who.expires_at, now);
}

bool DirectoryState::may_found(const Identity& who, std::string_view paper, Timestamp now) const {
  return find<Ownership>(paper) == nullptr && grants_of(paper).empty() &&
         acting(who, now) != nullptr;
}

}  // namespace plenary::server
