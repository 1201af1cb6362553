#include "server/access/client_ids.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"
#include "server/runtime/clock.hpp"

namespace plenary::server {
namespace {

constexpr const char* kKind = "clients";

std::string encode(const std::string& who, Timestamp used) {
  return json::to_string({{"owner", who}, {"used", used.ms}});
}

struct Decoded {
  std::string who;
  Timestamp used{};
};
Result<Decoded> decode(const std::string& text) {
  const auto row = json::parse(text);
  auto owner = row ? json::required_text_member(*row, "owner") : row.error();
  const auto used = row ? json::integer_member(*row, "used") : row.error();
  if (!owner || !used) {
    return Error{Errc::kCorrupt, "a record of clients is not whole"};
  }
  return Decoded{*std::move(owner), {*used}};
}

}  // namespace

bool ClientIds::claim(const std::string& client_id, const Identity& who) {
  if (who.kind == Identity::Kind::kEverybody) {
    return true;
  }
  if (who.name.empty()) {
    return false;
  }
  const auto owner = stored_owner(client_id);
  if (!owner) {
    return false;
  }
  return *owner ? **owner == who.name : claim_in_memory(client_id, who.name);
}

bool ClientIds::own(const std::string& client_id, const Identity& who) {
  if (who.kind == Identity::Kind::kEverybody) {
    return true;
  }
  if (who.name.empty()) {
    return false;
  }
  const auto owner = stored_owner(client_id);
  if (!owner || *owner) {
    return owner && **owner == who.name;
  }
  if (!claim_in_memory(client_id, who.name)) {
    return false;
  }
  const std::array change{storage::RecordChange{kKind, client_id, encode(who.name, clock_.now()),
                                                storage::RecordChange::Expected{}}};
  const Result<void> stored = store_.change_records(change, storage::Sync::kNo);
  if (stored) {
    remember(client_id, who.name);
    return true;
  }
  if (stored.error().code == Errc::kVersionConflict) {  // somebody was quicker
    const auto first = stored_owner(client_id);
    return first && *first && **first == who.name;
  }
  return stored.error().code == Errc::kReadOnly;
}

Result<std::optional<std::string>> ClientIds::stored_owner(const std::string& client_id) {
  {
    const std::lock_guard lock(mutex_);
    if (Owner* known = owners_.find(client_id)) {
      known->used = clock_.now();
      return std::optional(known->who);
    }
  }
  PLENARY_TRY(const std::optional<std::string> record, store_.record(kKind, client_id));
  std::optional<std::string> who;
  if (record) {
    PLENARY_TRY(Decoded decoded, decode(*record));
    who = std::move(decoded.who);
  } else {
    PLENARY_TRY(who, store_.former_client_owner(client_id));
  }
  if (who) {
    remember(client_id, *who);
  }
  return who;
}

void ClientIds::remember(const std::string& client_id, const std::string& who) {
  const std::lock_guard lock(mutex_);
  owners_.put(client_id, {who, clock_.now()}, who.size());
  claims_.erase(client_id);
}

bool ClientIds::claim_in_memory(const std::string& client_id, const std::string& who) {
  const std::lock_guard lock(mutex_);
  if (const auto claimed = claims_.find(client_id); claimed != claims_.end()) {
    return claimed->second == who;
  }
  if (claims_count_ >= kClaimsMax) {
    claims_.clear();
    claims_of_.clear();
    claims_count_ = 0;
  }
  std::deque<std::string>& own = claims_of_[who];
  if (own.size() >= kClaimsPerIdentityMax) {
    const auto oldest = claims_.find(own.front());
    if (oldest != claims_.end() && oldest->second == who) {
      claims_.erase(oldest);
    }
    own.pop_front();
    --claims_count_;
  }
  own.push_back(client_id);
  ++claims_count_;
  claims_.emplace(client_id, who);
  return true;
}

Result<void> ClientIds::sweep() {
  std::vector<std::pair<std::string, std::string>> rows;
  storage::RecordRange range{.limit = kClientIdsPerSweep};
  {
    const std::lock_guard lock(mutex_);
    range.from = swept_to_.empty() ? std::string() : swept_to_ + '\0';
  }
  PLENARY_TRY_VOID(
      store_.read_records(kKind, range, [&rows](std::string&& client_id, std::string&& json) {
        rows.emplace_back(std::move(client_id), std::move(json));
        return true;
      }));
  for (const auto& [client_id, json] : rows) {
    PLENARY_TRY_VOID(sweep_one(client_id, json));
  }
  const std::lock_guard lock(mutex_);
  swept_to_ = rows.size() < kClientIdsPerSweep ? std::string() : rows.back().first;
  return {};
}

Result<void> ClientIds::sweep_one(const std::string& client_id, const std::string& json) {
  const Result<Decoded> stored = decode(json);
  if (!stored) {
    return {};  // nobody may claim the id, and `plenary check` names it
  }
  Timestamp used = stored->used;
  {
    const std::lock_guard lock(mutex_);
    if (const Owner* known = owners_.peek(client_id)) {
      used = std::max(used, known->used);
    }
  }
  const auto since = [](Timestamp later, Timestamp earlier) {
    return std::chrono::milliseconds(later.ms - earlier.ms);
  };
  const bool forgotten = since(clock_.now(), used) > kClientIdTime;
  if (!forgotten && since(used, stored->used) <= kClientIdUseGrain) {
    return {};
  }
  storage::RecordChange change{kKind, client_id, std::nullopt, {{json}}};
  if (!forgotten) {
    change.json = encode(stored->who, used);
  }
  const Result<void> changed = store_.change_records({&change, 1}, storage::Sync::kNo);
  if (forgotten) {
    const std::lock_guard lock(mutex_);
    owners_.erase(client_id);
  }
  return changed || changed.error().code == Errc::kVersionConflict ? Result<void>() : changed;
}

}  // namespace plenary::server
