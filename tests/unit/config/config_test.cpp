#include "server/config/config.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;

std::variant<Config, Farewell> read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "plenaryd");
  return read_config(static_cast<int>(arguments.size()), arguments.data());
}

/// The settings of arguments that are right; --data-dir is added.
Config accepted(std::vector<const char*> arguments) {
  arguments.insert(arguments.end(), {"--data-dir", "/data"});
  const auto outcome = read(std::move(arguments));
  if (const auto* farewell = std::get_if<Farewell>(&outcome)) {
    ADD_FAILURE() << farewell->text;
    return {};
  }
  return std::get<Config>(outcome);
}

/// Why arguments are refused; --data-dir is added.
std::string refusal(std::vector<const char*> arguments) {
  arguments.insert(arguments.end(), {"--data-dir", "/data"});
  const auto outcome = read(std::move(arguments));
  const auto* farewell = std::get_if<Farewell>(&outcome);
  if (farewell == nullptr || farewell->status == 0) {
    ADD_FAILURE() << "not refused";
    return {};
  }
  return farewell->text;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// An environment variable that is set as long as the object is.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { ::unsetenv(name_); }

 private:
  const char* name_;
};

TEST(Config, DefaultsAreSafe) {
  const Config config = accepted({});
  EXPECT_EQ(config.data_dir, "/data");
  EXPECT_EQ(config.listen.to_string(), "127.0.0.1:7460");
  EXPECT_FALSE(config.open);
  EXPECT_FALSE(config.web_dir);
  EXPECT_EQ(config.durability, storage::Durability::kStrict);
  EXPECT_EQ(config.log_level, log::Level::kInfo);
  EXPECT_GE(config.threads, 1u);
  EXPECT_EQ(config.limits.frame_bytes_max, kFrameBytesMax);
  EXPECT_EQ(config.limits.document_units_max, kDocumentUnitsMax);
  EXPECT_EQ(config.limits.http_body_bytes_max, kHttpBodyBytesMax);
  EXPECT_EQ(config.limits.outbox_bytes_max, kOutboxBytesMax);
  EXPECT_EQ(config.limits.document_idle_time, kDocumentIdleTime);
}

TEST(Config, EveryFlagIsRead) {
  const TemporaryDirectory web;
  const std::string web_dir = web.path().string();
  const Config config = accepted({"--listen",
                                  "[::1]:0",
                                  "--open",
                                  "--web-dir",
                                  web_dir.c_str(),
                                  "--durability",
                                  "relaxed",
                                  "--log-level",
                                  "debug",
                                  "--threads",
                                  "3",
                                  "--max-frame-bytes",
                                  "2048",
                                  "--max-document-units",
                                  "1000",
                                  "--max-http-body-bytes",
                                  "4096",
                                  "--max-outbox-bytes",
                                  "65536",
                                  "--document-idle-seconds",
                                  "5",
                                  "--allowed-origin",
                                  "https://example.org",
                                  "--allowed-origin",
                                  "http://localhost:5173"});
  EXPECT_EQ(config.listen, (ListenAddress{"::1", 0}));
  EXPECT_TRUE(config.open);
  EXPECT_EQ(config.web_dir, web.path());
  EXPECT_EQ(config.durability, storage::Durability::kRelaxed);
  EXPECT_EQ(config.log_level, log::Level::kDebug);
  EXPECT_EQ(config.threads, 3u);
  EXPECT_EQ(config.limits.frame_bytes_max, 2048u);
  EXPECT_EQ(config.limits.document_units_max, 1000u);
  EXPECT_EQ(config.limits.http_body_bytes_max, 4096u);
  EXPECT_EQ(config.limits.outbox_bytes_max, 65536u);
  EXPECT_EQ(config.limits.document_idle_time, std::chrono::seconds(5));
  EXPECT_EQ(config.allowed_origins,
            (std::vector<std::string>{"https://example.org", "http://localhost:5173"}));
}

TEST(Config, ADataDirectoryIsRequired) {
  const auto outcome = read({});
  ASSERT_TRUE(std::holds_alternative<Farewell>(outcome));
  EXPECT_TRUE(holds(std::get<Farewell>(outcome).text, "--data-dir"));
  EXPECT_EQ(std::get<Farewell>(outcome).status, 2);
}

