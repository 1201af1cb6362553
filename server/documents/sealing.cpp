#include "server/documents/sealing.hpp"

#include <string>

#include "server/ops/log.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

void seal_history(storage::Logs& store, const DocumentKey& key, Version upto, std::uint64_t least) {
  const auto sealed = store.seal(key, upto, least);
  if (!sealed) {
    log::error("history_not_sealed", {{"document", key.channel()},
                                      {"error", std::string(name_of(sealed.error().code))},
                                      {"detail", sealed.error().detail}});
  }
}

}  // namespace plenary::server
