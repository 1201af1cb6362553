#include "server/webhooks/deadline.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// Two ends of a TCP connection on this machine.
class Ends {
 public:
  Ends() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const address = reinterpret_cast<sockaddr*>(&here);
    socklen_t size = sizeof(here);
    EXPECT_EQ(::bind(listener, address, size), 0);
    EXPECT_EQ(::listen(listener, 1), 0);
    EXPECT_EQ(::getsockname(listener, address, &size), 0);
    ours = ::socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(::connect(ours, address, size), 0);
    theirs = ::accept(listener, nullptr, nullptr);
    ::close(listener);
  }
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;
  ~Ends() {
    ::close(ours);
    ::close(theirs);
  }
  /// Reads until the connection ends; answers the number of bytes.
  std::size_t drain() const {
    std::array<char, 4096> piece{};
    std::size_t sum = 0;
    while (true) {
      const ssize_t size = ::recv(ours, piece.data(), piece.size(), 0);
      if (size <= 0) {
        return sum;
      }
      sum += static_cast<std::size_t>(size);
    }
  }
  int ours{-1};
  int theirs{-1};
};

constexpr std::chrono::hours kNever{1};

TEST(Deadline, EndsAnExchangeThatIsStillUnderWay) {
  const Ends ends;
  Deadline deadline(std::chrono::milliseconds(30), 1'000'000);
  deadline.watch(ends.ours);
  EXPECT_EQ(ends.drain(), 0u) << "this would wait for ever";
  EXPECT_TRUE(deadline.has_passed());
}

TEST(Deadline, EndsAnExchangeInWhichTooMuchComesIn) {
  const Ends ends;
  Deadline deadline(kNever, 1000);
  deadline.watch(ends.ours);
  const std::string much(2000, 'x');
  EXPECT_EQ(::send(ends.theirs, much.data(), much.size(), 0), 2000);
  ends.drain();  // would wait for ever
  EXPECT_TRUE(deadline.has_passed());
}

TEST(Deadline, EndsASocketThatCameTooLate) {
  const Ends first;
  const Ends second;
  Deadline deadline(std::chrono::milliseconds(1), 1'000'000);
  deadline.watch(first.ours);
  first.drain();
  deadline.watch(second.ours);
  EXPECT_EQ(second.drain(), 0u);
}

TEST(Deadline, LeavesWhatIsInTimeAlone) {
  const Ends ends;
  {
    Deadline deadline(kNever, 1000);
    deadline.watch(ends.ours);
    EXPECT_EQ(::send(ends.theirs, "fine", 4, 0), 4);
    std::array<char, 4> got{};
    EXPECT_EQ(::recv(ends.ours, got.data(), got.size(), MSG_WAITALL), 4);
    EXPECT_FALSE(deadline.has_passed());
  }
  EXPECT_EQ(::send(ends.ours, "more", 4, 0), 4) << "it is over without a trace";
}

}  // namespace
}  // namespace plenary::server
