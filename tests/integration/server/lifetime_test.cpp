#include <latch>

#include "tests/integration/server/paper.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

/// Documents that take their time to load.
class LifetimeTest : public ServerTest {
 protected:
  ~LifetimeTest() override { let_load(); }
  void hold_loading() {
    for (int i = 0; i < 2; ++i) {
      pools_.loading.post([held = held_] { held->wait(); });
    }
  }
  void let_load() {
    if (!std::exchange(let_, true)) {
      held_->count_down();
    }
  }
  std::shared_ptr<std::latch> held_{std::make_shared<std::latch>(1)};
  bool let_{false};
};

TEST_F(LifetimeTest, ASocketThatDiedWhileItsDocumentWasLoadedIsForgotten) {
  hold_loading();
  auto client = connect();
  client->say("{'a':'s','c':'documents','d':'paper','v':null}");
  client->say("{'a':'watch','c':'documents','d':'paper'}");
  client->say("{'a':'bs','c':'documents','b':['paper','other']}");
  const std::weak_ptr<Peer> peer = client->peer().weak_from_this();
  client.reset();
  let_load();
  wait_until([&peer] { return peer.expired(); });
}

TEST_F(LifetimeTest, LettingGoOfADocumentThatIsNotOpenDoesNotOpenIt) {
  auto client = connect();
  for (const std::string_view message :
       {"{'a':'u','c':'documents','d':'paper'}", "{'a':'unwatch','c':'documents','d':'paper'}",
        "{'a':'bu','c':'documents','b':['paper','other']}"}) {
    EXPECT_EQ(client->ask(message, message), as_json(message));
  }
  EXPECT_EQ(open_documents(), 0u);
}

TEST_F(LifetimeTest, APresenceValueThatWaitedForItsDocumentDoesNotOutliveItsSocket) {
  hold_loading();
  auto reader = connect(1);
  EXPECT_FALSE(reader->ask("{'a':'ps','ch':'documents.paper','seq':1}", "'a':'ps'").empty());
  auto writer = connect(0);
  writer->say(
      "{'a':'p','ch':'documents.paper','id':'cursor','p':{'name':'Ama'},'pv':1,'c':'documents','d':"
      "'paper','v':0,'t':'rich-text'}");
  writer.reset();
  let_load();
  EXPECT_FALSE(reader->ask("{'a':'f','c':'documents','d':'paper','v':null}", "'a':'f'").empty());
  std::promise<std::vector<std::string>> names;
  server_.shards.presence().with("documents.paper", [&names](PresenceHub& hub) {
    names.set_value(hub.names("documents.paper"));
  });
  EXPECT_EQ(names.get_future().get(), std::vector<std::string>());
}

}  // namespace
}  // namespace plenary::server::testing
