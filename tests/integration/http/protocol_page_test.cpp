// Executes the examples of HTTP in protocol/PROTOCOL.md.

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/config/listen_address.hpp"
#include "tests/integration/http/plenaryd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::Plenaryd;

struct Example {
  int status{0};
  std::string command;
  std::optional<std::string> answer;  // the body, where the page shows it
};

/// The fenced blocks marked `sh answers STATUS`, each with the `text` block that may follow it.
std::vector<Example> examples() {
  std::ifstream page("protocol/PROTOCOL.md");
  EXPECT_TRUE(page) << "run from the root of the repository";
  std::vector<Example> found;
  const std::string command = "```sh answers ";
  std::string* inside = nullptr;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with(command)) {
      found.push_back({std::stoi(line.substr(command.size())), {}, {}});
      inside = &found.back().command;
    } else if (line == "```text" && !found.empty() && !found.back().answer) {
      inside = &found.back().answer.emplace();
    } else if (line == "```") {
      inside = nullptr;
    } else if (inside != nullptr) {
      *inside += line + "\n";
    }
  }
  return found;
}

/// The words of a command as a shell splits them: at spaces, outside of single quotes; a backslash
/// joins lines.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && (c == ' ' || c == '\n' || c == '\\')) {
      if (!words.back().empty()) {
        words.emplace_back();
      }
    } else {
      words.back().push_back(c);
    }
  }
  words.pop_back();
  EXPECT_FALSE(quoted) << command;
  return words;
}

/// The request that curl would send. Fails the test for an option that is not known here.
httplib::Request request_of(const std::string& command) {
  const std::string server = "http://localhost:" + std::to_string(ListenAddress{}.port);
  httplib::Request request;
  request.method = "GET";
  const std::vector<std::string> words = words_of(command);
  EXPECT_EQ(words.front(), "curl");
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].starts_with(server)) {
      request.path = words[i].substr(server.size());
      continue;
    }
    if (i + 1 == words.size()) {
      ADD_FAILURE() << "not the default address: " << words[i];
      break;
    }
    const std::string& value = words[i + 1];
    if (words[i] == "-X") {
      request.method = value;
    } else if (words[i] == "-d") {
      request.body = value;
    } else if (words[i] == "-H") {
      request.headers.emplace(value.substr(0, value.find(':')), value.substr(value.find(':') + 2));
    } else {
      ADD_FAILURE() << "an option that this test does not know: " << words[i];
    }
    ++i;
  }
  return request;
}

TEST(ProtocolPage, EveryRequestIsAnsweredAsThePageSays) {
  const TemporaryDirectory data;
  const Plenaryd server(data.path());
  httplib::Client client = server.client();
  std::size_t answers = 0;
  for (const Example& example : examples()) {
    const httplib::Request request = request_of(example.command);
    const auto answer = client.send(request);
    ASSERT_TRUE(answer) << example.command;
    EXPECT_EQ(answer->status, example.status) << example.command << answer->body;
    if (example.answer) {
      EXPECT_EQ(answer->body, *example.answer) << example.command;
      ++answers;
    }
  }
  EXPECT_GE(examples().size(), 2u);
  EXPECT_GE(answers, 1u);
}

TEST(ProtocolPage, NoRequestIsLeftUnmarked) {
  std::ifstream page("protocol/PROTOCOL.md");
  std::size_t commands = 0;
  for (std::string line; std::getline(page, line);) {
    commands += line.find("curl ") == std::string::npos ? 0 : 1;
  }
  EXPECT_EQ(commands, examples().size());
}

}  // namespace
}  // namespace plenary::server
