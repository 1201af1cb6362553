#include "tests/integration/http/plenaryd.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::server::testing {
namespace {

/// Under a sanitizer, on a machine with other work.
constexpr int kStartMs = 30'000;

std::string program() {
  const char* named = std::getenv("PLENARYD");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return named != nullptr ? named : std::string(PLENARY_PROGRAMS) + "/plenaryd";
}

/// Starts it with one of its streams going into a pipe, whose other end is returned.
std::pair<pid_t, int> start(std::vector<std::string> words, int stream) {
  words.insert(words.begin(), program());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  std::array<int, 2> ends{};
  PLENARY_ASSERT(::pipe2(ends.data(), O_CLOEXEC) == 0, "a pipe can be made");
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(ends[1], stream);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  return {process, ends[0]};
}

/// Reads until `stop`, the end, or silence.
std::string read_until(int descriptor, char stop, int silence_ms) {
  std::string text;
  char c = 0;
  pollfd wanted{descriptor, POLLIN, 0};
  while (::poll(&wanted, 1, silence_ms) > 0 && ::read(descriptor, &c, 1) == 1 && c != stop) {
    text += c;
  }
  return text;
}

int wait_for(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

Plenaryd::Plenaryd(const std::filesystem::path& data_dir, std::vector<std::string> more,
                   Reach reach) {
  std::vector<std::string> arguments{"--data-dir",  data_dir.string(), "--listen",
                                     "127.0.0.1:0", "--log-level",     "error"};
  if (reach == Reach::kOpen) {
    arguments.emplace_back("--open");
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::tie(process_, output_) = start(std::move(arguments), STDOUT_FILENO);
  const std::string line = read_until(output_, '\n', kStartMs);
  const std::size_t colon = line.rfind(':');
  PLENARY_ASSERT(colon != std::string::npos, "plenaryd says where it listens");
  port_ = std::atoi(line.c_str() + colon + 1);
}

Plenaryd::~Plenaryd() {
  end(SIGKILL);
  ::close(output_);
}

httplib::Client Plenaryd::client() const {
  httplib::Client client("127.0.0.1", port_);
  client.set_read_timeout(30);
  client.set_keep_alive(true);
  return client;
}

std::string Plenaryd::converse(const std::vector<std::string>& turns, int wait_ms) const {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  PLENARY_ASSERT(
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0,
      "plenaryd listens");
  std::string answer;
  std::array<char, 4096> chunk{};
  pollfd wanted{socket, POLLIN, 0};
  const auto hear = [&](int patience_ms) {
    const ssize_t got = ::poll(&wanted, 1, patience_ms) > 0
                            ? ::recv(socket, chunk.data(), chunk.size(), 0)
                            : ssize_t{0};
    answer.append(chunk.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0;
  };
  for (const std::string& turn : turns) {
    // A server that has heard enough may close before the end: that is no error here.
    static_cast<void>(::send(socket, turn.data(), turn.size(), MSG_NOSIGNAL));
    static_cast<void>(hear(kStartMs));
  }
  while (hear(wait_ms)) {
  }
  ::close(socket);
  return answer;
}

std::string Plenaryd::read_set_up_secret() const {
  const std::string line = read_until(output_, '\n', kStartMs);
  const std::size_t sharp = line.rfind('#');
  PLENARY_ASSERT(sharp != std::string::npos, "plenaryd says how to make the first account");
  return line.substr(sharp + 1);
}

int Plenaryd::end(int signal) {
  const pid_t process = std::exchange(process_, -1);
  if (process < 0) {
    return 0;
  }
  ::kill(process, signal);
  return wait_for(process);
}

Ended run_plenaryd(const std::vector<std::string>& arguments) {
  const auto [process, errors] = start(arguments, STDERR_FILENO);
  Ended ended;
  ended.error = read_until(errors, '\0', kStartMs);
  ::close(errors);
  ::kill(process, SIGKILL);  // one that wrongly runs
  ended.status = wait_for(process);
  return ended;
}

}  // namespace plenary::server::testing
