#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/access/directory_change.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

Result<void> check_role(Role role) {
  if (role == Role::kNone || role == Role::kOwner) {
    return Error{Errc::kMalformed,
                 "a role that can be given is reader, commenter, suggester or "
                 "editor; ownership is transferred"};
  }
  return {};
}

Result<void> check_paper(const std::string& paper) {
  if (paper.empty() || paper.size() > kNameBytesMax) {
    return Error{Errc::kMalformed, "this is not the id of a document"};
  }
  return {};
}

std::string subject_of(const Grant& grant) {
  return grant.kind == SubjectKind::kAccount ? author_of(grant.subject) : grant.subject;
}

std::string terms_of(Role role, bool history) {
  return std::string(name_of(role)) + (history ? " with history" : "");
}

}  // namespace

Result<void> Directory::found(const Identity& by, const std::string& paper) {
  PLENARY_TRY_VOID(check_paper(paper));
  const std::lock_guard writing(writers_);
  if (by.account.empty() || state_.find<Ownership>(paper) != nullptr) {
    return {};
  }
  Change change(by.name, clock_.now());
  change.put(Ownership{paper, by.account});
  change.audit("document.create", {}, paper);
  return commit(std::move(change));
}

Result<void> Directory::transfer(const Identity& by, const std::string& paper,
                                 const std::string& account) {
  PLENARY_TRY_VOID(check_paper(paper));
  const std::lock_guard writing(writers_);
  const Account* heir = state_.find<Account>(account);
  if (heir == nullptr || heir->disabled) {
    return no_such("account");
  }
  Change change(by.name, clock_.now());
  if (const Ownership* before = state_.find<Ownership>(paper);
      before != nullptr && before->account != account) {
    change.put(Grant{paper, SubjectKind::kAccount, before->account, Role::kEditor, true});
  }
  change.put(Ownership{paper, account});
  change.audit("document.transfer", author_of(account), paper);
  return commit(std::move(change));
}

Result<void> Directory::grant(const Identity& by, Grant grant) {
  PLENARY_TRY_VOID(check_paper(grant.paper));
  PLENARY_TRY_VOID(check_role(grant.role));
  const std::lock_guard writing(writers_);
  const bool is_account = grant.kind == SubjectKind::kAccount;
  if (is_account ? state_.find<Account>(grant.subject) == nullptr
                 : state_.find<Group>(grant.subject) == nullptr) {
    return no_such(is_account ? "account" : "group");
  }
  if (state_.find<Grant>(grant.key()) == nullptr &&
      state_.grants_of(grant.paper).size() >= kGrantsPerPaperMax) {
    return too_many("people and groups with access to this document", kGrantsPerPaperMax);
  }
  Change change(by.name, clock_.now());
  change.audit("grant.give", subject_of(grant), grant.paper, terms_of(grant.role, grant.history));
  change.put(std::move(grant));
  return commit(std::move(change));
}

Result<void> Directory::revoke(const Identity& by, const Grant& grant) {
  const std::lock_guard writing(writers_);
  const Grant* found = state_.find<Grant>(grant.key());
  if (found == nullptr) {
    return no_such("grant");
  }
  Change change(by.name, clock_.now());
  change.audit("grant.revoke", subject_of(grant), grant.paper,
               terms_of(found->role, found->history));
  change.erase<Grant>(grant.key());
  return commit(std::move(change));
}

Result<WithSecret<ShareLink>> Directory::make_link(const Identity& by, const std::string& paper,
                                                   LinkTerms terms) {
  PLENARY_TRY_VOID(check_paper(paper));
  PLENARY_TRY_VOID(check_role(terms.role));
  const std::lock_guard writing(writers_);
  if (links_of(paper).size() >= kLinksPerPaperMax) {
    return too_many("links to this document", kLinksPerPaperMax);
  }
  Secret secret = make_secret(kLinkSecretBytes);
  ShareLink row{.id = secret.kept.id,
                .hash = secret.kept.hash,
                .paper = paper,
                .role = terms.role,
                .history = terms.history,
                .by = by.name,
                .created_at = clock_.now(),
                .expires_at = terms.expires_at};
  PLENARY_TRY(row.label, clean_line(terms.label, "the link's name", true));
  Change change(by.name, clock_.now());
  change.put(row);
  change.audit("link.make", row.id, paper, terms_of(row.role, row.history));
  PLENARY_TRY_VOID(commit(std::move(change)));
  return WithSecret<ShareLink>{std::move(row), std::move(secret.text)};
}

Result<void> Directory::revoke_link(const Identity& by, const std::string& paper,
                                    const std::string& id) {
  const std::lock_guard writing(writers_);
  const ShareLink* link = state_.find<ShareLink>(id);
  if (link == nullptr || link->paper != paper) {
    return no_such("link");
  }
  Change change(by.name, clock_.now());
  change.erase<ShareLink>(id);
  change.audit("link.revoke", id, paper);
  return commit(std::move(change));
}

std::vector<ShareLink> Directory::links_of(std::string_view paper) const {
  std::vector<ShareLink> links;
  const std::shared_lock lock(mutex_);
  for (const auto& [id, link] : state_.rows<ShareLink>()) {
    if (link.paper == paper) {
      links.push_back(link);
    }
  }
  return links;
}

Result<WithSecret<ApiToken>> Directory::make_token(const Identity& by, const std::string& account,
                                                   TokenTerms terms) {
  const std::lock_guard writing(writers_);
  const Account* found = state_.find<Account>(account);
  if (found == nullptr || found->disabled) {
    return no_such("account");
  }
  const auto& tokens = state_.rows<ApiToken>();
  const auto count = std::count_if(tokens.begin(), tokens.end(), [&](const auto& token) {
    return token.second.account == account;
  });
  if (static_cast<std::size_t>(count) >= kTokensPerAccountMax) {
    return too_many("tokens of this account", kTokensPerAccountMax);
  }
  Secret secret = make_secret(kSessionSecretBytes);
  ApiToken row{.id = secret.kept.id,
               .hash = secret.kept.hash,
               .account = account,
               .abilities = terms.abilities,
               .created_at = clock_.now(),
               .expires_at = terms.expires_at};
  PLENARY_TRY(row.label, clean_line(terms.label, "the token's name"));
  Change change(by.name, clock_.now());
  change.put(row);
  change.audit("token.make", row.id, {}, found->author());
  PLENARY_TRY_VOID(commit(std::move(change)));
  return WithSecret<ApiToken>{std::move(row), std::move(secret.text)};
}

Result<void> Directory::revoke_token(const Identity& by, const std::string& account,
                                     const std::string& id) {
  const std::lock_guard writing(writers_);
  const ApiToken* token = state_.find<ApiToken>(id);
  if (token == nullptr || token->account != account) {
    return no_such("token");
  }
  Change change(by.name, clock_.now());
  change.erase<ApiToken>(id);
  change.audit("token.revoke", id, {}, author_of(account));
  return commit(std::move(change));
}

}  // namespace plenary::server
