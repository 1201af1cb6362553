#include "server/threads/log_key.hpp"

#include <string>
#include <utility>

#include "server/access/access.hpp"
#include "storage/store.hpp"

namespace plenary::server {

DocumentKey threads_log(const DocumentKey& document) {
  std::string collection = std::string(storage::kReservedPrefix) + "threads";
  // Papers keep the key that they had when only they could have discussions.
  if (document.collection != kPaperCollection) {
    collection += '/' + document.collection;
  }
  return {std::move(collection), document.id};
}

}  // namespace plenary::server
