#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/assert.hpp"
#include "storage/block_reader.hpp"
#include "storage/chain.hpp"
#include "storage/keys.hpp"
#include "storage/record_codec.hpp"
#include "storage/sealed_block.hpp"

// Any bytes as a sealed block whose checksum is right: they are refused, or give operations that
// come back when they are packed again.

namespace plenary::storage {
namespace {

const std::string kKey = version_key(document_key({"documents", "fuzzed"}).value(), {7});

/// A few bytes can claim that thousands of operations have thousands of components each. Taking all
/// of them would only show that it takes long.
constexpr std::size_t kComponentsMost = 20'000;

std::vector<OpRecord> ops_in(const UnpackedBlock& block) {
  std::vector<OpRecord> ops;
  BlockReader reader(block);
  for (std::size_t components = 0; components < kComponentsMost && reader.next();) {
    components += 1 + (reader.op().delta != nullptr ? reader.op().delta->components().size() : 0);
    ops.push_back(record_of(reader.op()));
    PLENARY_ASSERT(ops.back().version.value == 6 + ops.size(), "versions are dense");
  }
  return ops;
}

void check_block(std::string_view payload) {
  const std::string record = make_record(RecordType::kSealedBlock, kKey, payload);
  const auto block = UnpackedBlock::unpack(kKey, record);
  const auto header = decode_block_header(kKey, record);
  PLENARY_ASSERT(!block || header.value() == (*block)->header(), "a block has one header");
  if (header) {
    const auto found = version_in_block(kKey, record, header->last_time);
    PLENARY_ASSERT(!found || (*found >= header->first && *found <= header->end),
                   "a version of the block");
  }
  if (!block) {
    return;
  }
  const std::vector<OpRecord> ops = ops_in(**block);
  if (ops.empty()) {
    return;
  }
  const Result<std::string> again = encode_block(kKey, ops, (*block)->header().chain);
  if (!again) {
    return;  // a body beyond its limit
  }
  const auto same = UnpackedBlock::unpack(kKey, *again);
  PLENARY_ASSERT(same && ops_in(**same) == ops, "operations come back");
}

}  // namespace
}  // namespace plenary::storage

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::storage::check_block({reinterpret_cast<const char*>(data), size});
  return 0;
}
