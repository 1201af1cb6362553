#pragma once

#include <functional>

#include "server/access/access.hpp"
#include "server/access/directory.hpp"
#include "server/documents/documents.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {

/// Who brings a paper into being owns it, from before its first operation: so the one who made it
/// can go on at once, and nobody else can come between. Thread: any.
class Founding {
 public:
  /// All outlive it.
  Founding(Documents& documents, Pool& background, Directory& directory)
      : documents_(documents), background_(background), directory_(directory), access_(directory) {}

  /// Calls `then` on some thread, once `who` owns the paper, if it may be theirs: nobody has a
  /// right to it, and it was never written. Error kRejected: `who` may not create it; those of the
  /// store. To be called before submitting a create; a create by somebody who may anyway goes
  /// through.
  void before_create(const Identity& who, const DocumentKey& key,
                     std::function<void(Result<void>)> then);

 private:
  void found(const Identity& who, const DocumentKey& key, std::function<void(Result<void>)> then);

  Documents& documents_;
  Pool& background_;
  Directory& directory_;
  const Access access_;
};

}  // namespace plenary::server
