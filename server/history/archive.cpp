#include "server/history/archive.hpp"

#include <utility>

namespace plenary::server {

Archive::Archive(storage::Store& store, const Clock& clock, std::function<std::string()> next_id,
                 std::unique_ptr<Bylines> known, Past& past, Documents& documents, Pool& background)
    : bylines(std::move(known)),
      histories(store, Histories::kBytesMost, bylines.get()),
      milestones(store, clock, std::move(next_id)),
      reversals(histories, past, documents, background) {}

Result<std::unique_ptr<Archive>> make_archive(storage::Store& store, const Clock& clock,
                                              std::function<std::string()> next_id, Past& past,
                                              Documents& documents, Pool& background) {
  auto bylines = std::make_unique<Bylines>(store, background);
  return std::make_unique<Archive>(store, clock, std::move(next_id), std::move(bylines), past,
                                   documents, background);
}

}  // namespace plenary::server
