#include <sodium.h>

#include <cstdint>

#include "protocol/base/assert.hpp"
#include "protocol/releases/verdict.hpp"
#include "tests/fuzz/lines.hpp"

// Any bytes as a manifest: what is read is written as it was, and the verdict says something.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plenary;
  PLENARY_ASSERT(sodium_init() >= 0, "the library is ready");
  const std::string_view bytes = fuzz::text_of(data, size);
  const auto manifest = releases::read_manifest(bytes);
  if (manifest) {
    PLENARY_ASSERT(releases::to_file(*manifest) == bytes, "a manifest is written in one way");
    PLENARY_ASSERT(releases::check(manifest->manifest), "only a good manifest is read");
  }
  const releases::Verdict verdict = releases::verify(bytes, {}, {});
  PLENARY_ASSERT(!verdict.findings.empty(), "a verdict has a reason");
  PLENARY_ASSERT(manifest || !verdict.good(), "what cannot be read is not good");
  return 0;
}
