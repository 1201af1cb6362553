#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "server/access/throttle.hpp"
#include "server/limits.hpp"

namespace plenary::server {

/// Limits the connections, in all and from one subscriber's address, and the rate of new ones. At a
/// limit a new connection takes the place of the one that has waited longest for its client:
/// somebody who opens idle connections loses idle connections.
///
/// A connection counts for the address at its other end. A trusted proxy's counts in all, and while
/// it serves a request also for the client that the proxy names: the proxy has one connection for
/// many clients, one after the other, and no client may have all of its connections. A socket
/// counts for its client. Thread: any. Places and tickets may outlive the limits.
class ConnectionLimits {
 public:
  struct Options {
    std::size_t connections_max{kConnectionsMax};
    std::size_t connections_per_address_max{kConnectionsPerAddressMax};
    std::size_t sockets_per_address_max{kSocketsPerAddressMax};
    /// False in open mode: there one address may be everybody's.
    bool by_address{true};
    /// True where each connection begins with a handshake that takes the processor.
    bool encrypted{false};
  };
  /// Lifetime: `clock` outlives it.
  ConnectionLimits(Options options, const Clock& clock);

  struct Places;
  /// A connection's place; free again when it goes, or when it was asked to end.
  class Place {
   public:
    Place(std::shared_ptr<Places> places, std::string key)
        : places_(std::move(places)), is_of_an_address_(!key.empty()), key_(std::move(key)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place();

    /// How the connection is ended when its place is needed. `shed` is called on any thread, also
    /// when the connection has ended by itself.
    void set_shed(std::function<void()> shed);
    /// The connection waits for bytes of its client from now on, and may be ended for another.
    void waits();
    /// It does something for its client and must not be ended.
    void works();
    /// Counts a proxy's connection for a client's address, until leave_client(). False: that
    /// address has as many as it may. Does nothing for a connection that counts for an address
    /// already. Called between works() and waits(), on the connection's shard.
    [[nodiscard]] bool take_client(const std::string& address);
    /// The request is answered: the next one may be another client's. May be called twice.
    void leave_client();

   private:
    friend struct Places;
    const std::shared_ptr<Places> places_;
    const bool is_of_an_address_;  // from the start
    bool has_client_{false};       // used on the connection's shard
    // Guarded by the lock of places_:
    std::string key_;  // of the address for which it counts; empty: counts in all only
    std::function<void()> shed_;
    bool waiting_{false};
    bool leaving_{false};  // was asked to end: its place is another's
    // Its entries in the lists of those that wait, in all and of its address. While it does not
    // wait they are kept here, so that waiting never has to allocate.
    std::list<Place*> spare_{this, this};
    std::list<Place*>::iterator in_all_{spare_.begin()};
    std::list<Place*>::iterator of_address_{std::next(spare_.begin())};
  };

  /// A socket's place; free again when the ticket goes.
  struct Counts;
  class Ticket {
   public:
    Ticket() = default;
    Ticket(std::shared_ptr<Counts> counts, std::string key)
        : counts_(std::move(counts)), key_(std::move(key)) {}
    Ticket(Ticket&& other) noexcept = default;
    Ticket& operator=(Ticket&&) = delete;
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket();

   private:
    std::shared_ptr<Counts> counts_;
    std::string key_;
  };

  /// A place for a new connection; null: there is none. `address`: empty for a trusted proxy's.
  [[nodiscard]] std::shared_ptr<Place> admit_connection(const std::string& address);
  /// A ticket for a new socket; null: there is none.
  [[nodiscard]] std::unique_ptr<Ticket> admit_socket(const std::string& address);

 private:
  const Options options_;
  std::shared_ptr<Places> places_;
  std::shared_ptr<Counts> sockets_;
  Throttle handshakes_;
  Throttle sockets_opened_;
};

/// Kept until the connection's descriptors are closed.
using ConnectionPlace = std::shared_ptr<ConnectionLimits::Place>;

}  // namespace plenary::server
