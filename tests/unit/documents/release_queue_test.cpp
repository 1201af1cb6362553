#include "server/documents/release_queue.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// Writes down what is released: "op1 op2 | answer | …", departures of one run together.
class ReleaseQueueTest : public ::testing::Test {
 protected:
  void push_op(std::uint64_t version) {
    auto op = std::make_shared<Committed>();
    op->record.version = {version};
    SubmitRequest request;
    request.message = std::to_string(version);
    queue_.push({version + 1}, Departure{std::move(op), nullptr, {}}, std::move(request));
  }
  void push_answer(std::uint64_t needs, const std::string& name) {
    queue_.push({needs}, Task([this, name] { released_ += "| " + name + " "; }));
  }
  std::string release(std::uint64_t durable) {
    released_.clear();
    queue_.release({durable}, [this](const std::vector<Departure>& ops,
                                     const std::vector<SubmitRequest>& requests) {
      EXPECT_EQ(ops.size(), requests.size());
      released_ += "| ";
      for (std::size_t i = 0; i < ops.size(); ++i) {
        released_ += "op" + std::to_string(ops[i].op->record.version.value) + " ";
      }
    });
    return released_;
  }
  ReleaseQueue queue_;
  std::string released_;
};

TEST_F(ReleaseQueueTest, AnswersWaitUntilWhatTheyShowIsDurableAndKeepTheirOrder) {
  push_answer(1, "old");
  push_op(1);
  push_op(2);
  push_answer(3, "read");
  push_op(3);
  EXPECT_EQ(release(0), "");
  EXPECT_EQ(release(1), "| old ");
  EXPECT_EQ(release(2), "| op1 ");
  EXPECT_EQ(release(4), "| op2 | read | op3 ");
  EXPECT_TRUE(queue_.empty());
}

TEST_F(ReleaseQueueTest, AnAnswerThatNeedsLittleDoesNotPassOneThatNeedsMore) {
  push_op(5);
  push_answer(1, "refusal");
  EXPECT_EQ(release(5), "");
  EXPECT_EQ(release(6), "| op5 | refusal ");
}

TEST_F(ReleaseQueueTest, OperationsThatLeaveTogetherTravelTogether) {
  push_op(1);
  push_op(2);
  push_op(3);
  EXPECT_EQ(release(4), "| op1 op2 op3 ");
}

TEST_F(ReleaseQueueTest, WhatIsForgottenGivesItsRequestsBackInOrder) {
  push_op(1);
  ReadRequest read;
  read.action = "f";
  queue_.push({2}, Task([this] { released_ += "read"; }), std::move(read));
  queue_.push({2}, Task([this] { released_ += "shown"; }), Task([this] { released_ += "again"; }));
  push_answer(2, "lost");
  auto requests = queue_.take_all();
  EXPECT_TRUE(queue_.empty());
  ASSERT_EQ(requests.size(), 4u);
  EXPECT_EQ(std::get<SubmitRequest>(requests[0]).message, "1");
  EXPECT_EQ(std::get<ReadRequest>(requests[1]).action, "f");
  std::get<Task>(requests[2])();
  EXPECT_TRUE(std::holds_alternative<std::monostate>(requests[3]));
  EXPECT_EQ(released_, "again");
  EXPECT_EQ(release(9), "");
}

}  // namespace
}  // namespace plenary::server
