#include "tests/support/server/server_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace plenary::server::testing {

std::string as_json(std::string_view json) {
  std::string out(json);
  std::replace(out.begin(), out.end(), '\'', '"');
  return out;
}

Client::Client(SessionServices& services, Shard& shard, Identity who, EmbedKinds understood)
    : shard_(shard), peer_(std::make_shared<RecordingPeer>(shard)) {
  session_ =
      std::make_shared<SyncSession>(services, peer_, std::move(who), std::string(), understood);
  on_shard(shard_, [this] { session_->open(); });
  static_cast<void>(peer_->next());  // the greeting
}

void Client::say_raw(std::string message) {
  on_shard(shard_, [this, message = std::move(message)] { session_->receive(message); });
}

std::string Client::ask(std::string_view message, std::string_view part) {
  say(message);
  return next_with(part);
}

std::vector<std::string> Client::before_pong() {
  say("{'a':'pp'}");
  std::vector<std::string> before;
  while (true) {
    std::string payload = next();
    if (payload.empty() || payload == R"({"a":"pp"})") {
      return before;
    }
    before.push_back(std::move(payload));
  }
}

void Client::recheck() {
  on_shard(shard_, [this] { session_->recheck(); });
}

void Client::hang_up() {
  if (session_ != nullptr) {
    on_shard(shard_, [this] { session_->close(); });
    session_.reset();
  }
}

ServerTest::ServerTest(const Limits& limits) : limits_(limits) {
  services_ = std::make_unique<SessionServices>(
      SessionServices{documents_, server_.shards.presence(), server_.shards.threads(), access_,
                      client_ids_, limits_, metrics_, server_.read_answers,
                      [this] { return "client-" + std::to_string(++ids_); }});
  server_.shards.start();
}

ServerTest::~ServerTest() {
  server_.stop();
}

std::unique_ptr<Client> ServerTest::connect(std::size_t index, const Identity& who,
                                            EmbedKinds understood) {
  return std::make_unique<Client>(*services_, shard(index), who, understood);
}

void ServerTest::create(const DocumentKey& key, std::string_view type, std::string_view data) {
  std::promise<Result<Version>> created;
  documents_.with(key, [&](DocumentActor& document) {
    SubmitRequest request;
    request.submission.kind = Submission::Kind::kCreate;
    request.submission.source = "creator-of-" + key.id;
    request.submission.sequence = {1};
    request.submission.type = type;
    request.submission.body = as_json(data);
    request.done = [&created](Result<Version> at) { created.set_value(std::move(at)); };
    document.submit(std::move(request));
  });
  const Result<Version> at = created.get_future().get();
  ASSERT_TRUE(at) << at.error().detail;
}

void ServerTest::wait_until(const std::function<bool()>& ready) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!ready()) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it never came";
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::size_t ServerTest::open_documents() {
  std::size_t open = 0;
  for (std::size_t i = 0; i < server_.shards.size(); ++i) {
    open += on_shard(shard(i), [this, i] { return server_.shards.open_documents(i); });
  }
  return open;
}

std::uint64_t ServerTest::stored_head(const DocumentKey& key) {
  const auto head = store_.head(key);
  return head ? head->version.value : 0;
}

std::vector<storage::OpRecord> ServerTest::stored_ops(const DocumentKey& key) {
  std::vector<storage::OpRecord> ops;
  const auto read =
      store_.read_ops(key, {0}, {stored_head(key)}, [&ops](storage::OpRecord&& record) {
        ops.push_back(std::move(record));
        return true;
      });
  EXPECT_TRUE(read) << read.error().detail;
  return ops;
}

}  // namespace plenary::server::testing
