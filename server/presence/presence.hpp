#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/documents/documents.hpp"
#include "server/presence/presence_hub.hpp"

namespace plenary::server {

/// All presence channels. A channel lives on the shard of the document of the same name.
/// Thread: any.
class Presence {
 public:
  Presence(const Documents& documents, std::vector<PresenceHub*> hubs)
      : documents_(documents), hubs_(std::move(hubs)) {}

  /// Does `use` with the hub of the channel, on its shard: at once if this is the shard, else
  /// posted.
  template <class Use>
  void with(const std::string& channel, Use use) {
    const std::size_t index = documents_.shard_of(channel);
    Shard& shard = documents_.shard(index);
    PresenceHub* const hub = hubs_[index];
    if (shard.is_here()) {
      use(*hub);
    } else {
      shard.post([hub, use = std::move(use)]() mutable { use(*hub); });
    }
  }

 private:
  const Documents& documents_;
  std::vector<PresenceHub*> hubs_;
};

}  // namespace plenary::server
