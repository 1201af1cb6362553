#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "protocol/base/result.hpp"
#include "storage/store.hpp"

namespace plenary::server {

class Background;
class Directory;
struct Identity;

/// Under which names people wrote who have no account: guests and those whom an application vouches
/// for. Their sessions end; what they wrote stays. Thread: any.
class Bylines {
 public:
  /// Reads those that are kept. Lifetime: store and background outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Bylines>> load(storage::Store& store,
                                                             Background& background);

  /// Somebody writes. Kept on a background thread if it is not known yet. Cost else: a look-up.
  void note(const Identity& who);
  /// Empty if it is not known.
  [[nodiscard]] std::string name_of(const std::string& author) const;

 private:
  Bylines(storage::Store& store, Background& background) : store_(store), background_(background) {}

  storage::Store& store_;
  Background& background_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> names_;  // guarded by mutex_
};

}  // namespace plenary::server
