#include "server/webhooks/webhooks.hpp"

#include <sodium.h>

#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "server/runtime/pool.hpp"
#include "server/webhooks/signature.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

using testing::HandClock;

struct Sent {
  HookUrl url;
  std::multimap<std::string, std::string> headers;
  std::string body;
};

/// Keeps the messages that were sent, and gives the answers that a test sets.
struct Post {
  std::mutex mutex;
  std::vector<Sent> sent;
  int status{204};
};

class RecordingSender final : public HookSender {
 public:
  explicit RecordingSender(Post& post) : post_(post) {}
  Result<int> post(const HookUrl& url, const std::multimap<std::string, std::string>& headers,
                   const std::string& body) override {
    const std::lock_guard lock(post_.mutex);
    post_.sent.push_back({url, headers, body});
    return post_.status;
  }

 private:
  Post& post_;
};

class WebhooksTest : public ::testing::Test {
 protected:
  WebhooksTest() {
    EXPECT_GE(sodium_init(), 0);
    open();
  }
  ~WebhooksTest() override { background_.stop(); }

  void open() {
    // Posted tasks end before their owner goes.
    std::promise<void> idle;
    background_.post([&idle] { idle.set_value(); });
    idle.get_future().wait();
    hooks_ = Webhooks::load(store_, clock_, background_, std::make_unique<RecordingSender>(post_))
                 .value();
  }
  Webhook add(const std::string& paper, std::vector<std::string> types = {}) {
    return hooks_
        ->add({.paper = paper, .url = "https://example.org/hook", .types = std::move(types)})
        .value();
  }
  void happen(const std::string& type, const std::string& paper) {
    hooks_->happened({.type = type,
                      .paper = paper,
                      .at = clock_.now(),
                      .author_id = "a-1",
                      .author_name = "Ama",
                      .thread = 3,
                      .number = 5});
  }
  std::size_t count() {
    const std::lock_guard lock(post_.mutex);
    return post_.sent.size();
  }
  /// Waits until so many were sent; a little longer, to see that it stays so.
  bool sent(std::size_t wanted) {
    for (int i = 0; i < 2000 && count() < wanted; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return count() == wanted;
  }
  std::size_t waiting() {
    std::size_t rows = 0;
    EXPECT_TRUE(store_.read_records("webhook_deliveries", [&rows](std::string&&, std::string&&) {
      rows += 1;
      return true;
    }));
    return rows;
  }

  HandClock clock_{1'795'341'600'000};
  Post post_;
  storage::KeyValueStore store_{std::make_shared<storage::MemoryFamilies>()};
  Pool background_{1};
  std::unique_ptr<Webhooks> hooks_;
};

TEST_F(WebhooksTest, WhoListensIsToldSignedAndWithoutWords) {
  const Webhook hook = add("dc");
  hooks_->start();
  happen("thread.started", "dc");
  ASSERT_TRUE(sent(1));
  const Sent& message = post_.sent.front();
  EXPECT_EQ(
      message.body,
      R"({"data":{"author":{"id":"a-1","name":"Ama"},"document":"dc","event":"5","thread":"3"},"timestamp":"2026-11-22T10:00:00Z","type":"thread.started"})");
  const std::string id = message.headers.find("webhook-id")->second;
  EXPECT_EQ(message.headers.find("webhook-timestamp")->second, "1795341600");
  EXPECT_EQ(message.headers.find("webhook-signature")->second,
            sign_webhook(hook.secret, id, clock_.now(), message.body).value());
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(WebhooksTest, EachHearsOfItsPaperAndItsTypesOnly) {
  static_cast<void>(add("dc"));
  static_cast<void>(add("other"));
  static_cast<void>(add("", {"document.created"}));
  hooks_->start();
  happen("thread.started", "dc");
  happen("document.created", "third");
  EXPECT_TRUE(sent(2));
}

TEST_F(WebhooksTest, WhatIsNotTakenIsTriedAgainAfterAPause) {
  static_cast<void>(add("dc"));
  post_.status = 500;
  hooks_->start();
  happen("thread.started", "dc");
  ASSERT_TRUE(sent(1));
  EXPECT_EQ(waiting(), 1u);
  EXPECT_EQ(hooks_->of("dc").front().last_error, "it answered 500");
  post_.status = 204;
  clock_.pass(std::chrono::milliseconds(4'999));
  hooks_->stop();
  open();  // as after a restart: what waits is still there
  hooks_->start();
  EXPECT_TRUE(sent(1)) << "not yet";
  hooks_->stop();
  clock_.pass(std::chrono::milliseconds(1));
  open();
  hooks_->start();
  ASSERT_TRUE(sent(2));
  EXPECT_EQ(post_.sent[0].headers.find("webhook-id")->second,
            post_.sent[1].headers.find("webhook-id")->second);
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(hooks_->of("dc").front().last_error, "");
}

TEST_F(WebhooksTest, WhatNobodyTakesIsGivenUpAfterTheLastPause) {
  static_cast<void>(add("dc"));
  post_.status = 503;
  happen("thread.started", "dc");
  for (std::size_t attempt = 1; attempt <= 10; ++attempt) {
    hooks_->start();
    ASSERT_TRUE(sent(attempt));
    hooks_->stop();
    clock_.pass(std::chrono::hours(24));
    open();
  }
  hooks_->start();
  EXPECT_TRUE(sent(10));
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(WebhooksTest, WhoSaysGoneIsToldNothingMore) {
  static_cast<void>(add("dc"));
  post_.status = 410;
  hooks_->start();
  happen("thread.started", "dc");
  ASSERT_TRUE(sent(1));
  happen("thread.started", "dc");
  EXPECT_TRUE(sent(1));
  EXPECT_TRUE(hooks_->of("dc").front().gone);
}

TEST_F(WebhooksTest, WhatIsRemovedHearsNothing) {
  const Webhook hook = add("dc");
  EXPECT_FALSE(hooks_->remove("other", hook.id)) << "not through another paper";
  EXPECT_TRUE(hooks_->remove("dc", hook.id));
  hooks_->start();
  happen("thread.started", "dc");
  EXPECT_TRUE(sent(0));
}

TEST_F(WebhooksTest, AWrongAddressOrTypeIsRefused) {
  EXPECT_FALSE(hooks_->add({.paper = "dc", .url = "file:///etc/passwd"}));
  EXPECT_FALSE(hooks_->add({.paper = "dc", .url = "https://example.org/", .types = {"all"}}));
  for (int i = 0; i < 20; ++i) {
    static_cast<void>(add("dc"));
  }
  EXPECT_FALSE(hooks_->add({.paper = "dc", .url = "https://example.org/"}));
}

}  // namespace
}  // namespace plenary::server
