#include "clients/load/websocket_frames.hpp"

#include <algorithm>

namespace plenary::load {

namespace {

constexpr std::uint8_t kFinalBit = 0x80;
constexpr std::uint8_t kMaskBit = 0x80;
constexpr std::uint8_t kReservedBits = 0x70;
constexpr std::uint8_t kLength16 = 126;
constexpr std::uint8_t kLength64 = 127;
constexpr std::size_t kMaxMessageBytes = std::size_t{256}
                                         << 20;  // a 10 MB document, escaped, and room

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xFF));
  }
}

std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) {
    value = value << 8 | static_cast<std::uint8_t>(byte);
  }
  return value;
}

}  // namespace

void append_client_frame(std::string& out, Opcode opcode, std::string_view payload) {
  out.push_back(static_cast<char>(kFinalBit | static_cast<std::uint8_t>(opcode)));
  if (payload.size() < kLength16) {
    out.push_back(static_cast<char>(kMaskBit | payload.size()));
  } else if (payload.size() <= 0xFFFF) {
    out.push_back(static_cast<char>(kMaskBit | kLength16));
    append_big_endian(out, payload.size(), 2);
  } else {
    out.push_back(static_cast<char>(kMaskBit | kLength64));
    append_big_endian(out, payload.size(), 8);
  }
  out.append(4, '\0');  // the masking key
  out.append(payload);
}

bool FrameReader::feed(std::string_view bytes, const OnMessage& on_message) {
  if (!partial_.empty()) {
    partial_.append(bytes);
    if (partial_.size() < wanted_) {
      return true;
    }
    bytes = partial_;
  }
  wanted_ = 0;
  while (!bytes.empty()) {
    const std::int64_t used = read_frame(bytes, on_message);
    if (used < 0) {
      return false;
    }
    if (used == 0) {
      break;
    }
    bytes.remove_prefix(static_cast<std::size_t>(used));
  }
  partial_ = std::string(bytes);  // a copy first: `bytes` may point into partial_
  return true;
}

std::int64_t FrameReader::read_frame(std::string_view bytes, const OnMessage& on_message) {
  if (bytes.size() < 2) {
    return 0;
  }
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const auto second = static_cast<std::uint8_t>(bytes[1]);
  if ((first & kReservedBits) != 0 || (second & kMaskBit) != 0) {
    return -1;
  }
  std::uint64_t length = second;
  std::size_t header = 2;
  if (length >= kLength16) {
    const std::size_t extra = length == kLength16 ? 2 : 8;
    if (bytes.size() < header + extra) {
      return 0;
    }
    length = read_big_endian(bytes.substr(header, extra));
    header += extra;
  }
  if (length > kMaxMessageBytes || message_.size() > kMaxMessageBytes) {
    return -1;
  }
  const std::size_t total = header + static_cast<std::size_t>(length);
  if (bytes.size() < total) {
    wanted_ = total;
    return 0;
  }
  const std::string_view payload = bytes.substr(header, total - header);
  const auto opcode = static_cast<Opcode>(first & 0x0F);
  const bool is_final = (first & kFinalBit) != 0;
  const bool is_control = opcode >= Opcode::kClose;
  if (is_control || (is_final && opcode != Opcode::kContinuation)) {
    on_message(opcode, payload);
  } else {
    if (opcode != Opcode::kContinuation) {
      message_opcode_ = opcode;
      message_.clear();
    }
    message_.append(payload);
    if (is_final) {
      on_message(message_opcode_, message_);
      message_.clear();
    }
  }
  return static_cast<std::int64_t>(total);
}

}  // namespace plenary::load
