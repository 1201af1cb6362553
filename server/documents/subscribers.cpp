#include "server/documents/subscribers.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

namespace plenary::server {

namespace {

/// The operations as frames for one kind of client.
struct Framed {
  std::shared_ptr<const std::string> bytes;
  std::vector<std::size_t> starts;  // of each operation; last the end

  [[nodiscard]] Bytes part(std::size_t from, std::size_t to) const {
    return {bytes, std::string_view(*bytes).substr(from, to - from)};
  }
};

Framed framed_for(EmbedKinds understood, const DocumentKey& key,
                  const std::vector<Departure>& departures) {
  auto joined = std::make_shared<std::string>();
  Framed framed;
  for (const Departure& departure : departures) {
    framed.starts.push_back(joined->size());
    append_frame(*joined, op_message(key, *departure.op, understood));
  }
  framed.starts.push_back(joined->size());
  framed.bytes = std::move(joined);
  return framed;
}

/// Frames made when the first client of a kind needs them. Where no operation changes inside of an
/// embed all clients are of one kind.
class FramesByKind {
 public:
  FramesByKind(const DocumentKey& key, const std::vector<Departure>& departures)
      : key_(key),
        departures_(departures),
        all_alike_(std::none_of(departures.begin(), departures.end(),
                                [](const Departure& one) { return depends_on_client(*one.op); })) {}

  const Framed& of(const Peer* peer) {
    const EmbedKinds kinds = all_alike_ ? EmbedKinds::all() : understood_by(peer);
    std::optional<Framed>& framed = by_kind_[kinds.bits()];
    if (!framed) {
      framed = framed_for(kinds, key_, departures_);
    }
    return *framed;
  }

 private:
  const DocumentKey& key_;
  const std::vector<Departure>& departures_;
  const bool all_alike_;
  std::array<std::optional<Framed>, EmbedKinds::all().bits() + 1> by_kind_;
};

/// Sends an author everything, with its acknowledgements in the place of its own operations.
void serve_author(const PeerRef& author, const std::vector<Departure>& departures,
                  const Framed& framed, Courier& courier) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < departures.size(); ++i) {
    if (departures[i].author != author) {
      continue;
    }
    if (from < framed.starts[i]) {
      courier.send(author, framed.part(from, framed.starts[i]));
    }
    courier.send(author, departures[i].acknowledgement);
    from = framed.starts[i + 1];
  }
  if (from < framed.starts.back()) {
    courier.send(author, framed.part(from, framed.starts.back()));
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

std::vector<EmbedKinds> Subscribers::kinds_of_clients() const {
  std::vector<EmbedKinds> kinds;
  for (const auto& [raw, peer] : peers_) {
    if (std::find(kinds.begin(), kinds.end(), understood_by(raw)) == kinds.end()) {
      kinds.push_back(understood_by(raw));
    }
  }
  return kinds;
}

void Subscribers::broadcast(const DocumentKey& key, const std::vector<Departure>& departures,
                            Courier& courier) const {
  FramesByKind frames(key, departures);
  // Authors first: somebody waits for an acknowledgement.
  std::vector<const Peer*> served;
  for (const Departure& departure : departures) {
    const Peer* const author = departure.author.get();
    if (author == nullptr || std::find(served.begin(), served.end(), author) != served.end()) {
      continue;
    }
    if (contains(author)) {
      served.push_back(author);
      serve_author(departure.author, departures, frames.of(author), courier);
    } else {
      courier.send(departure.author, departure.acknowledgement);
    }
  }
  for (const auto& [raw, peer] : peers_) {
    if (!departures.empty() && std::find(served.begin(), served.end(), raw) == served.end()) {
      const Framed& framed = frames.of(raw);
      courier.send(peer, framed.part(0, framed.starts.back()));
    }
  }
}

}  // namespace plenary::server
