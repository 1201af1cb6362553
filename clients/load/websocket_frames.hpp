#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace plenary::load {

/// Kinds of WebSocket frames (RFC 6455, section 5.2).
enum class Opcode : std::uint8_t {
  kContinuation = 0x0,
  kText = 0x1,
  kBinary = 0x2,
  kClose = 0x8,
  kPing = 0x9,
  kPong = 0xA,
};

/// Appends one final, masked client frame to `out`. The masking key is zero: the server has its
/// usual work of unmasking, the generator none. (The key's randomness protects proxies, not
/// servers.)
void append_client_frame(std::string& out, Opcode opcode, std::string_view payload);

/// Cuts a stream of server frames into messages; joins fragments.
class FrameReader {
 public:
  /// Called with each whole message; the text lives until the call returns.
  using OnMessage = std::function<void(Opcode, std::string_view)>;

  /// Feeds bytes as they came from the socket. Returns false when the stream breaks the protocol
  /// (masked or oversized frame, unknown opcode): nothing after that can be read.
  [[nodiscard]] bool feed(std::string_view bytes, const OnMessage& on_message);

 private:
  // Reads one frame at the start of `bytes`. Returns its size, 0 if it is incomplete, -1 if it is
  // wrong.
  std::int64_t read_frame(std::string_view bytes, const OnMessage& on_message);

  std::string partial_;     // bytes of an incomplete frame
  std::size_t wanted_ = 0;  // do not try again before partial_ has this size
  std::string message_;     // fragments so far
  Opcode message_opcode_ = Opcode::kText;
};

}  // namespace plenary::load
