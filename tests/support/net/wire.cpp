#include "tests/support/net/wire.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

namespace plenary::server::testing {
namespace {

/// Under a sanitizer, on a machine with other work.
constexpr int kPatienceMs = 30'000;

}  // namespace

bool wait_for(const std::function<bool()>& so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (!so()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

Wire::Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // A rig that has stopped refuses: then nothing can be sent or read.
  static_cast<void>(
      ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)));
}

void Wire::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return;  // a server that has heard enough may close before the end
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string Wire::read_until(std::string_view text) {
  std::string got;
  pollfd wanted{socket_, POLLIN, 0};
  char c = 0;
  while (text.empty() || !got.ends_with(text)) {
    if (::poll(&wanted, 1, kPatienceMs) <= 0) {
      ADD_FAILURE() << "nothing more came after: " << got;
      break;
    }
    if (::recv(socket_, &c, 1, 0) <= 0) {
      break;
    }
    got.push_back(c);
  }
  return got;
}

std::string Wire::read(std::size_t count) const {
  std::string got(count, '\0');
  std::size_t size = 0;
  pollfd wanted{socket_, POLLIN, 0};
  while (size < count) {
    if (::poll(&wanted, 1, kPatienceMs) <= 0) {
      ADD_FAILURE() << "nothing more came after " << size << " of " << count << " bytes";
      break;
    }
    const ssize_t more = ::recv(socket_, got.data() + size, count - size, 0);
    if (more <= 0) {
      break;
    }
    size += static_cast<std::size_t>(more);
  }
  got.resize(size);
  return got;
}

std::optional<std::string> Wire::read_message() const {
  constexpr unsigned char kClosing = 0x88;
  const std::string header = read(2);
  if (header.size() < 2 || static_cast<unsigned char>(header[0]) == kClosing) {
    return std::nullopt;
  }
  auto length = static_cast<std::size_t>(header[1]);  // below 126, or how many bytes tell it
  if (length >= 126) {
    std::size_t told = 0;
    for (const char byte : read(length == 126 ? 2 : 8)) {
      told = told << 8 | static_cast<unsigned char>(byte);
    }
    length = told;
  }
  return read(length);
}

void Wire::half_close() const {
  ::shutdown(socket_, SHUT_WR);
}

void Wire::close() {
  if (socket_ >= 0) {
    ::close(std::exchange(socket_, -1));
  }
}

std::string request(const std::string& line, const std::string& headers, const std::string& body) {
  return line + " HTTP/1.1\r\nHost: plenary.example\r\n" + headers +
         (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" +
         body;
}

std::string upgrade(const std::string& headers) {
  return request("GET /sync",
                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                     headers);
}

std::string text_frame(std::string_view text, std::size_t announced) {
  const std::size_t length = announced == 0 ? text.size() : announced;
  std::string frame = "\x81";
  int shift = -8;
  if (length < 126) {
    frame.push_back(static_cast<char>(0x80 | length));
  } else if (length <= 0xffff) {
    frame += "\xfe";
    shift = 8;
  } else {
    frame += "\xff";
    shift = 56;
  }
  for (; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>((length >> shift) & 0xff));
  }
  return frame.append(4, '\0').append(text);
}

}  // namespace plenary::server::testing
