#include "server/ops/control_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "protocol/base/assert.hpp"
#include "server/ops/control_requests.hpp"
#include "storage/memory/memory_families.hpp"
#include "storage/rocks/open.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;

/// A program that talks to the socket.
class Caller {
 public:
  explicit Caller(const std::filesystem::path& file) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    // By way of the directory: the test's directory may have any length.
    directory_ = ::open(file.parent_path().c_str(), O_PATH | O_DIRECTORY);
    const std::string path =
        "/proc/self/fd/" + std::to_string(directory_) + "/" + file.filename().string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    PLENARY_ASSERT(path.size() < sizeof(address.sun_path), "short by construction");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller() {
    ::close(socket_);
    ::close(directory_);
  }

  [[nodiscard]] bool connected() const { return connected_; }
  void say(const std::string& bytes) {
    EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  [[nodiscard]] std::string hear() {
    std::string answer;
    char c = 0;
    while (::recv(socket_, &c, 1, 0) == 1 && c != '\n') {
      answer += c;
    }
    return answer;
  }
  [[nodiscard]] std::string ask(const std::string& line) {
    say(line + "\n");
    return hear();
  }

 private:
  int socket_;
  int directory_;
  bool connected_{false};
};

class ControlSocketTest : public ::testing::Test {
 protected:
  ControlSocketTest() {
    auto opened = storage::open_rocks({.directory = directory_ / "data"});
    PLENARY_ASSERT(opened.has_value(), "a store can be opened in a temporary directory");
    store_ = *std::move(opened);
  }
  [[nodiscard]] std::unique_ptr<ControlSocket> listen() {
    auto control = ControlSocket::listen(file_, *store_);
    PLENARY_ASSERT(control.has_value(), "nothing else listens there");
    return *std::move(control);
  }

  TemporaryDirectory directory_;
  std::filesystem::path file_{directory_ / "control.sock"};
  std::unique_ptr<storage::Store> store_;
};

TEST_F(ControlSocketTest, MakesACheckpointOfTheRunningStore) {
  const auto control = listen();
  const std::filesystem::path to = directory_ / "copy";
  EXPECT_EQ(Caller(file_).ask(R"({"command":"checkpoint","to":")" + to.string() + "\"}"),
            R"({"ok":true})");
  EXPECT_TRUE(storage::open_rocks({.directory = to, .create = false, .read_only = true}));
}

TEST_F(ControlSocketTest, SaysWhyItRefuses) {
  const auto control = listen();
  EXPECT_NE(Caller(file_).ask(R"({"command":"checkpoint","to":"relative"})").find("absolute"),
            std::string::npos);
  EXPECT_NE(Caller(file_)
                .ask(R"({"command":"checkpoint","to":")" + directory_.path().string() + "\"}")
                .find("error"),
            std::string::npos);
  EXPECT_NE(Caller(file_).ask(R"({"command":"fly"})").find("no such command"), std::string::npos);
  EXPECT_NE(Caller(file_).ask("what?").find("cannot be read"), std::string::npos);
  EXPECT_NE(Caller(file_).ask("\xff").find("UTF-8"), std::string::npos);
}

TEST_F(ControlSocketTest, OnlyItsOwnUserMayOpenIt) {
  const auto control = listen();
  struct stat found {};
  ASSERT_EQ(::stat(file_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(ControlSocketTest, TakesThePlaceOfADeadProcess) {
  {
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, file_.c_str(), file_.string().size() + 1);
    ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    ::close(dead);
  }
  ASSERT_TRUE(std::filesystem::exists(file_));
  const auto control = listen();
  EXPECT_NE(Caller(file_).ask("{}").find("no such command"), std::string::npos);
}

TEST_F(ControlSocketTest, LeavesALivingProcessAlone) {
  const auto control = listen();
  const auto second = ControlSocket::listen(file_, *store_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::kLocked);
  EXPECT_TRUE(Caller(file_).connected());
}

TEST_F(ControlSocketTest, LeavesAFileThatIsNoSocketAlone) {
  std::ofstream(file_) << "precious";
  const auto refused = ControlSocket::listen(file_, *store_);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("is no socket"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_regular_file(file_));
}

TEST_F(ControlSocketTest, ListensInADirectoryWithALongName) {
  const std::filesystem::path deep = directory_ / std::string(150, 'd');
  std::filesystem::create_directory(deep);
  const auto control = ControlSocket::listen(deep / "control.sock", *store_);
  ASSERT_TRUE(control) << control.error().detail;
  EXPECT_NE(Caller(deep / "control.sock").ask("{}").find("no such command"), std::string::npos);
}

TEST_F(ControlSocketTest, ReadsALineThatComesInPieces) {
  const auto control = listen();
  Caller caller(file_);
  caller.say("{\"comm");
  caller.say("and\":\"fly\"}");
  caller.say("\n");
  EXPECT_NE(caller.hear().find("no such command"), std::string::npos);
}

TEST_F(ControlSocketTest, RefusesALineThatIsTooLong) {
  const auto control = listen();
  // 64 KiB and the end of the line.
  const std::string largest = "{\"x\":\"" + std::string(64 * 1024 - 8, 'x') + "\"}";
  EXPECT_NE(Caller(file_).ask(largest).find("no such command"), std::string::npos);
  Caller caller(file_);
  caller.say("{\"x\":\"" + std::string(64 * 1024 - 7, 'x') + "\"}\n");
  EXPECT_NE(caller.hear().find("too long"), std::string::npos);
}

TEST_F(ControlSocketTest, ACallerWhoGoesAwayHarmsNobody) {
  const auto control = listen();
  { Caller gone(file_); }
  {
    Caller gone(file_);
    gone.say("{\"command\":\"fly\"}\n");
  }
  EXPECT_NE(Caller(file_).ask("{}").find("no such command"), std::string::npos);
}

TEST_F(ControlSocketTest, StoppingDoesNotWaitForASilentCallerAndMayBeDoneTwice) {
  const auto control = listen();
  Caller silent(file_);
  ASSERT_TRUE(silent.connected());
  const auto started = std::chrono::steady_clock::now();
  control->stop();
  control->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(2));
  EXPECT_FALSE(std::filesystem::exists(file_));
}

}  // namespace
}  // namespace plenary::server
