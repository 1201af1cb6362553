// The whole server ends at any moment, with everything under way: nothing is used after it is gone,
// and nothing that was acknowledged is lost. The thread sanitizer and the address sanitizer watch.

#include <chrono>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

#include "server/application.hpp"
#include "server/config/config.hpp"
#include "tests/integration/application/crowd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server::testing {
namespace {

using storage::testing::TemporaryDirectory;

/// The part of a text between `before` and the next `after`.
std::string between(const std::string& text, const std::string& before, char after) {
  const std::size_t at = text.find(before);
  if (at == std::string::npos) {
    ADD_FAILURE() << before << " is not in " << text;
    return {};
  }
  const std::size_t begin = at + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

class DestructionTest : public ::testing::Test {
 protected:
  DestructionTest() {
    log::set_level(log::Level::kError);
    config_.data_dir = directory_ / "data";
    config_.listen = {.address = "127.0.0.1", .port = 0};
    config_.threads = 2;
    config_.allowed_origins = {"http://plenary.example"};  // the Host of test requests
    config_.webhooks_to_private = true;
    config_.limits.seal_ops = 100;  // so that sealing is under way, too
    std::filesystem::create_directory(directory_ / "backups");
  }

  [[nodiscard]] Venue venue(std::uint16_t port) const {
    return {.port = port,
            .credentials = credentials_,
            .control = config_.data_dir / "control.sock",
            .backups = directory_ / "backups"};
  }

  /// Makes the first account with a token, and a paper with a webhook that all rounds share.
  void set_up() {
    Application application(config_);
    Venue here = venue(application.start().value());
    const std::string come = answer_to(
        here, "POST /api/v1/set-up",
        R"({"email":"ada@example.org","name":"Ada","password":"correct horse","secret":")" +
            application.set_up_secret() + "\"}");
    here.credentials = "Cookie: plenary_session=" + between(come, "plenary_session=", ';') + "\r\n";
    const std::string token = answer_to(
        here, "POST /api/v1/me/tokens",
        R"({"label":"T","abilities":["read_document","read_history","edit_document",)"
        R"("rename_document","create_document","see_presence","show_presence","read_threads",)"
        R"("comment","manage_access","export_document","administer"]})");
    credentials_ = "Authorization: Bearer " + between(token, R"("secret":")", '"') + "\r\n";
    here.credentials = credentials_;
    static_cast<void>(answer_to(here, "POST /api/v1/documents",
                                R"({"id":"shared","title":"Shared","content":{"format":"text",)"
                                R"("data":"Some words\n"}})"));
    const std::string hook =
        answer_to(here, "POST /api/v1/documents/shared/webhooks",
                  R"({"url":"http://127.0.0.1:)" + std::to_string(hooks_.port()) + R"(/hook"})");
    EXPECT_TRUE(hook.starts_with("HTTP/1.1 201")) << hook;
  }

  /// Expects every operation that was acknowledged before the server ended.
  void expect_kept(const Venue& here) {
    for (const auto& [paper, count] : acknowledged_) {
      const std::string read = answer_to(here, "GET /api/v1/documents/" + paper);
      const std::string version = count == 0 ? "0" : between(read, R"("version":)", ',');
      EXPECT_GE(std::strtoull(version.c_str(), nullptr, 10), count) << paper;
    }
  }

  const TemporaryDirectory directory_;
  const HookReceiver hooks_;
  Config config_;
  std::string credentials_;
  std::map<std::string, std::size_t> acknowledged_;
};

TEST_F(DestructionTest, EverythingEndsInTheMidstOfItsWork) {
  set_up();
  int round = 0;
  test::for_cases(8, [&](test::Random& random) {
    SCOPED_TRACE(round);
    Config config = config_;
    config.open = round % 2 == 1;
    auto application = std::make_unique<Application>(config);
    Venue here = venue(application->start().value());
    expect_kept(here);
    here.round = "round-" + std::to_string(round++);
    Crowd crowd(here, random);
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(400)));
    if (random.chance(50)) {
      application->stop();  // as SIGTERM does
    }
    application.reset();
    crowd.leave();
    acknowledged_ = crowd.acknowledged();
  });
}

/// Clients whose handshakes are under way, or never end.
TEST_F(DestructionTest, EncryptedConnectionsEndWithTheServer) {
  config_.tls_certificate = std::filesystem::path(PLENARY_TEST_DATA) / "tls/certificate.pem";
  config_.tls_key = std::filesystem::path(PLENARY_TEST_DATA) / "tls/key.pem";
  test::for_cases(4, [&](test::Random& random) {
    Application application(config_);
    const std::uint16_t port = application.start().value();
    std::vector<Wire> wires;
    for (std::size_t i = 0; i < 20; ++i) {
      wires.emplace_back(port);
      wires.back().send(std::string_view("\x16\x03\x01\x00\xc8\x01", random.below(6)));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(50)));
  });
}

TEST_F(DestructionTest, AServerThatCouldNotStartEndsAsAnyOther) {
  Application first(config_);
  const std::uint16_t port = first.start().value();
  Config same_port = config_;
  same_port.data_dir = directory_ / "other";
  same_port.listen.port = port;
  EXPECT_FALSE(Application(same_port).start()) << "everything else had begun";
  Config same_directory = config_;
  EXPECT_FALSE(Application(same_directory).start()) << "nothing had";
  Config no_certificate = config_;
  no_certificate.data_dir = directory_ / "third";
  no_certificate.tls_certificate = no_certificate.tls_key = directory_ / "missing.pem";
  EXPECT_FALSE(Application(no_certificate).start()) << "half of it had";
  Application never(config_);  // not started at all
  first.stop();
  first.stop();
}

}  // namespace
}  // namespace plenary::server::testing
