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

  explicit Places(const Options& options)
      : by_address(options.by_address),
        all_max(options.connections_max),
        each_max(options.connections_per_address_max) {}

  /// Where a connection of that address counts beside the whole; empty: nowhere.
  [[nodiscard]] std::string key_of(const std::string& address) const {
    return by_address && !address.empty() ? subscriber_part(address) : std::string();
  }

  /// Counts one more connection of this key. False: there is no room. `shed` is then to be called,
  /// if there is something in it, without the lock.
  bool add(const std::string& key, std::function<void()>& shed) {
    const std::lock_guard lock(mutex);
    if (!make_room(key, total >= all_max, shed)) {
      return false;
    }
    ++total;
    if (!key.empty()) {
      ++by_key[key].count;
    }
    return true;
  }

  /// Counts a connection that is there for this key, too. As add().
  bool take_client(Place& place, const std::string& key, std::function<void()>& shed) {
    const std::lock_guard lock(mutex);
    if (place.leaving_ || !make_room(key, false, shed)) {
      return false;
    }
    leave_waiting(place);
    place.key_ = key;
    ++by_key[key].count;
    return true;
  }

  void leave_client(Place& place) {
    const std::lock_guard lock(mutex);
    leave_waiting(place);
    if (!place.leaving_) {
      uncount_key(place.key_);
    }
    place.key_.clear();
  }

  /// Asks the connection that has waited longest to end if the key, or the whole, is full.
  /// Requires: the lock.
  bool make_room(const std::string& key, bool all_full, std::function<void()>& shed) {
    const auto own = key.empty() ? by_key.end() : by_key.find(key);
    const bool key_full = own != by_key.end() && own->second.count >= each_max;
    if (!key_full && !all_full) {
      return true;
    }
    std::list<Place*>& candidates = key_full ? own->second.waiting : waiting;
    if (candidates.empty() || leaving >= kConnectionsLeavingMax) {
      return false;
    }
    Place& longest = *candidates.front();
    shed = longest.shed_;
    leave_waiting(longest);
    uncount(longest.key_);
    longest.leaving_ = true;
    ++leaving;
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
    uncount_key(key);
  }

  /// Requires: the lock.
  void uncount_key(const std::string& key) {
    const auto own = key.empty() ? by_key.end() : by_key.find(key);
    if (own != by_key.end() && --own->second.count == 0) {
      by_key.erase(own);
    }
  }

  const bool by_address;
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
      places_(std::make_shared<Places>(options)),
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

bool ConnectionLimits::Place::take_client(const std::string& address) {
  const std::string key = places_->key_of(address);
  if (is_of_an_address_ || key.empty()) {
    return true;
  }
  std::function<void()> shed;
  has_client_ = places_->take_client(*this, key, shed);
  if (shed) {
    shed();
  }
  return has_client_;
}

void ConnectionLimits::Place::leave_client() {
  if (std::exchange(has_client_, false)) {
    places_->leave_client(*this);
  }
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
  const std::string key = places_->key_of(address);
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
