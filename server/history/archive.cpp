#include "server/history/archive.hpp"

#include <utility>

#include "server/runtime/pools.hpp"

namespace plenary::server {

Archive::Archive(storage::Store& store, const Clock& clock, std::function<std::string()> next_id,
                 std::unique_ptr<Bylines> known, Past& past, Documents& documents, Pools& pools)
    : bylines(std::move(known)),
      histories(store, Histories::kBytesMost, bylines.get()),
      milestones(store, clock, std::move(next_id)),
      reversals(histories, past, documents, pools.reading) {}

Result<std::unique_ptr<Archive>> make_archive(storage::Store& store, const Clock& clock,
                                              std::function<std::string()> next_id, Past& past,
                                              Documents& documents, Pools& pools) {
  auto bylines = std::make_unique<Bylines>(store, pools.directory);
  return std::make_unique<Archive>(store, clock, std::move(next_id), std::move(bylines), past,
                                   documents, pools);
}

}  // namespace plenary::server
