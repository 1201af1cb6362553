#include "tests/integration/server/model_client.hpp"

#include <iterator>
#include <utility>

#include "protocol/ot/json0/json0.hpp"
#include "server/documents/document_state.hpp"
#include "tests/support/ot/random_delta.hpp"
#include "tests/support/ot/random_json0.hpp"

namespace plenary::server::testing {
namespace {

/// `remote` as it applies after `mine`, which the server will put behind it.
ot::Edit after_mine(const ot::Edit& remote, const ot::Edit& mine) {
  using ot::rich_text::Priority;
  if (const auto* delta = std::get_if<ot::rich_text::Decoded>(&remote)) {
    return ot::rich_text::Decoded{
        ot::rich_text::transform(delta->delta, std::get<ot::rich_text::Decoded>(mine).delta,
                                 Priority::kOpFirst),
        delta->form};
  }
  auto moved = ot::json0::transform(std::get<ot::json0::Op>(remote), std::get<ot::json0::Op>(mine),
                                    ot::json0::Side::kRight);
  EXPECT_TRUE(moved);
  return *std::move(moved);
}

std::string key_members(const DocumentKey& key) {
  return R"("c":")" + key.collection + R"(","d":")" + key.id + '"';
}

}  // namespace

ModelClient::ModelClient(SessionServices& services, storage::Store& store, Shard& shard,
                         std::uint64_t seed)
    : services_(services),
      store_(store),
      shard_(shard),
      random_(seed),
      id_("model-" + std::to_string(seed)) {}

ModelClient::~ModelClient() {
  on_shard(shard_, [this] { disconnect(); });
}

void ModelClient::connect() {
  peer_ = std::make_shared<RecordingPeer>(shard_);
  peer_->on_payload = [this, self = peer_.get()](const std::string& payload) {
    if (self == peer_.get()) {  // what comes through an old socket reaches nobody
      take(payload);
    }
  };
  session_ = std::make_shared<SyncSession>(services_, peer_, Identity::everybody());
  session_->open();
  session_->receive(R"({"a":"hs","id":")" + id_ + R"(","protocol":1,"protocolMinor":2})");
  for (auto& [id, replica] : replicas_) {
    if (replica.in_flight) {
      submit(replica, true);
    }
  }
  for (const auto& [id, replica] : replicas_) {
    subscribe(replica.key);
  }
}

void ModelClient::disconnect() {
  if (session_ != nullptr) {
    session_->close();
    session_.reset();
    peer_.reset();
  }
}

void ModelClient::subscribe(const DocumentKey& key) {
  const auto version =
      replicas_.try_emplace(key.id, Replica{key, {}, {}, {}, 0}).first->second.version;
  session_->receive(R"({"a":"s",)" + key_members(key) + R"(,"v":)" +
                    (version ? std::to_string(version->value) : "null") + "}");
}

void ModelClient::edit_something() {
  auto chosen =
      std::next(replicas_.begin(), static_cast<std::ptrdiff_t>(random_.below(replicas_.size())));
  Replica& replica = chosen->second;
  if (!replica.version || replica.in_flight || session_ == nullptr) {
    return;
  }
  if (const text::Rope* rope = replica.content.rich_text()) {
    replica.in_flight = ot::Edit(ot::rich_text::Decoded{
        test::random_change(random_, rope->length()), ot::rich_text::Form::kArray});
  } else {
    const auto document = json::parse(replica.content.to_json());
    replica.in_flight =
        ot::Edit(test::random_operation(random_, *document, test::StringForm::kText));
  }
  const auto applied = replica.content.apply(*replica.in_flight, {});
  EXPECT_TRUE(applied) << applied.error().detail;
  replica.sequence = next_sequence_++;
  submit(replica, false);
}