TEST(Config, WithoutOpenItListensOnLoopbackOnly) {
  for (const char* near : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"}) {
    EXPECT_TRUE(accepted({"--listen", near}).listen.is_loopback()) << near;
  }
  for (const char* far : {"0.0.0.0:1", "192.168.1.5:1", "[::]:1", "[2001:db8::1]:1"}) {
    const std::string why = refusal({"--listen", far});
    EXPECT_TRUE(holds(why, "whoever reaches it")) << why;
    EXPECT_TRUE(holds(why, "--open")) << why;
    EXPECT_EQ(accepted({"--open", "--listen", far}).listen.to_string(), far);
  }
}

TEST(Config, OpenTakesLargerFramesUnlessToldOtherwise) {
  EXPECT_EQ(accepted({"--open"}).limits.frame_bytes_max, kFrameBytesMaxOpen);
  EXPECT_EQ(accepted({"--open", "--max-frame-bytes", "1048576"}).limits.frame_bytes_max, 1048576u);
}

TEST(Config, AddressesThatAreNoneAreRefused) {
  for (const char* wrong :
       {"", "7460", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", ":7460", "example.org:80",
        "::1:80", "[::1]", "127.0.0.1:-1", "127.0.0.1:8x", "[127.0.0.1]:80"}) {
    EXPECT_FALSE(parse_listen_address(wrong)) << wrong;
  }
  EXPECT_TRUE(holds(refusal({"--listen", "example.org:80"}), "such as 127.0.0.1:7460"));
}

TEST(Config, NumbersOutsideTheirRangeAreRefused) {
  EXPECT_TRUE(holds(refusal({"--threads", "0"}), "--threads"));
  EXPECT_TRUE(holds(refusal({"--threads", "257"}), "--threads"));
  EXPECT_EQ(accepted({"--threads", "256"}).threads, 256u);
  EXPECT_TRUE(holds(refusal({"--max-frame-bytes", "1023"}), "--max-frame-bytes"));
  EXPECT_EQ(accepted({"--max-frame-bytes", "1024"}).limits.frame_bytes_max, 1024u);
  EXPECT_TRUE(holds(refusal({"--max-outbox-bytes", "65535"}), "--max-outbox-bytes"));
  EXPECT_TRUE(holds(refusal({"--document-idle-seconds", "0"}), "--document-idle-seconds"));
  EXPECT_TRUE(holds(refusal({"--max-document-units", "many"}), "--max-document-units"));
}

TEST(Config, WordsOutsideTheirListAreRefused) {
  EXPECT_TRUE(holds(refusal({"--durability", "maybe"}), "relaxed"));
  EXPECT_TRUE(holds(refusal({"--log-level", "loud"}), "warning"));
  EXPECT_TRUE(holds(refusal({"--frobnicate"}), "--frobnicate"));
  EXPECT_TRUE(holds(refusal({"--web-dir", "/no/such/place"}), "/no/such/place"));
}

TEST(Config, OriginsAreSchemeAndHost) {
  EXPECT_EQ(accepted({"--allowed-origin", "https://a.example,http://b.example:81"}).allowed_origins,
            (std::vector<std::string>{"https://a.example", "http://b.example:81"}));
  for (const char* wrong : {"example.org", "https://", "https://example.org/", "ftp://example.org",
                            "https://example.org/page", "*"}) {
    EXPECT_TRUE(holds(refusal({"--allowed-origin", wrong}), "is not an origin")) << wrong;
  }
}

TEST(Config, TheCommandLineWinsOverTheEnvironmentAndThatOverTheFile) {
  const TemporaryDirectory directory;
  const std::string file = (directory / "plenary.toml").string();
  std::ofstream(file) << "# settings\nthreads = 2\nlog-level = \"error\"\nopen = true\n"
                         "listen = \"127.0.0.1:1\"\n"
                         "allowed-origin = [\"https://a.example\", \"https://b.example\"]\n";
  const Variable level("PLENARY_LOG_LEVEL", "warning");
  const Variable listen("PLENARY_LISTEN", "127.0.0.1:2");
  const Config config = accepted({"--config", file.c_str(), "--listen", "127.0.0.1:3"});
  EXPECT_EQ(config.threads, 2u);
  EXPECT_TRUE(config.open);
  EXPECT_EQ(config.log_level, log::Level::kWarning);
  EXPECT_EQ(config.listen.port, 3);
  EXPECT_EQ(config.allowed_origins.size(), 2u);
}

