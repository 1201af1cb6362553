#pragma once

#include <chrono>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/documents/documents.hpp"
#include "server/events/event_log.hpp"
#include "server/limits.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

/// The logs of one kind that are open on one shard. Used on the shard's thread only.
template <class Kind>
class EventLogRegistry {
 public:
  /// Lifetime: the environment outlives the registry, and every task that waits on its shard.
  explicit EventLogRegistry(DocumentEnvironment& environment) : env_(environment) {}

  /// The log beside a document, opened if need be.
  [[nodiscard]] EventLog<Kind>& ensure(const DocumentKey& document) {
    std::shared_ptr<EventLog<Kind>>& slot = open_[document];
    if (slot == nullptr) {
      slot = std::make_shared<EventLog<Kind>>(document, env_);
    }
    return *slot;
  }
  /// The log, or null if it is not open.
  [[nodiscard]] EventLog<Kind>* find(const DocumentKey& document) const {
    const auto found = open_.find(document);
    return found == open_.end() ? nullptr : found->second.get();
  }
  /// Lets idle ones go now and then, from now on.
  void start_sweeping() {
    env_.shard.after(kSweepInterval, [this] {
      const auto now = std::chrono::steady_clock::now();
      std::erase_if(open_, [now](const auto& entry) {
        const bool leaves = entry.second->is_idle(now);
        if (leaves) {
          entry.second->retire();
        }
        return leaves;
      });
      start_sweeping();
    });
  }

 private:
  DocumentEnvironment& env_;
  std::unordered_map<DocumentKey, std::shared_ptr<EventLog<Kind>>> open_;
};

/// The logs of one kind of all documents, each on the shard of its document. Thread: any.
template <class Kind>
class EventLogs {
 public:
  using Registry = EventLogRegistry<Kind>;
  EventLogs(Documents& documents, std::vector<Registry*> registries)
      : documents_(documents), registries_(std::move(registries)) {}

  /// Does `use` with the log, on its shard: at once if this is the shard, else posted.
  template <class Use>
  void with(const DocumentKey& document, Use use) {
    at_home_of(document, [document, use = std::move(use)](Registry& registry) mutable {
      use(registry.ensure(document));
    });
  }
  /// The same, but does nothing if nobody has opened it.
  template <class Use>
  void with_open(const DocumentKey& document, Use use) {
    at_home_of(document, [document, use = std::move(use)](Registry& registry) mutable {
      if (EventLog<Kind>* const open = registry.find(document)) {
        use(*open);
      }
    });
  }

 private:
  template <class Use>
  void at_home_of(const DocumentKey& document, Use use) {
    const std::size_t index = documents_.shard_of(document.channel());
    Registry* const registry = registries_[index];
    Shard& shard = documents_.shard(index);
    if (shard.is_here()) {
      use(*registry);
    } else {
      shard.post([registry, use = std::move(use)]() mutable { use(*registry); });
    }
  }

  Documents& documents_;
  std::vector<Registry*> registries_;
};

}  // namespace plenary::server
