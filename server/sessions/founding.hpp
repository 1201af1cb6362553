#pragma once

#include <functional>

#include "server/access/access.hpp"
#include "server/access/directory.hpp"
#include "server/documents/documents.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {

/// Makes the creator of a paper its owner, before the paper's first operation. So the creator can
/// write on at once, and nobody else can take the paper in between. Thread: any.
class Founding {
 public:
  /// Lifetime: all outlive it, and `pool` is stopped before it goes.
  Founding(Documents& documents, Pool& pool, Directory& directory)
      : documents_(documents), pool_(pool), directory_(directory), access_(directory) {}

  /// Makes `who` the owner if nobody has a right to the paper and it was never written, then calls
  /// `then` on some thread. A create by somebody who may create it anyway passes. Call it before
  /// submitting a create. Errors: kRejected: `who` may not create it; kBusy; those of the store.
  void before_create(const Identity& who, const DocumentKey& key,
                     std::function<void(Result<void>)> then);

 private:
  void found(const Identity& who, const DocumentKey& key,
             const std::function<void(Result<void>)>& then);

  Documents& documents_;
  Pool& pool_;
  Directory& directory_;
  const Access access_;
};

}  // namespace plenary::server
