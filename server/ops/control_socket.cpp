#include "server/ops/control_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "server/ops/control_requests.hpp"
#include "server/ops/log.hpp"

namespace plenary::server {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A command and a path, of at most PATH_MAX bytes, each six bytes when escaped.
constexpr std::size_t kLineBytesMax = std::size_t{64} * 1024;
/// Programs write their line at once. A program that holds the socket longer would keep others out.
constexpr std::chrono::seconds kLineTime{5};

/// While the process has no file descriptor left, a connection that waits would wake the thread
/// again and again.
constexpr int kOutOfFilesPauseMs = 100;

/// A file descriptor with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool valid() const { return number_ >= 0; }

 private:
  int number_;
};

Error system_error(const std::filesystem::path& file, std::string_view what, int number = errno) {
  return {Errc::kIo, "the control socket " + file.string() + " " + std::string(what) + ": " +
                         std::generic_category().message(number)};
}

/// The address of a socket file. Its directory, opened, stands for a path that is too long for one.
struct Address {
  sockaddr_un name{};
  Descriptor directory;
};

Result<Address> address_of(const std::filesystem::path& file) {
  Address address;
  address.name.sun_family = AF_UNIX;
  std::string path = file.string();
  if (path.size() >= sizeof(address.name.sun_path)) {
    Descriptor directory(::open(file.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory.valid()) {
      return system_error(file, "cannot be made");
    }
    path = "/proc/self/fd/" + std::to_string(directory.number()) + "/" + file.filename().string();
    if (path.size() >= sizeof(address.name.sun_path)) {
      return system_error(file, "cannot be made", ENAMETOOLONG);
    }
    std::memcpy(address.name.sun_path, path.c_str(), path.size() + 1);
    return Address{address.name, std::move(directory)};
  }
  std::memcpy(address.name.sun_path, path.c_str(), path.size() + 1);
  return address;
}

const sockaddr* generic(const sockaddr_un& name) {
  return reinterpret_cast<const sockaddr*>(&name);
}

/// Removes what a dead process left. Errors: kLocked, kIo.
Result<void> clear_place(const std::filesystem::path& file, const Address& address) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0) {
    return errno == ENOENT ? Result<void>() : system_error(file, "cannot be made");
  }
  if (!S_ISSOCK(found.st_mode)) {
    return Error{Errc::kIo, file.string() +
                                " is in the way of the control socket and is no socket: "
                                "move it elsewhere"};
  }
  const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(probe.number(), generic(address.name), sizeof(address.name)) == 0 ||
      errno == EAGAIN) {
    return Error{Errc::kLocked, "another process listens on the control socket " + file.string()};
  }
  return ::unlink(file.c_str()) == 0 ? Result<void>() : system_error(file, "cannot be replaced");
}

/// One line of a client, without its end; nothing if it did not come whole and in time, or the bell
/// rings meanwhile.
std::optional<std::string> read_line(int socket, int bell) {
  const auto deadline = SteadyClock::now() + kLineTime;
  std::string line;
  std::array<char, 4096> chunk{};
  while (line.size() <= kLineBytesMax) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
    std::array<pollfd, 2> events{pollfd{socket, POLLIN, 0}, pollfd{bell, POLLIN, 0}};
    if (left.count() <= 0 ||
        ::poll(events.data(), events.size(), static_cast<int>(left.count())) <= 0 ||
        events[1].revents != 0) {
      return std::nullopt;
    }
    const ssize_t got = ::recv(socket, chunk.data(), chunk.size(), 0);
    if (got <= 0) {
      return std::nullopt;
    }
    line.append(chunk.data(), static_cast<std::size_t>(got));
    if (const std::size_t end = line.find('\n'); end != std::string::npos) {
      line.resize(end);
      return line.size() <= kLineBytesMax ? std::optional(std::move(line)) : std::nullopt;
    }
  }
  return std::nullopt;
}

/// Drop the answer if it does not fit the socket's buffer: the peer is not reading.
void write_line(int socket, std::string line) {
  line += '\n';
  if (::send(socket, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT) !=
      static_cast<ssize_t>(line.size())) {
    log::warning("control_answer_lost");
  }
}

}  // namespace

struct ControlSocket::Listening {
  std::filesystem::path file;
  storage::Store& store;
  Descriptor socket;
  Descriptor bell;  // an eventfd: rung once, by stop()
  std::thread thread;

  void run() {
    while (true) {
      std::array<pollfd, 2> events{pollfd{socket.number(), POLLIN, 0},
                                   pollfd{bell.number(), POLLIN, 0}};
      if (::poll(events.data(), events.size(), -1) < 0 && errno != EINTR) {
        log::error("control_socket_failed", {{"error", std::generic_category().message(errno)}});
        return;
      }
      if (events[1].revents != 0) {
        return;
      }
      const Descriptor client(::accept4(socket.number(), nullptr, nullptr, SOCK_CLOEXEC));
      if (client.valid()) {
        serve(client.number());
      } else if (errno == EMFILE || errno == ENFILE) {
        ::poll(&events[1], 1, kOutOfFilesPauseMs);
      }
    }
  }

  void serve(int client) {
    if (const auto line = read_line(client, bell.number())) {
      write_line(client, answer_control_request(store, *line));
    } else {
      write_line(client, control_error("no request of one line came in time, or it was too long"));
    }
  }
};

ControlSocket::ControlSocket(std::unique_ptr<Listening> listening)
    : listening_(std::move(listening)) {
  listening_->thread = std::thread([held = listening_.get()] { held->run(); });
}

ControlSocket::~ControlSocket() {
  stop();
}

Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(const std::filesystem::path& file,
                                                             storage::Store& store) {
  auto address = address_of(file);
  if (!address) {
    return address.error();
  }
  if (auto cleared = clear_place(file, *address); !cleared) {
    return cleared.error();
  }
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  Descriptor bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!socket.valid() || !bell.valid()) {
    return system_error(file, "cannot be made");
  }
  // Before bind: the file never exists with wider permissions.
  if (::fchmod(socket.number(), S_IRUSR | S_IWUSR) != 0 ||
      ::bind(socket.number(), generic(address->name), sizeof(address->name)) != 0 ||
      ::listen(socket.number(), 8) != 0) {
    return system_error(file, "cannot be made");
  }
  return std::unique_ptr<ControlSocket>(new ControlSocket(std::unique_ptr<Listening>(
      new Listening{file, store, std::move(socket), std::move(bell), {}})));
}

void ControlSocket::stop() {
  if (!listening_->thread.joinable()) {
    return;
  }
  const std::uint64_t ring = 1;
  if (::write(listening_->bell.number(), &ring, sizeof(ring)) != sizeof(ring)) {
    log::error("control_socket_stop_failed");
  }
  listening_->thread.join();
  std::error_code ignored;
  std::filesystem::remove(listening_->file, ignored);
}

}  // namespace plenary::server
