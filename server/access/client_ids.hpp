#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "server/access/identity.hpp"
#include "server/limits.hpp"
#include "server/runtime/bounded_cache.hpp"
#include "storage/store.hpp"

namespace plenary::server {

class Clock;

/// Maps client ids to the identities that they belong to. Nobody else can resume an id, submit in
/// its name, or make the server take fresh operations for duplicates.
///
/// The rule: an id belongs to the first identity that submits an operation in its name. That owner
/// is stored, and forgotten when the id was not used for kClientIdTime. Before its first operation
/// an id is only claimed, in memory: an identity has at most kClaimsPerIdentityMax such claims, the
/// oldest goes first, and a restart forgets all.
/// In open mode everybody is one identity, and nothing is remembered.
///
/// Thread: any. Calls block for a point read of the store the first time that they see an id.
class ClientIds {
 public:
  /// Lifetime: both outlive it.
  ClientIds(storage::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Returns whether `who` may go by the id: it is theirs, or nobody's and from now on claimed by
  /// them. False if the store cannot answer, and for kNobody.
  [[nodiscard]] bool claim(const std::string& client_id, const Identity& who);

  /// Returns whether `who` may submit in the name of the id, and stores them as its owner if it has
  /// none. Not synced: durable before any operation that is appended later. While the store takes
  /// no writes a claim is enough: the operation waits, too, and the next call stores the owner.
  [[nodiscard]] bool own(const std::string& client_id, const Identity& who);

  /// Forgets stored owners that were not used for kClientIdTime, and writes down uses. One call
  /// looks at up to kClientIdsPerSweep owners and the next one goes on from there. Blocks: on
  /// background threads only.
  [[nodiscard]] Result<void> sweep();

 private:
  struct Owner {
    std::string who;
    Timestamp used{};  // stored uses are up to kClientIdUseGrain older
  };

  /// The owner in the store, by way of the cache; nothing if there is none.
  [[nodiscard]] Result<std::optional<std::string>> stored_owner(const std::string& client_id);
  [[nodiscard]] bool claim_in_memory(const std::string& client_id, const std::string& who);
  void remember(const std::string& client_id, const std::string& who);
  [[nodiscard]] Result<void> sweep_one(const std::string& client_id, const std::string& json);

  storage::Store& store_;
  const Clock& clock_;
  std::mutex mutex_;
  // Guarded by mutex_:
  BoundedCache<Owner> owners_{kClientIdCacheBytes};                     // of those that are stored
  std::unordered_map<std::string, std::string> claims_;                 // owner by client id
  std::unordered_map<std::string, std::deque<std::string>> claims_of_;  // client ids by owner
  std::size_t claims_count_{0};                                         // in claims_of_
  std::string swept_to_;  // the last client id that a sweep has looked at
};

}  // namespace plenary::server
