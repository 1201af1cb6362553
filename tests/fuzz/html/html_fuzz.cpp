#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/markup/encoding.hpp"
#include "protocol/markup/html_reader.hpp"
#include "tests/fuzz/markup/expect_safe.hpp"

/// Any bytes as a page of HTML: what comes out is a document, and every form of it is safe.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace plenary::markup;
  const std::string_view source(reinterpret_cast<const char*>(bytes), size);
  static_cast<void>(declared_encoding(source));
  const auto page = import_html(source);
  if (page) {
    PLENARY_ASSERT(page->document.is_document(), "an import is a document");
    PLENARY_ASSERT(to_text(page->document).ends_with('\n'), "a document ends with a line end");
    plenary::markup::testing::expect_safe_exports(page->document);
  }
  return 0;
}
