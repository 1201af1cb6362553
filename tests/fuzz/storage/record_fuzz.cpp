#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "storage/blob_records.hpp"
#include "storage/keys.hpp"
#include "storage/record_codec.hpp"

// Any bytes as a key, as a record and as the payload of a record whose checksum is right: they are
// refused, or there is one way to write them and it is theirs.

namespace plenary::storage {
namespace {

const std::string kKey = version_key(document_key({"documents", "fuzzed"}).value(), {7});

template <class Decode, class Encode>
void check_canonical(std::string_view record, Decode decode, Encode encode) {
  const auto value = decode(kKey, record);
  if (value) {
    const Result<std::string> again = encode(kKey, *value);
    PLENARY_ASSERT(again && *again == record, "a record has one form");
  }
}

void check_record(RecordType type, std::string_view record) {
  switch (type) {
    case RecordType::kOperation:
      return check_canonical(record, decode_operation, encode_operation);
    case RecordType::kHead:
      return check_canonical(record, decode_head, encode_head);
    case RecordType::kProperties:
      return check_canonical(record, decode_properties, encode_properties);
    case RecordType::kClient:
      return check_canonical(record, decode_client, encode_client);
    case RecordType::kValue:
      return check_canonical(record, decode_value, encode_value);
    case RecordType::kBlob:
      return check_canonical(record, decode_blob, encode_blob);
    case RecordType::kBlobPiece:
      return check_canonical(record, decode_piece, encode_piece);
    case RecordType::kSealedBlock:
      return;  // block_fuzz.cpp
    case RecordType::kSnapshot:
      break;
  }
  // Compressed bytes may have many forms; what they mean has one.
  const Result<SnapshotRecord> value = decode_snapshot(kKey, record);
  if (value) {
    const Result<std::string> again = encode_snapshot(kKey, *value);
    PLENARY_ASSERT(again && decode_snapshot(kKey, *again).value() == *value,
                   "a snapshot comes back");
  }
}

void check_keys(std::string_view bytes) {
  if (const auto key = parse_document_key(bytes)) {
    PLENARY_ASSERT(document_key(*key).value() == bytes, "a document has one key");
  }
  if (const auto client = parse_client_key(bytes)) {
    PLENARY_ASSERT(client_key(*client).value() == bytes, "a client has one key");
  }
  if (const auto record = parse_record_key(bytes)) {
    PLENARY_ASSERT(record_key(record->kind, record->key).value() == bytes, "a record has one key");
  }
  if (const auto split = split_version_key(bytes)) {
    PLENARY_ASSERT(version_key(split->document, split->version) == bytes, "a version has one key");
  }
}

}  // namespace
}  // namespace plenary::storage

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plenary::storage;  // NOLINT(google-build-using-namespace): one function
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto type = static_cast<RecordType>(1 + data[0] % 9);
  check_keys(bytes);
  check_record(type, bytes);
  check_record(type, make_record(type, kKey, bytes));
  check_record(type, make_record(type, kKey, bytes, 2));
  return 0;
}
