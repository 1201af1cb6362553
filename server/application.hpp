#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "protocol/base/result.hpp"

namespace plenary::server {

struct Config;

/// The running server: builds all parts in the order in which they need each other, and takes them
/// down in the reverse one. The only place that knows all of them.
class Application {
 public:
  explicit Application(const Config& config);
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  /// stop().
  ~Application();

  /// Opens the data directory and begins to serve. Returns the port. Errors say what to do.
  [[nodiscard]] Result<std::uint16_t> start();

  /// With it the first account can be made; empty if there is one, or in open mode. Requires: start
  /// succeeded. Thread: any.
  [[nodiscard]] std::string set_up_secret() const;

  /// Drains: takes nothing more in, makes durable and answers what was taken, tells clients to
  /// reconnect, and ends. No acknowledged operation is lost; one without an acknowledgement is
  /// there as a whole or not at all. Takes kDrainTime for sockets that do not close, and then the
  /// time of the tasks and webhooks that have begun (kWebhookTime for one that does not answer).
  /// May be called twice.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace plenary::server
