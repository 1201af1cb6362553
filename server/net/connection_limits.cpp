#include "server/net/connection_limits.hpp"

#include <mutex>
#include <unordered_map>
#include <utility>

#include "server/access/limit_key.hpp"

namespace plenary::server {

struct ConnectionLimits::Places {
  struct Address {
    std::size_t count{0};
    std::list<Place*> waiting{};
  };

  Places(std::size_t all, std::size_t each) : all_max(all), each_max(each) {}

  /// Makes room for one more of this key and counts it. False: there is no room. `shed` is then to
  /// be called, if there is something in it, without the lock.
  bool add(const std::string& key, std::function<void()>& shed) {
    const std::lock_guard lock(mutex);
    const auto own = key.empty() ? by_key.end() : by_key.find(key);
    const bool address_full = own != by_key.end() && own->second.count >= each_max;
    if (address_full || total >= all_max) {
      std::list<Place*>& candidates = address_full ? own->second.waiting : waiting;
      if (candidates.empty() || leaving >= kConnectionsLeavingMax) {
        return false;
      }
      Place& longest = *candidates.front();
      shed = longest.shed_;
      leave_waiting(longest);
      uncount(longest.key_);
      longest.leaving_ = true;
      ++leaving;
    }
    ++total;
    if (!key.empty()) {
      ++by_key[key].count;
    }
    return true;
  }

  void remove(Place& place) {
    const std::lock_guard lock(mutex);
    leave_waiting(place);
    if (place.leaving_) {
      --leaving;
    } else {
      uncount(place.key_);
    }
  }

  void enter_waiting(Place& place) {
    const std::lock_guard lock(mutex);
    if (place.leaving_) {
      return;
    }
    leave_waiting(place);  // to the end of the lists if it waits already
    place.waiting_ = true;
    waiting.splice(waiting.end(), place.spare_, place.in_all_);
    if (!place.key_.empty()) {
      std::list<Place*>& its = by_key[place.key_].waiting;
      its.splice(its.end(), place.spare_, place.of_address_);
    }
  }

  void stop_waiting(Place& place) {
    const std::lock_guard lock(mutex);
    leave_waiting(place);
  }

  /// Requires: the lock.
  void leave_waiting(Place& place) {
    if (!std::exchange(place.waiting_, false)) {
      return;
    }
    place.spare_.splice(place.spare_.end(), waiting, place.in_all_);
    if (!place.key_.empty()) {
      place.spare_.splice(place.spare_.end(), by_key[place.key_].waiting, place.of_address_);
    }
  }

  /// Requires: the lock.
  void uncount(const std::string& key) {
    --total;
    const auto own = key.empty() ? by_key.end() : by_key.find(key);
    if (own != by_key.end() && --own->second.count == 0) {
      by_key.erase(own);
    }
  }

  const std::size_t all_max;
  const std::size_t each_max;
  std::mutex mutex;
  std::size_t total{0};
  std::size_t leaving{0};     // asked to end, but not gone yet; not part of total
  std::list<Place*> waiting;  // longest first
  std::unordered_map<std::string, Address> by_key;
};

struct ConnectionLimits::Counts {
  explicit Counts(std::size_t max) : each_max(max) {}

  bool add(const std::string& key) {
    const std::lock_guard lock(mutex);
    std::size_t& own = by_key[key];
    if (own >= each_max) {
      return false;
    }
    ++own;
    return true;
  }

  const std::size_t each_max;
  std::mutex mutex;
  std::unordered_map<std::string, std::size_t> by_key;
};

ConnectionLimits::ConnectionLimits(Options options, const Clock& clock)
    : options_(options),
      places_(
          std::make_shared<Places>(options.connections_max, options.connections_per_address_max)),
      sockets_(std::make_shared<Counts>(options.sockets_per_address_max)),
      handshakes_(clock, kHandshakesPerAddress, kHandshakeRefillPerAddress),
      sockets_opened_(clock, kSocketsOpenedPerAddress, kSocketRefillPerAddress) {}

ConnectionLimits::Place::~Place() {
  places_->remove(*this);
}

void ConnectionLimits::Place::set_shed(std::function<void()> shed) {
  const std::lock_guard lock(places_->mutex);
  shed_ = std::move(shed);
}

void ConnectionLimits::Place::waits() {
  places_->enter_waiting(*this);
}

void ConnectionLimits::Place::works() {
  places_->stop_waiting(*this);
}

ConnectionLimits::Ticket::~Ticket() {
  if (counts_ == nullptr) {
    return;
  }
  const std::lock_guard lock(counts_->mutex);
  const auto own = counts_->by_key.find(key_);
  if (--own->second == 0) {
    counts_->by_key.erase(own);
  }
}

std::shared_ptr<ConnectionLimits::Place> ConnectionLimits::admit_connection(
    const std::string& address) {
  const std::string key =
      options_.by_address && !address.empty() ? subscriber_part(address) : std::string();
  if (options_.encrypted && !key.empty() && !handshakes_.take(key)) {
    return nullptr;
  }
  std::function<void()> shed;
  if (!places_->add(key, shed)) {
    return nullptr;
  }
  auto place = std::make_shared<Place>(places_, key);
  if (shed) {
    shed();
  }
  return place;
}

std::unique_ptr<ConnectionLimits::Ticket> ConnectionLimits::admit_socket(
    const std::string& address) {
  if (!options_.by_address) {
    return std::make_unique<Ticket>();
  }
  const std::string key = subscriber_part(address);
  if (!sockets_opened_.take(key) || !sockets_->add(key)) {
    return nullptr;
  }
  return std::make_unique<Ticket>(sockets_, key);
}

}  // namespace plenary::server