void ModelClient::submit(Replica& replica, bool again) {
  std::string message = R"({"a":"op",)" + key_members(replica.key) + R"(,"v":)" +
                        std::to_string(replica.version->value) + R"(,"seq":)" +
                        std::to_string(replica.sequence);
  if (again) {
    message += R"(,"src":")" + id_ + '"';
  }
  message += R"(,"op":)" + ot::encode_body(*replica.in_flight) + "}";
  session_->receive(message);
}

bool ModelClient::is_quiet() const {
  for (const auto& [id, replica] : replicas_) {
    if (!replica.version || replica.in_flight) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> ModelClient::complaints() const {
  const std::lock_guard lock(complaints_mutex_);
  return complaints_;
}

void ModelClient::complain(const std::string& what, const std::string& payload) {
  const std::lock_guard lock(complaints_mutex_);
  complaints_.push_back(id_ + ": " + what + ": " + payload);
}

void ModelClient::expect_stored(const DocumentKey& key, std::uint64_t version,
                                const std::string& payload) {
  const auto head = store_.head(key);
  if (!head || head->version.value < version) {
    complain("shows what is not in the store", payload);
  }
}

void ModelClient::take(const std::string& payload) {
  const auto parsed = json::parse(payload);
  if (!parsed) {
    complain("not JSON", payload);
    return;
  }
  const json::Value& message = *parsed;
  if (message.contains("error")) {
    complain("refused", payload);
    if (message.contains("d")) {
      replicas_.at(message["d"].get<std::string>()).in_flight.reset();
    }
  } else if (message.contains("d")) {
    Replica& replica = replicas_.at(message["d"].get<std::string>());
    if (message["a"] == "op") {
      take_op(message, replica);
    } else if (message.contains("data")) {
      const json::Value& data = message["data"];
      const auto version = data["v"].get<std::uint64_t>();
      expect_stored(replica.key, version, payload);
      auto content =
          ot::Content::from_json(data["type"].get<std::string>(), json::to_string(data["data"]));
      EXPECT_TRUE(content);
      replica.content = *std::move(content);
      replica.version = Version{version};
    }
  }
}

void ModelClient::take_op(const json::Value& message, Replica& replica) {
  const std::string payload = json::to_string(message);
  const auto version = message["v"].get<std::uint64_t>();
  expect_stored(replica.key, version + 1, payload);
  const bool is_acknowledgement = !message.contains("op");
  if (!replica.version || version > replica.version->value) {
    complain(is_acknowledgement ? "an acknowledgement before the operations below it" : "a gap",
             payload);
    return;
  }
  const bool mine =
      message["src"] == id_ && replica.in_flight && message["seq"] == replica.sequence;
  if (mine) {
    if (version < replica.version->value) {
      complain("an acknowledgement of a version that another operation has", payload);
    }
    replica.in_flight.reset();
    replica.version = replica.version->next();
  } else if (!is_acknowledgement && version == replica.version->value) {
    take_remote(message, replica);
  }
}

void ModelClient::take_remote(const json::Value& message, Replica& replica) {
  auto decoded = ot::decode_edit(replica.content.type(), json::to_string(message["op"]));
  ASSERT_TRUE(decoded) << decoded.error().detail;
  ot::Edit remote = *std::move(decoded);
  if (replica.in_flight) {
    const ot::Edit mine = std::get<ot::Edit>(*replica.in_flight);
    auto moved = ot::transform(*replica.in_flight, ot::Operation(remote));
    ASSERT_TRUE(moved) << moved.error().detail;
    replica.in_flight = *std::move(moved);
    remote = after_mine(remote, mine);
  }
  const auto applied = replica.content.apply(ot::Operation(remote), {});
  if (!applied) {
    complain("does not apply, " + applied.error().detail, json::to_string(message));
  }
  replica.version = replica.version->next();
}

std::string fold(const std::vector<storage::OpRecord>& ops) {
  DocumentState state{ot::SizeLimits{}};
  for (const storage::OpRecord& op : ops) {
    const auto replayed = state.replay(op);
    EXPECT_TRUE(replayed) << replayed.error().detail;
  }
  return state.content().to_json();
}

}  // namespace plenary::server::testing
