#pragma once

#include <memory>
#include <string>
#include <string_view>

/// WebSocket text frames of a server (RFC 6455, section 5.2): not masked, so the same bytes serve
/// every socket.
namespace plenary::server {

/// Bytes that are ready for sockets: a part of an immutable string, which many may share.
struct Bytes {
  std::shared_ptr<const std::string> owner;
  std::string_view part;
  /// A ByteBudget counts the memory for as long as `owner` lives, so an outbox takes the bytes
  /// whatever waits in it.
  bool in_budget{false};

  Bytes() = default;
  explicit Bytes(std::string whole)
      : owner(std::make_shared<const std::string>(std::move(whole))), part(*owner) {}
  Bytes(std::shared_ptr<const std::string> shared, std::string_view piece)
      : owner(std::move(shared)), part(piece) {}
};

/// Appends `payload` as one unfragmented text frame.
void append_frame(std::string& out, std::string_view payload);

/// One text frame.
[[nodiscard]] inline Bytes framed(std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 10);
  append_frame(frame, payload);
  return Bytes(std::move(frame));
}

}  // namespace plenary::server
