#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "server/access/identity.hpp"
#include "storage/store.hpp"

namespace plenary::server {

/// Whose client ids are: an id belongs to the identity that first used it, so nobody else can
/// resume it, submit in its name, or make the server take fresh operations for duplicates. Where
/// everybody is one identity there is nothing to remember. Thread: any.
class ClientIds {
 public:
  explicit ClientIds(storage::Store& store) : store_(store) {}

  /// Whether `who` may use the id: it is theirs, or was nobody's and is theirs from now on. A store
  /// that cannot answer means no; so does being nobody. Blocking the first time that an id is seen,
  /// for a point read.
  [[nodiscard]] bool claim(const std::string& client_id, const Identity& who);

 private:
  storage::Store& store_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> owners_;  // a cache; the store has the truth
};

}  // namespace plenary::server
