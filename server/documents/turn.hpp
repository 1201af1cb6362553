#pragma once

#include <algorithm>
#include <chrono>
#include <string>

#include "server/limits.hpp"
#include "server/net/peer.hpp"

namespace plenary::server {

/// The turn of one reader on a pool. While the pool has no room for it, or the answer none in the
/// budget, the reader waits: it asks again after pauses that grow, until its patience ends or its
/// socket is gone.
struct Turn {
  using Clock = std::chrono::steady_clock;

  std::string asker;  // see limit_key
  PeerRef peer;
  std::chrono::milliseconds pause{kBusyPauseMin};
  Clock::time_point patience_ends{Clock::now() + kBusyWait};

  [[nodiscard]] bool waits_on() const { return !peer->is_gone() && Clock::now() < patience_ends; }
  [[nodiscard]] std::chrono::milliseconds next_pause() {
    const auto now = pause;
    pause = std::min<std::chrono::milliseconds>(2 * pause, kBusyPauseMax);
    return now;
  }
};

}  // namespace plenary::server
