#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/presence/presence.hpp"

namespace plenary::server {

/// Asks the shards for the people in some documents: the distinct names of their presence channels.
/// `done` is called once, with a list for each id, in order, on one of the shards or at once.
/// Thread: any.
void gather_people(Presence& presence, const std::vector<std::string>& ids,
                   std::function<void(std::vector<std::vector<std::string>>)> done);

}  // namespace plenary::server
