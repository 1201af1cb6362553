#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "storage/store.hpp"

/// The keys of the families (FORMAT.md, 2 and 3). All functions are pure; thread: any.
namespace plenary::storage {

enum class Family : std::uint8_t {
  kHeads,
  kOperations,
  kSnapshots,
  kProperties,
  kClients,
  kRecords,
  kSealed,
  kBlobs
};
inline constexpr std::array kAllFamilies{
    Family::kHeads,   Family::kOperations, Family::kSnapshots, Family::kProperties,
    Family::kClients, Family::kRecords,    Family::kSealed,    Family::kBlobs};

/// The column family's name, as FORMAT.md gives it.
[[nodiscard]] std::string_view name_of(Family family) noexcept;

/// Key of a document in kHeads and kProperties, and what its keys in kOperations, kSealed and
/// kSnapshots begin with. Error kTooLarge: a name beyond kMaxNameBytes.
[[nodiscard]] Result<std::string> document_key(const DocumentKey& key);

/// Key in kOperations, kSealed and kSnapshots. Requires: `document` is from document_key.
[[nodiscard]] std::string version_key(std::string_view document, Version version);

/// Key in kClients. Error kTooLarge.
[[nodiscard]] Result<std::string> client_key(const std::string& client_id);

/// Key in kRecords. Error kTooLarge.
[[nodiscard]] Result<std::string> record_key(const std::string& kind, const std::string& key);

/// The prefix of all keys of a collection, or of a kind of record in kRecords. Error kTooLarge.
[[nodiscard]] Result<std::string> collection_prefix(const std::string& collection);

/// The first key after all keys that begin with `prefix`, which is one of the above and not a
/// version key.
[[nodiscard]] std::string end_of(std::string prefix);

/// The inverse of document_key; nothing if `bytes` is not such a key.
[[nodiscard]] std::optional<DocumentKey> parse_document_key(std::string_view bytes);

/// The inverse of client_key.
[[nodiscard]] std::optional<std::string> parse_client_key(std::string_view bytes);

/// The inverse of record_key.
struct RecordKey {
  std::string kind;
  std::string key;
};
[[nodiscard]] std::optional<RecordKey> parse_record_key(std::string_view bytes);

/// The two parts of a version key, neither parsed further; nothing if it is too short.
struct VersionKey {
  std::string_view document;  // part of the key it was split from
  Version version;
};
[[nodiscard]] std::optional<VersionKey> split_version_key(std::string_view bytes) noexcept;

/// A document's name for people, in one line of printable characters: "papers/dc-paper"; other
/// bytes as \xNN.
[[nodiscard]] std::string readable(const DocumentKey& key);

}  // namespace plenary::storage
