#include "clients/load/connection.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace plenary::load {

namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10;  // many frames per system call
constexpr std::size_t kMaxUpgradeAnswerBytes = 16 << 10;
constexpr std::string_view kEndOfHeaders = "\r\n\r\n";

std::string upgrade_request(const WebSocketUrl& url) {
  // The key may be constant: it only proves that the answer belongs to the request.
  return "GET " + url.path + " HTTP/1.1\r\nHost: " + url.host + ":" + std::to_string(url.port) +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: cGxlbmFyeS1sb2FkLS0tLQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

std::string error_text(int code) {
  return std::generic_category().message(code);
}

}  // namespace

sockaddr_in resolve(const WebSocketUrl& url) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int status = getaddrinfo(url.host.c_str(), nullptr, &hints, &found);
  if (status != 0) {
    throw std::runtime_error("cannot resolve " + url.host + ": " + gai_strerror(status));
  }
  sockaddr_in address{};
  std::memcpy(&address, found->ai_addr, sizeof address);
  freeaddrinfo(found);
  address.sin_port = htons(url.port);
  return address;
}

Connection::~Connection() {
  if (fd_ >= 0) {
    close(fd_);
  }
}

void Connection::connect(const sockaddr_in& address, const WebSocketUrl& url) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) {
    throw std::runtime_error("no socket: " + error_text(errno) +
                             " (raise the limit with ulimit -n)");
  }
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr generic{};
  std::memcpy(&generic, &address, sizeof address);
  state_ = State::kConnecting;
  if (::connect(fd_, &generic, sizeof address) != 0 && errno != EINPROGRESS) {
    fail(error_text(errno));
    return;
  }
  outbox_ = upgrade_request(url);
  watching_write_ = true;
  loop_.add(fd_, *this, true);
}

void Connection::send(std::string_view text) {
  if (state_ != State::kOpen) {
    return;
  }
  append_client_frame(outbox_, Opcode::kText, text);
  queue_flush();
}

void Connection::queue_flush() {
  if (!flush_asked_) {
    flush_asked_ = true;
    loop_.ask_for_flush(*this);
  }
}

void Connection::on_ready(std::uint32_t events) {
  if (state_ == State::kConnecting) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      fail(error_text(error));
      return;
    }
    state_ = State::kUpgrading;
  }
  if ((events & EPOLLOUT) != 0) {
    flush();
  }
  if (state_ != State::kClosed && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
    read_all();
  }
}

void Connection::flush() {
  flush_asked_ = false;
  if (state_ == State::kClosed) {
    return;
  }
  while (outbox_sent_ < outbox_.size()) {
    const ssize_t sent =
        ::send(fd_, outbox_.data() + outbox_sent_, outbox_.size() - outbox_sent_, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno != EAGAIN && errno != EINTR) {
        fail(error_text(errno));
        return;
      }
      break;
    }
    outbox_sent_ += static_cast<std::size_t>(sent);
  }
  const bool all_sent = outbox_sent_ == outbox_.size();
  if (all_sent) {
    outbox_.clear();
    outbox_sent_ = 0;
  }
  if (watching_write_ == all_sent) {
    watching_write_ = !all_sent;
    loop_.change(fd_, *this, watching_write_);
  }
}

void Connection::read_all() {
  static std::vector<char> buffer(kReadBytes);
  const ssize_t received = recv(fd_, buffer.data(), buffer.size(), 0);
  if (received < 0) {
    if (errno != EAGAIN && errno != EINTR) {
      fail(error_text(errno));
    }
    return;
  }
  if (received == 0) {
    fail("closed by the server");
    return;
  }
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(received));
  if (state_ == State::kOpen) {
    take_frames(bytes, now_ns());
  } else {
    take_upgrade_answer(bytes, now_ns());
  }
}

void Connection::take_upgrade_answer(std::string_view bytes, std::int64_t arrived_ns) {
  upgrade_answer_.append(bytes);
  const std::size_t end = upgrade_answer_.find(kEndOfHeaders);
  if (end == std::string::npos) {
    if (upgrade_answer_.size() > kMaxUpgradeAnswerBytes) {
      fail("no end of the answer to the upgrade");
    }
    return;
  }
  if (!upgrade_answer_.starts_with("HTTP/1.1 101")) {
    fail("refused: " + upgrade_answer_.substr(0, upgrade_answer_.find('\r')));
    return;
  }
  state_ = State::kOpen;
  handler_.on_open();
  const std::string rest = upgrade_answer_.substr(end + kEndOfHeaders.size());
  upgrade_answer_ = {};
  take_frames(rest, arrived_ns);
}

void Connection::take_frames(std::string_view bytes, std::int64_t arrived_ns) {
  const bool readable = reader_.feed(bytes, [&](Opcode opcode, std::string_view payload) {
    if (opcode == Opcode::kText) {
      handler_.on_message(payload, arrived_ns);
    } else if (opcode == Opcode::kPing) {
      append_client_frame(outbox_, Opcode::kPong, payload);
      queue_flush();
    } else if (opcode == Opcode::kClose) {
      fail("close frame: " + std::string(payload.substr(std::min<std::size_t>(2, payload.size()))));
    }
  });
  if (!readable) {
    fail("unreadable WebSocket frame");
  }
}

void Connection::fail(std::string_view reason) {
  if (state_ == State::kClosed) {
    return;
  }
  state_ = State::kClosed;
  loop_.remove(fd_);
  close(fd_);
  fd_ = -1;
  handler_.on_closed(reason);
}

}  // namespace plenary::load
