#pragma once

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/threads/threads_actor.hpp"

namespace plenary::server {

/// The discussions that are open on one shard. Used on the shard's thread only.
class ThreadsRegistry {
 public:
  /// Lifetime: both outlive the registry, and every task that waits on its shard.
  ThreadsRegistry(DocumentEnvironment& environment, Documents& documents)
      : env_(environment), documents_(documents) {}

  /// The owner of a document's threads, opened if need be.
  [[nodiscard]] ThreadsActor& ensure(const DocumentKey& document);
  /// The owner, or null if it is not open.
  [[nodiscard]] ThreadsActor* find(const DocumentKey& document) const;
  /// Looks for idle ones now and then, from now on.
  void start_sweeping();

 private:
  DocumentEnvironment& env_;
  Documents& documents_;
  std::unordered_map<DocumentKey, std::shared_ptr<ThreadsActor>> open_;
};

/// The threads of all documents, each on the shard of its document. Thread: any.
class Threads {
 public:
  Threads(Documents& documents, std::vector<ThreadsRegistry*> registries)
      : documents_(documents), registries_(std::move(registries)) {}

  /// Does `use` with the owner, on its shard: at once if this is the shard, else posted.
  template <class Use>
  void with(const DocumentKey& document, Use use) {
    at_home_of(document, [document, use = std::move(use)](ThreadsRegistry& registry) mutable {
      use(registry.ensure(document));
    });
  }
  /// The same, but does nothing if nobody has opened them.
  template <class Use>
  void with_open(const DocumentKey& document, Use use) {
    at_home_of(document, [document, use = std::move(use)](ThreadsRegistry& registry) mutable {
      if (ThreadsActor* const open = registry.find(document)) {
        use(*open);
      }
    });
  }

 private:
  template <class Use>
  void at_home_of(const DocumentKey& document, Use use) {
    const std::size_t index = documents_.shard_of(document.channel());
    ThreadsRegistry* const registry = registries_[index];
    Shard& shard = documents_.shard(index);
    if (shard.is_here()) {
      use(*registry);
    } else {
      shard.post([registry, use = std::move(use)]() mutable { use(*registry); });
    }
  }

  Documents& documents_;
  std::vector<ThreadsRegistry*> registries_;
};

}  // namespace plenary::server
