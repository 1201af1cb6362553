#include <string>

#include <gtest/gtest.h>

#include "tests/integration/http/plenaryd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::first_account;
using testing::kJson;
using testing::Plenaryd;
using testing::Reach;

const std::string kCertificate = std::string(PLENARY_TEST_DATA) + "/tls/certificate.pem";
const std::string kKey = std::string(PLENARY_TEST_DATA) + "/tls/key.pem";

class Tls : public ::testing::Test {
 protected:
  Tls() {
    client_.set_ca_cert_path(kCertificate.c_str());
    client_.enable_server_certificate_verification(true);
    client_.set_read_timeout(30);
    client_.set_keep_alive(true);
  }

  TemporaryDirectory data_;
  Plenaryd server_{
      data_.path(), {"--tls-cert", kCertificate, "--tls-key", kKey}, Reach::kOwnMachine};
  httplib::SSLClient client_{"localhost", server_.port()};
};

TEST_F(Tls, RequestsAreAnsweredOneAfterTheOther) {
  for (int i = 0; i < 3; ++i) {
    const auto answer = client_.Get("/healthz");
    ASSERT_TRUE(answer) << httplib::to_string(answer.error());
    EXPECT_EQ(answer->body, "ok\n");
  }
}

TEST_F(Tls, TheCookieIsForEncryptedConnectionsOnly) {
  const std::string secret = server_.read_set_up_secret();
  const auto answer =
      client_.Post("/api/v1/set-up",
                   R"({"secret":")" + secret +
                       R"(","email":"ama@example.org","name":"Ama","password":"a long password"})",
                   kJson);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
  const std::string cookie = answer->get_header_value("Set-Cookie");
  for (const char* part : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
  }
}

TEST_F(Tls, WhoSpeaksInTheClearHearsNothingOfUse) {
  const std::string answer = server_.exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(answer.find("ok"), std::string::npos);
}

TEST_F(Tls, WhoNeverShakesHandsDoesNotKeepOthersFromIt) {
  static_cast<void>(server_.exchange(std::string("\x16\x03\x01", 3), 50));
  EXPECT_TRUE(client_.Get("/healthz"));
}

TEST_F(Tls, ALargeBodyAndALargeAnswerComeThroughWhole) {
  const auto made =
      client_.Post("/api/v1/set-up", first_account(server_.read_set_up_secret()), kJson);
  ASSERT_TRUE(made);
  const std::string header = made->get_header_value("Set-Cookie");
  const httplib::Headers cookie{{"Cookie", header.substr(0, header.find(';'))}};
  const std::string words(3 * 1024 * 1024, 'x');
  const auto created =
      client_.Post("/api/v1/documents", cookie,
                   R"({"id":"big","content":{"format":"text","data":")" + words + R"("}})", kJson);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->status, 201);
  const auto content = client_.Get("/api/v1/documents/big/content?format=text", cookie);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->body, words + "\n");
}

TEST(TlsSettings, AKeyThatIsNotTheCertificatesIsRefusedInWords) {
  const TemporaryDirectory data;
  const auto ended =
      testing::run_plenaryd({"--data-dir", data.path().string(), "--listen", "127.0.0.1:0",
                             "--tls-cert", kCertificate, "--tls-key", kCertificate});
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.error.find("--tls-key"), std::string::npos) << ended.error;
}

TEST(TlsSettings, BothFilesOrNone) {
  const TemporaryDirectory data;
  const auto ended =
      testing::run_plenaryd({"--data-dir", data.path().string(), "--tls-cert", kCertificate});
  EXPECT_EQ(ended.status, 2);
}

}  // namespace
}  // namespace plenary::server
