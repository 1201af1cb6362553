#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "storage/store.hpp"

namespace plenary::server {

class Pool;
class Directory;
struct Identity;

/// Under which names people wrote who have no account: guests and those whom an application vouches
/// for. Their sessions end; what they wrote stays. Thread: any.
class Bylines {
 public:
  /// Reads those that are kept. Lifetime: store and background outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Bylines>> load(storage::Store& store,
                                                             Pool& background);

  /// Somebody writes. Kept on a background thread if it is not known yet. Cost else: a look-up.
  void note(const Identity& who);
  /// The same for a client of a server that asks nobody who they are.
  void note(const std::string& client_id, const std::string& name);
  /// Empty if it is not known.
  [[nodiscard]] std::string name_of(const std::string& author) const;

  /// Where nobody says who they are, whoever uses one name is one author: the author of what that
  /// client did.
  [[nodiscard]] std::string author_of_client(std::string_view client_id) const;

 private:
  Bylines(storage::Store& store, Pool& background) : store_(store), background_(background) {}

  void keep(const std::string& author, const std::string& name);

  storage::Store& store_;
  Pool& background_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> names_;  // guarded by mutex_
};

}  // namespace plenary::server
