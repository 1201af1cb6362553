#include "tests/unit/api/service_fixture.hpp"

#include <chrono>
#include <future>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::server::testing {
namespace {

constexpr std::chrono::seconds kAnswerTime{20};

/// A socket that nobody reads.
class SilentPeer final : public Peer {
 public:
  explicit SilentPeer(Shard& shard) : shard_(shard) {}
  Shard& shard() override { return shard_; }
  void send(Bytes) override {}
  void send_newest(const std::string&, Bytes) override {}
  void close(CloseReason) override {}

 private:
  Shard& shard_;
};

std::map<std::string, std::string> split_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = pair.find('=');
    query[std::string(pair.substr(0, equals))] = std::string(pair.substr(equals + 1));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return query;
}

/// Waits for the value of a promise, but not for ever.
template <class Value>
Value await(std::promise<Value>& promise) {
  auto future = promise.get_future();
  PLENARY_ASSERT(future.wait_for(kAnswerTime) == std::future_status::ready, "it is answered");
  return future.get();
}

}  // namespace

json::Value json_of(const HttpResponse& response) {
  auto parsed = json::parse(*response.body);
  if (!parsed) {
    ADD_FAILURE() << "not JSON: " << *response.body;
    return {};
  }
  return *std::move(parsed);
}

ServiceTest::ServiceTest()
    : archive_(
          store_, clock_, [this] { return next_id(); }, server_.past, server_.shards.documents(),
          pools_),
      services_{server_.shards.documents(),
                server_.shards.presence(),
                server_.shards.threads(),
                read_marks_,
                server_.past,
                archive_,
                pictures_,
                store_,
                pools_,
                server_.metrics,
                clock_,
                config_,
                [this] { return next_id(); },
                draining_} {
  auto service = make_http_service(services_);
  PLENARY_ASSERT(service.has_value(), "there is no web directory that could be wrong");
  service_ = *std::move(service);
  server_.shards.start();
}

ServiceTest::~ServiceTest() {
  server_.stop();
}

HttpResponse ServiceTest::ask(const std::string& method, const std::string& target,
                              const std::string& body, Headers headers) {
  HttpRequest request;
  request.method = method;
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query =
      split_query(std::string_view(target).substr(std::min(question + 1, target.size())));
  request.headers = std::move(headers);
  request.headers.emplace("host", "plenary.example");
  if (!body.empty()) {
    request.headers.emplace("content-type", "application/json");
  }
  request.body = body;
  std::promise<HttpResponse> answered;
  // As a connection does it: on a shard.
  server_.shards[0].post([this, request = std::move(request), &answered]() mutable {
    service_.handler(std::move(request), [&answered](HttpResponse response) {
      answered.set_value(std::move(response));
    });
  });
  return await(answered);
}

void ServiceTest::make_paper(const std::string& id, const std::string& title,
                             const std::string& text) {
  json::Value body;
  body["id"] = id;
  body["title"] = title;
  body["content"] = {{"format", "text"}, {"data", text}};
  ASSERT_EQ(ask("POST", "/api/v1/documents", json::to_string(body)).status, 201u);
}

Result<Version> ServiceTest::submit(const std::string& id, Submission submission) {
  submission.source = "client-" + std::to_string(++ids_);
  submission.sequence = Sequence{1};
  std::promise<Result<Version>> answered;
  SubmitRequest request;
  request.submission = std::move(submission);
  request.done = [&answered](Result<Version> result) { answered.set_value(std::move(result)); };
  server_.shards.documents().with({"documents", id},
                                  [request = std::move(request)](DocumentActor& actor) mutable {
                                    actor.submit(std::move(request));
                                  });
  return await(answered);
}

void ServiceTest::edit(const std::string& id, const std::string& delta) {
  Submission submission;
  submission.body = delta;
  const auto submitted = submit(id, std::move(submission));
  ASSERT_TRUE(submitted) << submitted.error().detail;
}

void ServiceTest::enter(const std::string& id, const std::string& name) {
  const auto peer = std::make_shared<SilentPeer>(server_.shards[0]);
  peers_.push_back(peer);
  wire::PresenceUpdate update;
  update.channel = "documents." + id;
  update.id = "presence-" + name;
  update.presence_version = 1;
  update.value = R"({"index":0,"length":0,"name":")" + name + R"("})";
  std::promise<void> entered;
  server_.shards.presence().with(update.channel, [&](PresenceHub& hub) {
    hub.update(peer, "client-" + name, update);
    entered.set_value();
  });
  entered.get_future().wait();
}

}  // namespace plenary::server::testing
