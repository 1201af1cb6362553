#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/wire/messages.hpp"
#include "server/limits.hpp"
#include "server/net/courier.hpp"
#include "server/runtime/token_bucket.hpp"

namespace plenary::server {

/// The presence channels of one shard: the places of people in documents. Never stored. Used on the
/// shard's thread only (protocol reference, section 8).
///
/// By the protocol a newcomer has everybody say their values again, to everybody: values times
/// listeners frames. Each channel has a budget for that. Beyond it the newcomer alone gets the
/// values as the hub keeps them.
class PresenceHub {
 public:
  explicit PresenceHub(Courier& courier) : courier_(courier) {}

  /// Adds a listener. The others are asked to say their values again, or the newcomer is sent the
  /// values that are kept. A request that is older than the last one of this socket for the channel
  /// is answered and not acted on. A client that came back (`resumed`) is asked, too: its values
  /// went with its old socket, and the stock client says them again only when asked.
  void subscribe(const PeerRef& peer, const std::string& client_id, bool resumed,
                 const wire::PresenceSubscribe& request);
  /// Removes a listener, and the socket's own values from the channel.
  void unsubscribe(const PeerRef& peer, const wire::PresenceUnsubscribe& request);
  /// Asks the others of the channel to say their values again, or sends those that are kept.
  void ask(const PeerRef& peer, const std::string& client_id, const std::string& channel);
  /// Sends a new value to all listeners but the client itself, and back to its sender as the
  /// acknowledgement. In a full channel it goes to its sender only.
  void update(const PeerRef& peer, const std::string& client_id,
              const wire::PresenceUpdate& update);
  /// The socket is dead: removes its values from the channel.
  void forget(const Peer* peer, const std::string& channel);

  /// The distinct names (`name` of the values) in a channel, sorted.
  [[nodiscard]] std::vector<std::string> names(const std::string& channel) const;

 private:
  struct Listener {
    PeerRef peer;
    std::string client_id;
  };
  struct Value {
    std::string client_id;
    wire::PresenceUpdate update;
  };
  struct Channel {
    std::unordered_map<const Peer*, Listener> listeners;
    std::unordered_map<const Peer*, std::uint64_t> sequences;
    std::map<std::pair<const Peer*, std::string>, Value> values;  // by socket and presence id
    TokenBucket echoes{kPresenceEchoesMax, kPresenceEchoRefill, TokenBucket::Clock::now()};
    [[nodiscard]] bool empty() const {
      return listeners.empty() && values.empty() && sequences.empty();
    }
  };
  [[nodiscard]] bool is_stale(Channel& channel, const Peer* peer, std::uint64_t sequence);
  /// Takes the frames that it costs if all say their values again from the channel's budget.
  [[nodiscard]] static bool may_ask_all(Channel& channel);
  /// Sends the values that others have, as they were last said.
  void tell_kept(const Channel& channel, const PeerRef& peer, const std::string& client_id);
  void retract(Channel& channel, const Peer* peer);
  void tell(const Channel& channel, const std::string& client_id,
            const wire::PresenceUpdate& update);
  void drop_if_empty(const std::string& name);

  Courier& courier_;
  std::unordered_map<std::string, Channel> channels_;
};

}  // namespace plenary::server
