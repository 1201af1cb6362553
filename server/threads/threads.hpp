#pragma once

#include <utility>
#include <vector>

#include "server/threads/discussions.hpp"
#include "server/threads/thread_events.hpp"

namespace plenary::server {

/// The threads of all documents: their logs, which take what people say, each on the shard of its
/// document; and the views that readers get, off the shards. Thread: any.
class Threads : public EventLogs<ThreadEvents> {
 public:
  /// Lifetime: all outlive it.
  Threads(std::vector<Shard*> shards, std::vector<ThreadsRegistry*> registries,
          DiscussionSources sources)
      : KeptByShard(std::move(shards), std::move(registries)), discussions_(sources) {}

  [[nodiscard]] Discussions& discussions() { return discussions_; }

 private:
  Discussions discussions_;
};

}  // namespace plenary::server
