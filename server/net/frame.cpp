#include "server/net/frame.hpp"

#include <cstdint>

namespace plenary::server {

void append_frame(std::string& out, std::string_view payload) {
  constexpr char kFinalText = '\x81';
  out.push_back(kFinalText);
  const std::uint64_t size = payload.size();
  int length_bytes = 0;
  if (size < 126) {
    out.push_back(static_cast<char>(size));
  } else if (size <= 0xffff) {
    out.push_back(126);
    length_bytes = 2;
  } else {
    out.push_back(127);
    length_bytes = 8;
  }
  for (int shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<unsigned char>((size >> shift) & 0xff)));
  }
  out.append(payload);
}

}  // namespace plenary::server
