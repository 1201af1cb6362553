#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/access/directory_change.hpp"
#include "server/limits.hpp"

namespace plenary::server {

Result<Group> Directory::make_group(const Identity& by, std::string name) {
  const std::lock_guard writing(writers_);
  if (state_.rows<Group>().size() >= kGroupsMax) {
    return too_many("groups", kGroupsMax);
  }
  Group group{random_row_id(), {}, {}};
  PLENARY_TRY(group.name, clean_line(name, "the group's name"));
  Change change(by.name, clock_.now());
  change.put(group);
  change.audit("group.make", group.id);
  PLENARY_TRY_VOID(commit(std::move(change)));
  return group;
}

Result<void> Directory::rename_group(const Identity& by, const std::string& id, std::string name) {
  const std::lock_guard writing(writers_);
  const Group* found = state_.find<Group>(id);
  if (found == nullptr) {
    return no_such("group");
  }
  Group group = *found;
  PLENARY_TRY(group.name, clean_line(name, "the group's name"));
  Change change(by.name, clock_.now());
  change.put(std::move(group));
  change.audit("group.rename", id);
  return commit(std::move(change));
}

Result<void> Directory::remove_group(const Identity& by, const std::string& id) {
  const std::lock_guard writing(writers_);
  if (state_.find<Group>(id) == nullptr) {
    return no_such("group");
  }
  Change change(by.name, clock_.now());
  for (const auto& [key, grant] : state_.rows<Grant>()) {
    if (grant.kind == SubjectKind::kGroup && grant.subject == id) {
      change.erase<Grant>(key);
    }
  }
  change.erase<Group>(id);
  change.audit("group.remove", id);
  return commit(std::move(change));
}

Result<void> Directory::add_member(const Identity& by, const std::string& id,
                                   const std::string& account) {
  const std::lock_guard writing(writers_);
  const Group* found = state_.find<Group>(id);
  if (found == nullptr) {
    return no_such("group");
  }
  if (state_.find<Account>(account) == nullptr) {
    return no_such("account");
  }
  Group group = *found;
  const auto place = std::lower_bound(group.members.begin(), group.members.end(), account);
  if (place != group.members.end() && *place == account) {
    return {};
  }
  if (group.members.size() >= kGroupMembersMax) {
    return too_many("members in this group", kGroupMembersMax);
  }
  group.members.insert(place, account);
  Change change(by.name, clock_.now());
  change.put(std::move(group));
  change.audit("group.add", author_of(account), {}, id);
  return commit(std::move(change));
}

Result<void> Directory::remove_member(const Identity& by, const std::string& id,
                                      const std::string& account) {
  const std::lock_guard writing(writers_);
  const Group* found = state_.find<Group>(id);
  if (found == nullptr) {
    return no_such("group");
  }
  Group group = *found;
  if (std::erase(group.members, account) == 0) {
    return no_such("member");
  }
  Change change(by.name, clock_.now());
  change.put(std::move(group));
  change.audit("group.leave", author_of(account), {}, id);
  return commit(std::move(change));
}

}  // namespace plenary::server
