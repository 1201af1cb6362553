#include "storage/keys.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "storage/limits.hpp"

namespace plenary::storage {
namespace {

constexpr char kZero = '\x00';
constexpr char kEscapedZero = '\xff';  // follows a zero byte of the name
constexpr char kEnd = '\x01';          // follows the zero byte after the name
constexpr char kAfterEnd = '\x02';     // follows a zero byte in no key
constexpr std::size_t kVersionBytes = 8;

void append_name(std::string& out, std::string_view name) {
  for (const char c : name) {
    out.push_back(c);
    if (c == kZero) {
      out.push_back(kEscapedZero);
    }
  }
  out.push_back(kZero);
  out.push_back(kEnd);
}

/// Takes one name off the front of `bytes`.
std::optional<std::string> take_name(std::string_view& bytes) {
  std::string name;
  std::size_t i = 0;
  while (i + 1 < bytes.size()) {
    if (bytes[i] != kZero) {
      name.push_back(bytes[i]);
      i += 1;
      continue;
    }
    const char next = bytes[i + 1];
    i += 2;
    if (next == kEnd && name.size() <= kMaxNameBytes) {
      bytes.remove_prefix(i);
      return name;
    }
    if (next != kEscapedZero) {
      return std::nullopt;
    }
    name.push_back(kZero);
  }
  return std::nullopt;
}

Result<std::string> key_of(std::string_view name, const char* what) {
  if (name.size() > kMaxNameBytes) {
    return Error{Errc::kTooLarge, std::string(what) + " has " + std::to_string(name.size()) +
                                      " bytes, the limit is " + std::to_string(kMaxNameBytes)};
  }
  std::string key;
  key.reserve(name.size() + 2);
  append_name(key, name);
  return key;
}

void append_readable(std::string& out, std::string_view name) {
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '\\') {
      out.push_back(c);
    } else {
      out += "\\x";
      ascii::append_hex(out, c);
    }
  }
}

}  // namespace

std::string_view name_of(Family family) noexcept {
  switch (family) {
    case Family::kHeads:
      return "heads";
    case Family::kOperations:
      return "operations";
    case Family::kSnapshots:
      return "snapshots";
    case Family::kProperties:
      return "properties";
    case Family::kClients:
      return "clients";
    case Family::kRecords:
      return "records";
    case Family::kSealed:
      return "sealed";
    case Family::kBlobs:
      return "blobs";
  }
  return "";
}

Result<std::string> document_key(const DocumentKey& key) {
  Result<std::string> collection = key_of(key.collection, "the collection's name");
  Result<std::string> id = key_of(key.id, "the document's id");
  if (!collection || !id) {
    return collection ? id : collection;
  }
  return *std::move(collection) + *id;
}

std::string version_key(std::string_view document, Version version) {
  std::string key;
  key.reserve(document.size() + kVersionBytes);
  key.append(document);
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    key.push_back(static_cast<char>(static_cast<unsigned char>(version.value >> (shift - 8))));
  }
  return key;
}

Result<std::string> client_key(const std::string& client_id) {
  return key_of(client_id, "the client id");
}

Result<std::string> record_key(const std::string& kind, const std::string& key) {
  Result<std::string> first = key_of(kind, "the name of the kind of record");
  Result<std::string> second = key_of(key, "the record's key");
  if (!first || !second) {
    return first ? second : first;
  }
  return *std::move(first) + *second;
}

Result<std::string> collection_prefix(const std::string& collection) {
  return key_of(collection, "the collection's name");
}

std::string end_of(std::string prefix) {
  prefix.back() = kAfterEnd;
  return prefix;
}

std::optional<DocumentKey> parse_document_key(std::string_view bytes) {
  std::optional<std::string> collection = take_name(bytes);
  if (!collection) {
    return std::nullopt;
  }
  std::optional<std::string> id = take_name(bytes);
  if (!id || !bytes.empty()) {
    return std::nullopt;
  }
  return DocumentKey{*std::move(collection), *std::move(id)};
}

std::optional<RecordKey> parse_record_key(std::string_view bytes) {
  std::optional<DocumentKey> two = parse_document_key(bytes);
  if (!two) {
    return std::nullopt;
  }
  return RecordKey{std::move(two->collection), std::move(two->id)};
}

std::optional<std::string> parse_client_key(std::string_view bytes) {
  std::optional<std::string> id = take_name(bytes);
  return bytes.empty() ? std::move(id) : std::nullopt;
}

std::optional<VersionKey> split_version_key(std::string_view bytes) noexcept {
  if (bytes.size() < kVersionBytes) {
    return std::nullopt;
  }
  VersionKey split{.document = bytes.substr(0, bytes.size() - kVersionBytes), .version = {}};
  for (const char c : bytes.substr(split.document.size())) {
    split.version.value = (split.version.value << 8) | static_cast<unsigned char>(c);
  }
  return split;
}

std::string readable(const DocumentKey& key) {
  std::string out;
  append_readable(out, key.collection);
  out.push_back('/');
  append_readable(out, key.id);
  return out;
}

}  // namespace plenary::storage
