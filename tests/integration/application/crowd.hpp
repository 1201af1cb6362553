#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/net/wire.hpp"
#include "tests/support/ot/random.hpp"

namespace plenary::server::testing {

/// The server under test, as the clients of a crowd see it.
struct Venue {
  std::uint16_t port{0};
  std::string credentials{};        // headers of each request
  std::filesystem::path control{};  // the control socket
  std::filesystem::path backups{};  // a directory for them
  std::string round{};              // begins the ids of papers
};

/// One request and its answer, whole. The connection ends.
[[nodiscard]] std::string answer_to(const Venue& venue, const std::string& line,
                                    const std::string& body = {});

/// Clients that use every part of a server at once, each on a thread of its own, until leave().
/// They take it as it comes: a server may refuse anything, or be gone.
class Crowd {
 public:
  Crowd(Venue venue, test::Random& random);
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd() { leave(); }

  /// Waits until all have gone home. Requires: the server is gone. May be called twice.
  void leave();
  /// Operations that were acknowledged, for each paper. Requires: leave().
  [[nodiscard]] const std::map<std::string, std::size_t>& acknowledged() const {
    return acknowledged_;
  }

 private:
  void edit(const std::string& paper);
  void listen(std::uint64_t seed);
  void ask(std::uint64_t seed);
  void guess_passwords();
  void back_up();

  const Venue venue_;
  std::atomic<bool> over_{false};
  std::mutex mutex_;
  std::map<std::string, std::size_t> acknowledged_;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

/// A webhook's receiver: takes each delivery after a pause, or never.
class HookReceiver {
 public:
  HookReceiver();
  HookReceiver(const HookReceiver&) = delete;
  HookReceiver& operator=(const HookReceiver&) = delete;
  ~HookReceiver();
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve() const;
  int listening_{-1};
  std::uint16_t port_{0};
  std::thread thread_;
};

}  // namespace plenary::server::testing
