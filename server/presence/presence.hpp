#pragma once

#include "server/presence/presence_hub.hpp"
#include "server/runtime/by_shard.hpp"

namespace plenary::server {

/// All presence channels, by name: each lives on the shard of the document whose channel it is.
/// Thread: any.
class Presence : public ByShard<PresenceHub> {
 public:
  using ByShard::ByShard;
};

}  // namespace plenary::server
