#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "server/documents/document_state.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_embeds.hpp"

// Clients that lag behind edit text, tables and notes of one paper through the state that decides
// at the server. CASES and SEED: tests/support/ot/random.hpp.

namespace plenary::server {
namespace {

using ot::rich_text::Delta;
using ot::rich_text::Priority;
using test::Random;

constexpr std::size_t kPapers = 2'000;
constexpr std::size_t kClients = 3;
constexpr std::size_t kSteps = 16;

std::string json_of(const Delta& delta) {
  std::string json;
  ot::rich_text::append(json, delta);
  return json;
}

/// The server: the state, and the operations that it has committed.
struct Server {
  DocumentState state{ot::SizeLimits{}};
  std::vector<CommittedPtr> log{};

  void take(Submission submission) {
    const auto decision = state.stage(std::move(submission), Timestamp{5000});
    ASSERT_TRUE(decision) << decision.error().detail;
    log.push_back(std::get<CommittedPtr>(*decision));
  }
  [[nodiscard]] Delta content() const { return state.content().rich_text()->to_delta(); }
};

/// A client as ShareDB has it: one operation of its own on its way, of which it has seen nothing.
class PaperClient {
 public:
  PaperClient(std::string name, Delta document, Version version)
      : name_(std::move(name)), document_(std::move(document)), version_(version) {}

  void edit(Random& random, Server& server) {
    if (pending_) {
      return;
    }
    pending_ = test::random_paper_change(random, document_);
    document_ = ot::rich_text::normal_form(compose(document_, *pending_));
    Submission submission;
    submission.base = version_;
    submission.source = name_;
    submission.sequence = Sequence{++sequence_};
    submission.body = json_of(*pending_);
    server.take(std::move(submission));
  }
  /// Takes the next operation of the server; false if it has all.
  bool receive(const Server& server) {
    if (version_.value == server.log.size()) {
      return false;
    }
    const Committed& next = *server.log[version_.value];
    version_ = version_.next();
    if (next.record.source == name_) {
      pending_.reset();
      return true;
    }
    Delta theirs = ot::rich_text::decode(next.record.body)->delta;
    if (pending_) {
      const Delta mine = *pending_;
      pending_ = transform(mine, theirs, Priority::kOverFirst);
      theirs = transform(theirs, mine, Priority::kOpFirst);
    }
    document_ = ot::rich_text::normal_form(compose(document_, theirs));
    return true;
  }
  [[nodiscard]] const Delta& document() const { return document_; }

 private:
  std::string name_;
  Delta document_;
  Version version_;
  std::optional<Delta> pending_{};
  std::uint64_t sequence_{0};
};

TEST(ConcurrentPapers, AllEndWithTheServersPaper) {
  test::for_cases(kPapers, [](Random& random) {
    const Delta paper = test::random_paper(random);
    Server server;
    Submission birth;
    birth.kind = Submission::Kind::kCreate;
    birth.source = "founder";
    birth.sequence = Sequence{1};
    birth.type = "rich-text";
    birth.body = json_of(paper);
    server.take(std::move(birth));
    std::vector<PaperClient> clients;
    for (std::size_t i = 0; i < kClients; ++i) {
      clients.emplace_back("client" + std::to_string(i), paper, Version{1});
    }
    for (std::size_t step = 0; step < kSteps; ++step) {
      PaperClient& client = clients[random.below(kClients)];
      if (random.chance(50)) {
        client.edit(random, server);
      } else {
        client.receive(server);
      }
    }
    for (PaperClient& client : clients) {
      while (client.receive(server)) {
      }
      ASSERT_EQ(test::notation(client.document()), test::notation(server.content()));
    }
  });
}

}  // namespace
}  // namespace plenary::server
