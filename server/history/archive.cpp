#include "server/history/archive.hpp"

#include <utility>

#include "server/runtime/pools.hpp"

namespace plenary::server {

Archive::Archive(storage::Store& store, const Clock& clock, std::function<std::string()> next_id,
                 Past& past, Documents& documents, Pools& pools)
    : bylines(store, pools.directory),
      histories(store, Histories::kBytesMost, &bylines),
      milestones(store, clock, std::move(next_id)),
      reversals(histories, past, documents, pools.reading) {}

}  // namespace plenary::server
