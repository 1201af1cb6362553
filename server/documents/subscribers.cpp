#include "server/documents/subscribers.hpp"

#include <algorithm>
#include <memory>

#include "server/documents/loader.hpp"

namespace plenary::server {

namespace {

/// Sends an author everything, with its acknowledgements in the place of its own operations.
void serve_author(const PeerRef& author, const std::vector<Departure>& departures,
                  const std::shared_ptr<const std::string>& frames,
                  const std::vector<std::size_t>& starts, Courier& courier) {
  const std::string_view all(*frames);
  std::size_t from = 0;
  for (std::size_t i = 0; i < departures.size(); ++i) {
    if (departures[i].author != author) {
      continue;
    }
    if (from < starts[i]) {
      courier.send(author, Bytes(frames, all.substr(from, starts[i] - from)));
    }
    courier.send(author, departures[i].acknowledgement);
    from = starts[i + 1];
  }
  if (from < all.size()) {
    courier.send(author, Bytes(frames, all.substr(from)));
  }
}

}  // namespace

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
  // Authors first: somebody waits for an acknowledgement.
  std::vector<const Peer*> served;
  for (const Departure& departure : departures) {
    const Peer* const author = departure.author.get();
    if (author == nullptr || std::find(served.begin(), served.end(), author) != served.end()) {
      continue;
    }
    if (contains(author)) {
      served.push_back(author);
      serve_author(departure.author, departures, frames, starts, courier);
    } else {
      courier.send(departure.author, departure.acknowledgement);
    }
  }
  for (const auto& [raw, peer] : peers_) {
    if (std::find(served.begin(), served.end(), raw) == served.end() && !all.empty()) {
      courier.send(peer, Bytes(frames, all));
    }
  }
}

}  // namespace plenary::server
