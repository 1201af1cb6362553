#include "clients/cli/control.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"

namespace plenary::cli {
namespace {

/// Copying is hard links and the last megabytes of the log; a slow disk may take minutes to sync
/// them.
constexpr time_t kBackupSeconds = 600;
constexpr std::size_t kAnswerBytesMax = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error system_error(const std::string& what) {
  return {Errc::kIo, what + ": " + std::generic_category().message(errno)};
}

/// The socket's path through the directory's descriptor: an address may have 107 bytes, a path
/// more.
int connect_in(int directory, int socket) {
  const std::string path = "/proc/self/fd/" + std::to_string(directory) + "/control.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

Result<void> send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      return system_error("the server did not take the request");
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

Result<std::string> receive_line(int socket) {
  std::string line;
  std::array<char, 4096> buffer{};
  while (line.find('\n') == std::string::npos && line.size() <= kAnswerBytesMax) {
    const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return system_error("the server did not answer");
    }
    if (got == 0) {
      break;
    }
    line.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return line.substr(0, line.find('\n'));
}

Result<Asked> understand(const std::string& line) {
  const Result<json::Value> answer = json::parse(line);
  if (answer) {
    if (json::flag_or_false(*answer, "ok")) {
      return Asked::kCopied;
    }
    if (const auto error = json::required_text_member(*answer, "error")) {
      return Error{Errc::kIo, "the server could not make the copy: " + *error};
    }
  }
  return Error{Errc::kIo, "the server broke off while it was copying"};
}

}  // namespace

Result<Asked> ask_for_checkpoint(const std::filesystem::path& data_directory,
                                 const std::filesystem::path& to) {
  const Descriptor directory(::open(data_directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (directory.number() < 0) {
    return system_error("the data directory " + data_directory.string() + " cannot be opened");
  }
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.number() < 0) {
    return system_error("no socket");
  }
  if (connect_in(directory.number(), socket.number()) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) {
      return Asked::kNobodyThere;
    }
    return system_error("the server's control socket in " + data_directory.string() +
                        " cannot be reached");
  }
  const timeval patience{kBackupSeconds, 0};
  ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const json::Value request{{"command", "checkpoint"}, {"to", to.string()}};
  if (Result<void> sent = send_all(socket.number(), json::to_string(request) + "\n"); !sent) {
    return std::move(sent).error();
  }
  PLENARY_TRY(const std::string line, receive_line(socket.number()));
  return understand(line);
}

}  // namespace plenary::cli
