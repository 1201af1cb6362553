#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include "protocol/base/result.hpp"

/// Records that belong to no document: the half of a Store (store.hpp) for accounts, rights, read
/// marks, …
namespace plenary::storage {

/// Whether a write is on disk when it is answered. A write with kNo is durable as soon as any later
/// write with kYes is.
enum class Sync { kNo, kYes };

/// A change of one record.
struct RecordChange {
  std::string kind{};                 // "accounts", …
  std::string key{};                  // unique in its kind
  std::optional<std::string> json{};  // the new value; nothing: takes the record away
  /// If given, the record must have this value (nothing: must not exist), or no change is made.
  struct Expected {
    std::optional<std::string> json{};
  };
  std::optional<Expected> expected{};
};

/// The records of one kind to read: keys from `from` up to `until`, in the order of their bytes.
struct RecordRange {
  std::string from{};
  std::optional<std::string> until{};  // the first key that is not read; nothing: to the last one
  bool descending{false};              // begins at the end of the range
  std::size_t limit{std::numeric_limits<std::size_t>::max()};

  /// Returns the range of all keys that begin with `prefix`.
  [[nodiscard]] static RecordRange with_prefix(std::string prefix);
};

/// Small values by kind and key. Each name has up to kMaxNameBytes, each value up to kMaxValueBytes
/// (storage/limits.hpp); a call beyond them answers kTooLarge. Calls block.
///
/// Thread, errors and order of writes: as Store says. Nothing is ordered or counted across records.
class Records {
 public:
  using Visit = std::function<bool(std::string&& key, std::string&& json)>;

  Records() = default;
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  virtual ~Records() = default;

  /// Makes all changes, in order, or none. `sync` kYes is kNo if the store was opened relaxed.
  /// Error kVersionConflict: a record has not the value that its change expects; a change sees the
  /// records as they were before the call.
  [[nodiscard]] virtual Result<void> change_records(std::span<const RecordChange> changes,
                                                    Sync sync) = 0;
  [[nodiscard]] Result<void> change_records(std::span<const RecordChange> changes) {
    return change_records(changes, Sync::kYes);
  }

  /// Returns the value of a record; nothing if there is none. Cost: a point read.
  [[nodiscard]] virtual Result<std::optional<std::string>> record(const std::string& kind,
                                                                  const std::string& key) = 0;

  /// Visits the records of `kind` in `range`, until `visit` answers false or `range.limit` were
  /// visited. Error kCorrupt at the first damaged one: those before it were visited.
  /// Cost: a seek, and the records that are visited.
  [[nodiscard]] virtual Result<void> read_records(const std::string& kind, const RecordRange& range,
                                                  const Visit& visit) = 0;
  /// Visits all records of `kind`.
  [[nodiscard]] Result<void> read_records(const std::string& kind, const Visit& visit) {
    return read_records(kind, {}, visit);
  }
};

}  // namespace plenary::storage
