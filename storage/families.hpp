#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "storage/keys.hpp"

/// The ordered key-value database that KeyValueStore and check need. It knows bytes only; FORMAT.md
/// says their meaning.
namespace plenary::storage {

/// Moves over the keys of one family in bytewise order. Sees every write that was answered before
/// it was made, and may or may not see later ones. Thread: one at a time. Lifetime: not beyond its
/// Families; views hold until it moves.
class FamilyCursor {
 public:
  FamilyCursor() = default;
  FamilyCursor(const FamilyCursor&) = delete;
  FamilyCursor& operator=(const FamilyCursor&) = delete;
  virtual ~FamilyCursor() = default;

  /// Moves to the first key at or after `key`, or to the last at or before it, or to the next one.
  virtual void seek(std::string_view key) = 0;
  virtual void seek_back(std::string_view key) = 0;
  /// Move to the next key, or to the one before. Requires of both: valid().
  virtual void next() = 0;
  virtual void previous() = 0;

  /// False before the first seek, past either end, and after a failure.
  [[nodiscard]] virtual bool valid() const = 0;
  /// Requires of both: valid().
  [[nodiscard]] virtual std::string_view key() const = 0;
  [[nodiscard]] virtual std::string_view value() const = 0;

  /// Why it is not valid: nothing if there is no such key; kCorrupt, kIo. A further seek tries
  /// anew.
  [[nodiscard]] virtual Result<void> status() const = 0;
};

struct Put {
  Family family;
  std::string key;
  std::optional<std::string> value;  // nothing: takes the key away, if it is there
  /// Given: takes all keys from `key` up to it away, and not it. Then there is no value.
  std::optional<std::string> until{};
};

/// The families of FORMAT.md, 2. Thread: any, any number at once; an error leaves all as it was.
class Families {
 public:
  Families() = default;
  Families(const Families&) = delete;
  Families& operator=(const Families&) = delete;
  virtual ~Families() = default;

  /// Errors: kCorrupt, kIo.
  [[nodiscard]] virtual Result<std::optional<std::string>> get(Family family,
                                                               std::string_view key) = 0;

  /// Cost: microseconds; it may keep replaced files on disk until it is destroyed.
  [[nodiscard]] virtual std::unique_ptr<FamilyCursor> cursor(Family family) = 0;

  /// Makes all puts or none, over existing keys. With kYes, it and all writes answered before are
  /// durable when it answers. Errors: kReadOnly with the reason; kIo.
  [[nodiscard]] virtual Result<void> write(const std::vector<Put>& puts, Sync sync) = 0;

  /// Gives the space of erased keys between two keys back to the disk, as far as no cursor
  /// looks at it any more. Reads and writes go on. Cost: writing the files anew that have keys
  /// between them. Errors: kReadOnly, kIo.
  [[nodiscard]] virtual Result<void> reclaim(Family family, std::string_view from,
                                             std::string_view until) = 0;

  /// As Store::checkpoint.
  [[nodiscard]] virtual Result<void> checkpoint(const std::filesystem::path& to) = 0;
};

}  // namespace plenary::storage
