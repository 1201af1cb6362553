#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace plenary::server::testing {

/// Waits until it is so; false if that takes longer than any machine.
[[nodiscard]] bool wait_for(const std::function<bool()>& so);

/// A client's end of a connection, as raw as can be.
class Wire {
 public:
  explicit Wire(std::uint16_t port);
  Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  Wire& operator=(Wire&&) = delete;
  ~Wire() { close(); }

  void send(std::string_view bytes) const;
  /// The next bytes until the text comes, or until the other end closes.
  [[nodiscard]] std::string read_until(std::string_view text);
  /// Everything until the other end closes.
  [[nodiscard]] std::string read_all() { return read_until({}); }
  /// The next `count` bytes; fewer if the other end closes before.
  [[nodiscard]] std::string read(std::size_t count) const;
  /// The payload of the next message that a server sends over a WebSocket; nothing once it closes.
  [[nodiscard]] std::optional<std::string> read_message() const;
  /// The next answer's status line: "HTTP/1.1 200".
  [[nodiscard]] std::string status() { return read_until("\r\n").substr(0, 12); }
  /// No more is sent, but the rest may still be read.
  void half_close() const;
  void close();

 private:
  int socket_;
};

/// A request with its body.
[[nodiscard]] std::string request(const std::string& line, const std::string& headers = {},
                                  const std::string& body = {});
/// A request that asks for a WebSocket.
[[nodiscard]] std::string upgrade(const std::string& headers = {});
/// A client's text frame, masked with zeros. `announced`: a length to say instead of the real one.
[[nodiscard]] std::string text_frame(std::string_view text, std::size_t announced = 0);

}  // namespace plenary::server::testing
