#include "server/webhooks/deadline.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace plenary::server {
namespace {

/// The interval at which bytes are counted. Bytes beyond the limit that arrive in between are read
/// in vain.
constexpr std::chrono::milliseconds kCountInterval{20};

/// The bytes that came in on a TCP socket; 0 if the system does not say.
std::size_t bytes_received(int socket) {
  tcp_info info{};
  socklen_t size = sizeof(info);
  return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
             ? static_cast<std::size_t>(info.tcpi_bytes_received)
             : 0;
}

}  // namespace

Deadline::Deadline(std::chrono::milliseconds time, std::size_t bytes_max)
    : end_(std::chrono::steady_clock::now() + time),
      bytes_max_(bytes_max),
      thread_([this] { run(); }) {}

Deadline::~Deadline() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_all();
  thread_.join();
  for (const int socket : sockets_) {
    ::close(socket);
  }
}

void Deadline::watch(int socket) {
  const int ours = ::dup(socket);
  if (ours < 0) {
    return;
  }
  const std::lock_guard lock(mutex_);
  sockets_.push_back(ours);
  if (passed_) {
    shut_down();
  }
}

bool Deadline::has_passed() const {
  const std::lock_guard lock(mutex_);
  return passed_;
}

/// Requires: mutex_ is held.
bool Deadline::too_much() const {
  return std::any_of(sockets_.begin(), sockets_.end(),
                     [this](int socket) { return bytes_received(socket) > bytes_max_; });
}

/// Requires: mutex_ is held.
void Deadline::shut_down() {
  passed_ = true;
  for (const int socket : sockets_) {
    ::shutdown(socket, SHUT_RDWR);
  }
}

void Deadline::run() {
  std::unique_lock lock(mutex_);
  while (!over_ && !passed_) {
    wake_.wait_for(lock, kCountInterval);
    if (!over_ && (std::chrono::steady_clock::now() >= end_ || too_much())) {
      shut_down();
    }
  }
}

}  // namespace plenary::server
