#include "tests/integration/net/net_rig.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <stdexcept>
#include <utility>

namespace plenary::server::testing {
namespace {

/// Under a sanitizer, on a machine with other work.
constexpr int kPatienceMs = 30'000;

}  // namespace

HttpResponse response_with(std::string body) {
  HttpResponse response;
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

/// Gives each message back. "fail" makes it throw.
class NetRig::Echo final : public FrameHandler {
 public:
  Echo(NetRig& rig, PeerRef peer) : rig_(rig), peer_(std::move(peer)) {}
  void open() override {
    ++rig_.opened_;
    peer_->send(framed("hello"));
  }
  void receive(std::string_view message) override {
    if (message == "fail") {
      throw std::runtime_error("a handler failed");
    }
    peer_->send(framed(message));
  }
  [[nodiscard]] bool is_ahead() const override { return false; }
  void recheck() override {}
  void close() override {
    peer_->mark_gone();
    ++rig_.closed_;
  }

 private:
  NetRig& rig_;
  const PeerRef peer_;
};

ConnectionServices NetRig::make_services(const Options& options) {
  return {[this](const PeerRef& peer, const SocketClient& /*client*/) {
            return std::make_shared<Echo>(*this, peer);
          },
          http_,
          [](const std::string& /*origin*/, const std::string& /*host*/) { return true; },
          [](const std::string& /*host*/) { return true; },
          [this](const std::string& cookie, const std::string& /*authorization*/) {
            return identify(cookie);
          },
          [bytes = options.body_bytes_max](const HttpRequest& /*head*/) { return bytes; },
          limits_,
          metrics_,
          connections_,
          budgets_,
          TrustedProxies::parse(options.proxies).value()};
}

Identity NetRig::identify(const std::string& cookie) const {
  if (open_) {
    return Identity::everybody();
  }
  if (cookie.starts_with("who=")) {
    return {.kind = Identity::Kind::kAccount, .name = "a-" + cookie.substr(4)};
  }
  return {};
}

NetRig::NetRig(Options options)
    : open_(options.open),
      limits_(options.limits),
      budgets_(limits_),
      connections_(options.connections, clock_),
      http_(options.http
                ? std::move(options.http)
                : [](HttpRequest asked,
                     const Answer& answer) { answer(response_with(std::move(asked.body))); }),
      services_(make_services(options)) {
  std::vector<ConnectionHome> homes;
  for (unsigned i = 0; i < options.shards; ++i) {
    Room& room = *rooms_.emplace_back(std::make_unique<Room>(i));
    room.shard.start();
    homes.push_back({room.shard, room.peers, room.live});
  }
  listener_ = std::make_unique<Listener>(services_, std::move(homes), nullptr);
  port_ = listener_->start("127.0.0.1", 0).value();
}

NetRig::~NetRig() {
  stop();
}

void NetRig::on_shard(Room& room, const std::function<void()>& task) {
  std::promise<void> done;
  room.shard.post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

void NetRig::stop() {
  if (listener_ == nullptr) {
    return;
  }
  listener_->stop();
  EXPECT_TRUE(wait_for([this] {  // one that was just accepted joins after the others were ended
    for (const auto& room : rooms_) {
      on_shard(*room, [&] { room->live.end_all(); });
    }
    return live_connections() == 0;
  }));
  EXPECT_EQ(live_peers(), 0u);
  EXPECT_EQ(opened_, closed_);
  for (const auto& room : rooms_) {
    room->shard.stop();
  }
  for (const auto& room : rooms_) {
    room->shard.join();
  }
  listener_.reset();
  rooms_.clear();
}

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
