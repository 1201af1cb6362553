#include "tests/integration/net/net_rig.hpp"

#include <future>
#include <stdexcept>
#include <utility>

namespace plenary::server::testing {
HttpResponse response_with(std::string body) {
  HttpResponse response;
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

/// Gives each message back. "fail" makes it throw, "much" makes it answer with kMuchBytes and
/// "end".
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
    peer_->send(
        framed(message == "much" ? std::string(kMuchBytes, 'm') + "end" : std::string(message)));
    if (message == "much") {  // behind the first turn of writing
      peer_->shard().post([this, peer = peer_] { rig_.waiting_ = peer->waiting_bytes(); });
    }
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

}  // namespace plenary::server::testing
