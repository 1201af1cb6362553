#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "server/limits.hpp"
#include "server/runtime/bounded_cache.hpp"

namespace plenary::storage {
class Records;
}  // namespace plenary::storage

namespace plenary::server {

class Pool;
struct Identity;

/// Display names of authors without an account: guests, and people whom an application vouches for.
/// Their sessions end and their texts stay, so the store keeps the names; memory holds those that
/// were asked for last.
/// Thread: any. A name that is not in memory costs a point read of the store.
class Bylines {
 public:
  /// Lifetime: store and background outlive it.
  Bylines(storage::Records& store, Pool& background) : store_(store), background_(background) {}

  /// Notes the name of an author. Does not block: a new name is stored on a background
  /// thread.
  void note(const Identity& who);
  /// The same for a client in open mode.
  void note(const std::string& client_id, const std::string& name);

  /// Returns the display name of an author; empty if there is none.
  [[nodiscard]] std::string name_of(const std::string& author) const;

  /// Returns the author of a client's operations in open mode: all clients with one display name
  /// are one author. A client without a name is an author of its own.
  [[nodiscard]] std::string author_of_client(const std::string& client_id) const;

 private:
  void keep(const std::string& author, const std::string& name);
  [[nodiscard]] Result<std::optional<std::string>> stored_name(const std::string& author) const;
  [[nodiscard]] std::string known_name(const std::string& author) const;

  storage::Records& store_;
  Pool& background_;
  mutable std::mutex mutex_;
  /// Guarded by mutex_. An empty name: the store has none.
  mutable BoundedCache<std::string> names_{kBylineCacheBytes};
};

}  // namespace plenary::server
