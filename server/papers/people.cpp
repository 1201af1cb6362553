#include "server/papers/people.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

#include "server/papers/document_view.hpp"

namespace plenary::server {

void gather_people(Presence& presence, const std::vector<std::string>& ids,
                   std::function<void(std::vector<std::vector<std::string>>)> done) {
  if (ids.empty()) {
    done({});
    return;
  }
  struct Gathering {
    std::vector<std::vector<std::string>> names;
    std::atomic<std::size_t> left;
    std::function<void(std::vector<std::vector<std::string>>)> done;
  };
  const auto gathering = std::make_shared<Gathering>();
  gathering->names.resize(ids.size());
  gathering->left = ids.size();
  gathering->done = std::move(done);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string channel = DocumentKey{kPapers, ids[i]}.channel();
    presence.with(channel, [gathering, i, channel](const PresenceHub& hub) {
      gathering->names[i] = hub.names(channel);  // each shard writes places of its own
      if (gathering->left.fetch_sub(1) == 1) {
        gathering->done(std::move(gathering->names));
      }
    });
  }
}

}  // namespace plenary::server
