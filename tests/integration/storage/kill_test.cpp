#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

/// A run of kill_child whose output ends when it is killed.
class Child {
 public:
  Child(const std::filesystem::path& data, std::uint64_t seed) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    out_ = ends[0];
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = PLENARY_KILL_CHILD;
    std::string directory = data.string();
    std::string number = std::to_string(seed);
    std::array<char*, 4> arguments{program.data(), directory.data(), number.data(), nullptr};
    EXPECT_EQ(::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ),
              0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { ::close(out_); }

  /// Reads until something is acknowledged, so that the kill does not always hit the opening.
  void await_first_words() { read_some(); }

  /// Kills it at once; returns all that it said.
  std::string kill() {
    ::kill(pid_, SIGKILL);
    while (read_some()) {
    }
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "it failed by itself";
    return said_;
  }

 private:
  bool read_some() {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(out_, buffer.data(), buffer.size());
    if (got > 0) {
      said_.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0;
  }

  pid_t pid_{-1};
  int out_{-1};
  std::string said_;
};

TEST(RocksKill, NothingAcknowledgedIsLostAtAnyInstant) {
  constexpr int kRounds = 20;
  const TemporaryDirectory place;
  const std::filesystem::path data = place / "data";
  std::mt19937_64 random(20261122);
  std::map<std::string, std::uint64_t> acknowledged;
  std::uint64_t words = 0;
  int rounds_with_blocks = 0;
  for (int round = 0; round < kRounds; ++round) {
    Child child(data, random());
    if (round % 4 != 0) {
      child.await_first_words();
    }
    // From opening to well into the writing of files.
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 120'000));
    std::istringstream said(child.kill());
    std::string document;
    for (std::uint64_t version = 0; said >> document >> version; ++words) {
      acknowledged[document] = std::max(acknowledged[document], version);
    }

    const Result<std::shared_ptr<Families>> families = open_rocks_families({.directory = data});
    ASSERT_TRUE(families) << families.error().detail;
    const CheckReport report = check_letters(**families);
    ASSERT_TRUE(report.clean()) << "round " << round << "\n" << describe(report);
    const auto sealed = (*families)->cursor(Family::kSealed);
    sealed->seek("");
    rounds_with_blocks += sealed->valid() ? 1 : 0;
    KeyValueStore store(*families);
    for (const auto& [id, version] : acknowledged) {
      ASSERT_GE(store.head(paper(id)).value().version.value, version) << "round " << round;
    }
  }
  EXPECT_GT(rounds_with_blocks, kRounds / 2) << "nothing was sealed";
  EXPECT_GT(words, 200u) << "the children wrote too little to prove anything";
}

}  // namespace
}  // namespace plenary::storage::testing
