#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/ot/rich_text/codec.hpp"
#include "tests/fuzz/markup/expect_safe.hpp"

/// Any delta that a client may have sent, exported: hostile attributes, embeds and half characters
/// stay text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(bytes), size);
  if (!plenary::utf::is_utf8(json)) {
    return 0;  // the frame's text is checked before it is decoded
  }
  const auto decoded = plenary::ot::rich_text::decode(json);
  if (decoded) {
    plenary::markup::testing::expect_safe_exports(decoded->delta);
  }
  return 0;
}
