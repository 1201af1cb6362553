#pragma once

#include <memory>

#include "server/events/event_log.hpp"
#include "server/runtime/kept_open.hpp"

namespace plenary::server {

/// The logs of one kind that are open on one shard. Used on the shard's thread only.
template <class Kind>
class EventLogRegistry : public KeptOpen<EventLog<Kind>> {
 public:
  /// Lifetime: `environment` outlives the registry, and every task that waits on its shard.
  explicit EventLogRegistry(DocumentEnvironment& environment)
      : KeptOpen<EventLog<Kind>>(environment.shard, [&environment](const DocumentKey& document) {
          return std::make_shared<EventLog<Kind>>(document, environment);
        }) {}
};

/// The logs of one kind of all documents, each on the shard of its document. Thread: any.
template <class Kind>
using EventLogs = KeptByShard<EventLog<Kind>, EventLogRegistry<Kind>>;

}  // namespace plenary::server
