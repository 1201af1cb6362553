#include "storage/chain.hpp"

#include <sodium.h>

#include <algorithm>

#include "protocol/base/assert.hpp"
#include "storage/fields.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {

static_assert(kChainBytes == crypto_hash_sha256_BYTES);

Chain::Chain(std::string_view value) {
  PLENARY_ASSERT(value.empty() || value.size() == kChainBytes, "a chain is a hash");
  std::copy(value.begin(), value.end(), value_.begin());
}

void Chain::add(const OpRecord& op) {
  input_.assign(value_.begin(), value_.end());
  append_operation(input_, op);
  FieldWriter(input_).bytes(op.note);
  crypto_hash_sha256(value_.data(), reinterpret_cast<const unsigned char*>(input_.data()),
                     input_.size());
}

std::string Chain::value() const {
  return {value_.begin(), value_.end()};
}

}  // namespace plenary::storage
