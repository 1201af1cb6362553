#include "protocol/base/assert.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/reader.hpp"
#include "protocol/json/value.hpp"
#include "tests/fuzz/lines.hpp"

// Any bytes: the reader refuses them or its value is written and read back the same.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = plenary::json;
  const std::string_view text = plenary::fuzz::text_of(data, size);
  const auto value = json::parse(text);
  if (plenary::utf::is_utf8(text)) {
    json::Reader skipper(text);
    static_cast<void>(skipper.skip());
    PLENARY_ASSERT(skipper.finish().has_value() == value.has_value(), "skip and value agree");
  }
  if (!value) {
    return 0;
  }
  const std::string written = json::to_string(*value);
  PLENARY_ASSERT(plenary::utf::is_utf8(written), "what is written is UTF-8");
  const auto again = json::parse(written);
  PLENARY_ASSERT(again && *again == *value, "what is written reads back the same");
  PLENARY_ASSERT(json::to_string(*again) == written, "and is written the same");
  return 0;
}
