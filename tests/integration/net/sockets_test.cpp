// WebSockets over real sockets: what messages may cost, and handlers that fail.

#include "server/net/pace.hpp"
#include "tests/integration/net/net_rig.hpp"

namespace plenary::server::testing {
namespace {

const std::string kAma = "Cookie: who=ama\r\n";
const std::string kHello = std::string("\x81\x05") + "hello";

Wire open_socket(NetRig& rig, const std::string& headers = {}) {
  Wire wire(rig.port());
  wire.send(upgrade(headers));
  EXPECT_TRUE(wire.read_until(kHello).starts_with("HTTP/1.1 101"));
  return wire;
}

/// A closing frame with this code.
std::string closing(int code) {
  return {'\x88', '\x02', static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
}

TEST(Sockets, AStrangersMessageMayBeAsLongAsAFormAndNotLonger) {
  NetRig rig;
  const auto say = [&](const std::string& who, std::size_t bytes) {
    Wire wire = open_socket(rig, who);
    wire.send(text_frame(std::string(bytes, 'x')));
    return wire.read_until(bytes > kStrangerBodyBytesMax && who.empty() ? std::string_view()
                                                                        : "xxxx");
  };
  EXPECT_TRUE(say({}, kStrangerBodyBytesMax).ends_with("xxxx"));
  EXPECT_EQ(say({}, kStrangerBodyBytesMax + 1), closing(1009));
  EXPECT_TRUE(say(kAma, kStrangerBodyBytesMax + 1).ends_with("xxxx"));
}

TEST(Sockets, MessagesThatArriveSlowlyHaveALimitForEachPerson) {
  const std::size_t frame = 1024 * 1024;
  NetRig rig({.limits = {.frame_bytes_max = frame}});
  std::vector<Wire> slow;
  const std::string most = text_frame(std::string(frame - 1, 'x'), frame);
  bool refused = false;
  while (!refused && slow.size() < 2 * kMessageBytesPerAskerMax / frame) {
    const std::size_t before = rig.budgets().messages.held();
    slow.push_back(open_socket(rig, kAma));
    slow.back().send(most);
    EXPECT_TRUE(wait_for([&] {
      refused = rig.live_peers() < slow.size();
      return refused || rig.budgets().messages.held() >= before + 2 * (frame - kTrafficBytesSmall);
    }));
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(slow.back().read_all(), closing(1013));
  EXPECT_LE(rig.budgets().messages.held(),
            kMessageBytesPerAskerMax + kSmallTrafficBytesPerAskerMax);
  Wire other = open_socket(rig, "Cookie: who=kofi\r\n");
  other.send(text_frame(std::string(frame, 'y')));
  EXPECT_TRUE(other.read_until("yyyy").ends_with("yyyy"));
  Wire small = open_socket(rig, kAma);
  small.send(text_frame("small"));
  EXPECT_TRUE(small.read_until("small").ends_with("small"));
  slow.front().send("x");
  EXPECT_TRUE(slow.front().read_until("xxxx").ends_with("xxxx")) << "the last byte came";
  slow.clear();
  EXPECT_TRUE(wait_for([&] { return rig.budgets().messages.held() == 0; }));
}

TEST(Sockets, InOpenModeOnlyTotalsHold) {
  NetRig rig({.connections = {.sockets_per_address_max = 1, .by_address = false}, .open = true});
  const Wire first = open_socket(rig);
  Wire second = open_socket(rig);
  second.send(text_frame(std::string(kStrangerBodyBytesMax + 1, 'x')));
  EXPECT_TRUE(second.read_until("xxxx").ends_with("xxxx"));
}

TEST(Sockets, AnAddressHasAsManyAsItsLimitAndNotOneMore) {
  NetRig rig({.connections = {.sockets_per_address_max = 2}});
  Wire first = open_socket(rig);
  const Wire second = open_socket(rig);
  Wire third(rig.port());
  third.send(upgrade());
  const std::string refused = third.read_all();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503")) << refused;
  EXPECT_NE(refused.find("retry-after: "), std::string::npos) << refused;
  first.close();
  EXPECT_TRUE(wait_for([&] { return rig.live_connections() == 1; }));
  open_socket(rig);
}

TEST(Sockets, BehindAProxyTheyCountForTheirClients) {
  NetRig rig({.connections = {.sockets_per_address_max = 1}, .proxies = {"127.0.0.1"}});
  const Wire first = open_socket(rig, "X-Forwarded-For: 192.0.2.1\r\n");
  const Wire second = open_socket(rig, "X-Forwarded-For: 192.0.2.2\r\n");
  Wire third(rig.port());
  third.send(upgrade("X-Forwarded-For: 192.0.2.1\r\n"));
  EXPECT_EQ(third.status(), "HTTP/1.1 503");
}

/// However much the kernel would take at once: the shard's others come in between.
TEST(Sockets, ALargeAnswerLeavesInTurns) {
  NetRig rig({.shards = 1});
  Wire wire = open_socket(rig);
  wire.send(text_frame("much"));
  ASSERT_TRUE(wait_for([&] { return rig.waiting_after_a_turn() != 0; }));
  EXPECT_GE(rig.waiting_after_a_turn(), NetRig::kMuchBytes - kBytesPerTurn);
  EXPECT_TRUE(wire.read_until("mend").ends_with("mend"));
}

TEST(Sockets, AHandlerThatFailsCostsItsSocketOnly) {
  NetRig rig({.shards = 1});
  Wire failing = open_socket(rig);
  Wire other = open_socket(rig);
  failing.send(text_frame("fail"));
  EXPECT_EQ(failing.read_all(), "");
  EXPECT_TRUE(wait_for([&] { return rig.closed() == 1; }));
  EXPECT_EQ(rig.live_peers(), 1u);
  other.send(text_frame("still here"));
  EXPECT_TRUE(other.read_until("still here").ends_with("still here"));
}

}  // namespace
}  // namespace plenary::server::testing
