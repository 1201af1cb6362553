// An exception in what is done for one document costs that document's sockets, and nothing else.

#include <stdexcept>

#include "tests/integration/server/paper.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

class ExceptionsTest : public ServerTest {
 protected:
  void SetUp() override {
    create(kPaper, "json0", "0");
    create({"documents", "other"}, "json0", "0");
    EXPECT_FALSE(reader_->ask(kSubscribe, "'data'").empty());
    EXPECT_FALSE(watcher_->ask("{'a':'watch','c':'documents','d':'paper'}", "'watch'").empty());
    EXPECT_FALSE(
        elsewhere_->ask("{'a':'s','c':'documents','d':'other','v':null}", "'data'").empty());
  }

  static constexpr std::string_view kSubscribe = "{'a':'s','c':'documents','d':'paper','v':null}";

  static std::string edit(std::uint64_t seq, std::string_view source = {}) {
    return "{'a':'op','c':'documents','d':'paper','v':null,'seq':" + std::to_string(seq) +
           (source.empty() ? "" : ",'src':'" + std::string(source) + "'") +
           ",'op':[{'p':[],'na':1}]}";
  }
  /// The sockets of the document were closed, others were not, and it can be opened again with the
  /// content that `number` says.
  void expect_reopened(int number) {
    EXPECT_EQ(reader_->peer().wait_closed(), CloseReason::kTryAgainLater);
    EXPECT_EQ(watcher_->peer().wait_closed(), CloseReason::kTryAgainLater);
    auto again = connect(0);
    const auto snapshot = json::parse(again->ask(kSubscribe, "'a':'s'"));
    ASSERT_TRUE(snapshot && snapshot->contains("data"));
    EXPECT_EQ((*snapshot)["data"]["data"], number);
    EXPECT_FALSE(again->ask(edit(1), "'seq':1,").empty());
    EXPECT_FALSE(elsewhere_
                     ->ask("{'a':'op','c':'documents','d':'other','v':1,'seq':1,'op':[{'p':[],"
                           "'na':1}]}",
                           "'seq':1,")
                     .empty());
    EXPECT_EQ(elsewhere_->peer().closed(), std::nullopt);
    EXPECT_NE(metrics_.render().find("\nplenary_documents_failed_total 1\n"), std::string::npos);
  }

  std::unique_ptr<Client> reader_{connect(0)};
  std::unique_ptr<Client> watcher_{connect(1)};
  std::unique_ptr<Client> elsewhere_{connect(1)};
};

TEST_F(ExceptionsTest, InARequestCostsItsDocumentAlone) {
  documents_.with(kPaper, [](DocumentActor&) { throw std::runtime_error("a fault"); });
  expect_reopened(0);
}

TEST_F(ExceptionsTest, WhatWasAcknowledgedStaysAndWhatWasNotIsKnownWhenItIsSentAgain) {
  auto writer = connect(0);
  EXPECT_FALSE(writer->ask(edit(1, "author"), "'seq':1,").empty());
  // The operation is on its way to the store when the document fails.
  on_shard(shard(documents_.shard_of(kPaper.channel())), [this] {
    documents_.with(kPaper, [](DocumentActor& document) {
      SubmitRequest request;
      request.submission.source = "author";
      request.submission.sequence = {2};
      request.submission.body = as_json("[{'p':[],'na':1}]");
      request.done = [](const Result<Version>&) { throw std::runtime_error("a fault"); };
      document.submit(std::move(request));
    });
  });
  EXPECT_EQ(reader_->peer().wait_closed(), CloseReason::kTryAgainLater);
  auto again = connect(1);
  EXPECT_FALSE(again
                   ->ask("{'a':'op','c':'documents','d':'paper','v':2,'src':'author','seq':2,"
                         "'op':[{'p':[],'na':1}]}",
                         "'src':'author','seq':2,'v':2,")
                   .empty());
  EXPECT_EQ(stored_head(kPaper), 3u) << "once";
  expect_reopened(2);
}

TEST_F(ExceptionsTest, BehindOtherWorkClosesWhoWaitsForIt) {
  auto waiter = connect(1);
  families_->fail_writes({Errc::kReadOnly, "the disk is full"}, 1'000'000);
  waiter->say(edit(1));
  EXPECT_FALSE(watcher_->next_with("'read_only':true").empty());
  families_->fail_writes({}, 0);
  documents_.with(kPaper, [](DocumentActor& document) {
    document.read_content(std::nullopt,
                          [](const Result<ContentAt>&) { throw std::runtime_error("a fault"); });
  });
  EXPECT_EQ(waiter->peer().wait_closed(), CloseReason::kTryAgainLater);
  expect_reopened(0);
}

TEST_F(ExceptionsTest, InAChangeOfPropertiesCostsItsDocumentAlone) {
  documents_.with(kPaper, [](DocumentActor& document) {
    document.change_properties(
        [](const std::string&) -> std::string { throw std::runtime_error("a fault"); },
        [](const Result<ContentAt>&) {});
  });
  expect_reopened(0);
}

}  // namespace
}  // namespace plenary::server::testing
