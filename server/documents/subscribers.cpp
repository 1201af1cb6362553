#include "server/documents/subscribers.hpp"

#include <algorithm>
#include <memory>

#include "server/documents/loader.hpp"

namespace plenary::server {

std::vector<PeerRef> Subscribers::all() const {
  std::vector<PeerRef> peers;
  peers.reserve(peers_.size());
  for (const auto& [raw, peer] : peers_) {
    peers.push_back(peer);
  }
  return peers;
}

void Subscribers::broadcast(const DocumentKey& key, const std::vector<Departure>& departures,
                            Courier& courier) const {
  auto joined = std::make_shared<std::string>();
  std::vector<std::size_t> starts;
  if (!peers_.empty()) {
    for (const Departure& departure : departures) {
      starts.push_back(joined->size());
      append_frame(*joined, op_message(key, departure.op->record));
    }
  }
  starts.push_back(joined->size());
  const std::shared_ptr<const std::string> frames = joined;
  const std::string_view all(*frames);
  for (const auto& [raw, peer] : peers_) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < departures.size(); ++i) {
      if (departures[i].author != peer) {
        continue;
      }
      if (from < starts[i]) {
        courier.send(peer, Bytes(frames, all.substr(from, starts[i] - from)));
      }
      courier.send(peer, departures[i].acknowledgement);
      from = starts[i + 1];
    }
    if (from < all.size()) {
      courier.send(peer, Bytes(frames, all.substr(from)));
    }
  }
  for (const Departure& departure : departures) {
    if (departure.author != nullptr && !contains(departure.author.get())) {
      courier.send(departure.author, departure.acknowledgement);
    }
  }
}

}  // namespace plenary::server
