#include "tests/integration/cli/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

namespace plenary::cli::testing {
namespace {

struct Pipe {
  int read{-1};
  int write{-1};
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    std::abort();
  }
  return {ends[0], ends[1]};
}

pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
            int out, int err) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program.string());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::unsetenv("PLENARY_SERVER");
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  return process;
}

std::string read_all(int end) {
  std::string bytes;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t got = ::read(end, buffer.data(), buffer.size());
    if (got > 0) {
      bytes.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return bytes;
    }
  }
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The server's first line, or what came within the time.
std::string first_line(int end, int timeout_ms) {
  std::string line;
  char c = 0;
  pollfd wanted{.fd = end, .events = POLLIN, .revents = 0};
  while (::poll(&wanted, 1, timeout_ms) > 0 && ::read(end, &c, 1) == 1 && c != '\n') {
    line += c;
  }
  return line;
}

}  // namespace

std::filesystem::path program(const std::string& name) {
  return std::filesystem::path(PLENARY_PROGRAMS) / name;
}

Ran plenary(const std::vector<std::string>& arguments) {
  const Pipe out = make_pipe();
  // Standard error goes through a file: two pipes could each wait for the other to be read.
  std::FILE* err = std::tmpfile();
  const pid_t process = start(program("plenary"), arguments, out.write, ::fileno(err));
  ::close(out.write);
  Ran ran;
  ran.out = read_all(out.read);
  ::close(out.read);
  ran.exit = wait_for(process);
  std::rewind(err);
  ran.err = read_all(::fileno(err));
  std::fclose(err);
  return ran;
}

std::optional<std::filesystem::path> Server::find_program() {
  const char* named = std::getenv("PLENARYD");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  const std::filesystem::path found =
      named != nullptr ? std::filesystem::path(named) : program("plenaryd");
  return std::filesystem::exists(found) ? std::optional(found) : std::nullopt;
}

Server::Server(const std::filesystem::path& program, const std::filesystem::path& data_directory) {
  const Pipe out = make_pipe();
  process_ = start(program,
                   {"--data-dir", data_directory.string(), "--listen", "127.0.0.1:0", "--open",
                    "--log-level", "warning"},
                   out.write, STDERR_FILENO);
  ::close(out.write);
  output_ = out.read;
  constexpr int kStartMs = 30000;
  const std::string line = first_line(out.read, kStartMs);
  const std::size_t from = line.find("http://");
  address_ = from == std::string::npos ? "" : line.substr(from);
}

Server::~Server() {
  ::kill(process_, SIGTERM);
  wait_for(process_);
  ::close(output_);
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace plenary::cli::testing
