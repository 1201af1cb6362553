#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

using ThreadsTest = ServerTest;

TEST_F(ThreadsTest, WatcherOfADocumentGetsNothingOfOneWithTheSameIdInAnotherCollection) {
  const DocumentKey paper{"documents", "x.y"};
  create(paper, "rich-text", "[{'insert':'words'}]");
  auto reader = connect(0);
  auto stranger = connect(1);
  EXPECT_FALSE(
      reader->ask("{'a':'threads','c':'documents','d':'x.y','from':0}", "threads").empty());
  EXPECT_FALSE(
      stranger->ask("{'a':'threads','c':'records','d':'x.y','from':0}", "threads").empty());

  std::promise<Result<Accepted>> started;
  server_.shards.threads().with(paper, [&started](ThreadsActor& threads) {
    Proposal proposal;
    proposal.event =
        threads::Started{.anchor = {.version = {1}, .index = 0, .length = 5}, .text = "a comment"};
    proposal.actor.author.id = "ama";
    threads.propose(std::move(proposal),
                    [&started](Result<Accepted> accepted) { started.set_value(accepted); });
  });
  const auto accepted = started.get_future().get();
  ASSERT_TRUE(accepted) << accepted.error().detail;
  EXPECT_FALSE(reader->next_with("'started'").empty());
  EXPECT_TRUE(stranger->before_pong().empty());
  stranger->say("{'a':'threads','c':'records','d':'x.y','from':0}");
  EXPECT_EQ(stranger->next().find("started"), std::string::npos);
}

}  // namespace
}  // namespace plenary::server::testing
