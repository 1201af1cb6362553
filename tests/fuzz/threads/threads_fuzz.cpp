#include <cstdint>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "protocol/threads/comment_text.hpp"
#include "protocol/threads/event.hpp"
#include "tests/fuzz/markup/expect_safe.hpp"

// Any bytes as a stored event and as the words of a comment: what is read is written as it was, and
// what pages show holds nothing active.

namespace plenary::threads {
namespace {

void check(std::string_view bytes) {
  if (const auto stored = from_json(bytes)) {
    const auto again = from_json(to_json({"a-1", stored->author_name}, stored->event));
    PLENARY_ASSERT(
        again && again->event == stored->event && again->author_name == stored->author_name,
        "an event survives being written");
  }
  markup::testing::expect_safe_html(to_html(bytes));
}

}  // namespace
}  // namespace plenary::threads

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::threads::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
