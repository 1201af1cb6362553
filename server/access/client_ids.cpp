#include "server/access/client_ids.hpp"

#include <utility>

namespace plenary::server {
namespace {

/// Entries of the cache: some 100 bytes each. Beyond it the cache starts again; the store has the
/// truth.
constexpr std::size_t kCachedOwnersMax = 100'000;

}  // namespace

bool ClientIds::claim(const std::string& client_id, const Identity& who) {
  if (who.kind == Identity::Kind::kEverybody) {
    return true;
  }
  if (who.name.empty()) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  if (const auto known = owners_.find(client_id); known != owners_.end()) {
    return known->second == who.name;
  }
  auto owner = store_.claim_client(client_id, who.name);
  if (!owner) {
    return false;
  }
  if (owners_.size() >= kCachedOwnersMax) {
    owners_.clear();
  }
  return owners_.emplace(client_id, *std::move(owner)).first->second == who.name;
}

}  // namespace plenary::server