TEST(Config, TheEnvironmentSaysEverySetting) {
  const Variable data("PLENARY_DATA_DIR", "/from/environment");
  const Variable open("PLENARY_OPEN", "true");
  const Variable frame("PLENARY_MAX_FRAME_BYTES", "4096");
  const Variable origins("PLENARY_ALLOWED_ORIGIN", "https://a.example,https://b.example");
  const auto outcome = read({});
  ASSERT_TRUE(std::holds_alternative<Config>(outcome)) << std::get<Farewell>(outcome).text;
  const Config& config = std::get<Config>(outcome);
  EXPECT_EQ(config.data_dir, "/from/environment");
  EXPECT_TRUE(config.open);
  EXPECT_EQ(config.limits.frame_bytes_max, 4096u);
  EXPECT_EQ(config.allowed_origins.size(), 2u);
}

TEST(Config, AFileWithAMistakeIsRefused) {
  const TemporaryDirectory directory;
  const std::string file = (directory / "plenary.toml").string();
  std::ofstream(file) << "treads = 2\n";
  EXPECT_TRUE(holds(refusal({"--config", file.c_str()}), "treads"));
  EXPECT_TRUE(holds(refusal({"--config", "/no/such/file.toml"}), "/no/such/file.toml"));
}

TEST(Config, KeyAndIssuerOfSignedTokensGoTogether) {
  EXPECT_TRUE(holds(refusal({"--jwt-issuer", "https://app.example"}), "--jwt-key-file"));
  EXPECT_TRUE(holds(refusal({"--jwt-key-file", "/no/such/key"}), "/no/such/key"));
  const TemporaryDirectory directory;
  const std::string key = (directory / "key").string();
  std::ofstream(key) << "secret";
  EXPECT_TRUE(holds(refusal({"--jwt-key-file", key.c_str()}), "--jwt-issuer"));
  const Config config =
      accepted({"--jwt-key-file", key.c_str(), "--jwt-issuer", "https://app.example"});
  EXPECT_EQ(config.jwt_key_file, key);
  EXPECT_EQ(config.jwt_issuer, "https://app.example");
  EXPECT_EQ(config.jwt_audience, "plenary");
}

TEST(Config, HelpNamesEverySettingAndItsDefault) {
  const auto outcome = read({"--help"});
  ASSERT_TRUE(std::holds_alternative<Farewell>(outcome));
  const Farewell& help = std::get<Farewell>(outcome);
  EXPECT_EQ(help.status, 0);
  for (const char* part : {"--data-dir DIR",
                           "--listen ADDR:PORT",
                           "127.0.0.1:7460",
                           "--open",
                           "--web-dir",
                           "--durability strict|relaxed",
                           "--log-level",
                           "--threads",
                           "--max-frame-bytes",
                           "1048576",
                           "--max-document-units",
                           "--max-http-body-bytes",
                           "--max-outbox-bytes",
                           "--document-idle-seconds N",
                           "--allowed-origin",
                           "--jwt-key-file FILE",
                           "--jwt-issuer",
                           "--jwt-audience",
                           "--config FILE",
                           "PLENARY_DATA_DIR"}) {
    EXPECT_TRUE(holds(help.text, part)) << part << "\n" << help.text;
  }
}

TEST(Config, VersionIsOneLine) {
  const auto outcome = read({"--version"});
  ASSERT_TRUE(std::holds_alternative<Farewell>(outcome));
  EXPECT_EQ(std::get<Farewell>(outcome).text, "plenaryd " + std::string(version()) + "\n");
  EXPECT_EQ(std::get<Farewell>(outcome).status, 0);
}

}  // namespace
}  // namespace plenary::server
