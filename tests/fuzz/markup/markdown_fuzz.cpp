#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/markup/expect_safe.hpp"

/// Any bytes as Markdown and as text: what comes out is a document, and every form of it is safe.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace plenary::markup;
  const std::string_view source(reinterpret_cast<const char*>(bytes), size);
  for (const auto& document : {from_markdown(source), from_text(source)}) {
    if (document) {
      PLENARY_ASSERT(document->is_document(), "an import is a document");
      PLENARY_ASSERT(to_text(*document).ends_with('\n'), "a document ends with a line end");
      plenary::markup::testing::expect_safe_exports(*document);
    }
  }
  return 0;
}
