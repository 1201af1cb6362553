#include "storage/key_value_records.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "storage/keys.hpp"
#include "storage/log_reader.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {

Result<void> KeyValueRecords::change_records(std::span<const RecordChange> changes, Sync sync) {
  return change_with({}, changes, sync);
}

Result<void> KeyValueRecords::change_with(std::vector<Put> puts,
                                          std::span<const RecordChange> changes, Sync sync) {
  const bool compares = std::any_of(changes.begin(), changes.end(),
                                    [](const auto& change) { return change.expected.has_value(); });
  if (!compares) {
    const std::shared_lock lock(mutex_);
    return write(std::move(puts), changes, sync);
  }
  const std::unique_lock lock(mutex_);
  PLENARY_TRY_VOID(meet_expectations(changes));
  return write(std::move(puts), changes, sync);
}

Result<void> KeyValueRecords::meet_expectations(std::span<const RecordChange> changes) {
  for (const RecordChange& change : changes) {
    if (!change.expected) {
      continue;
    }
    PLENARY_TRY(const std::optional<std::string> stored, record(change.kind, change.key));
    if (stored != change.expected->json) {
      return Error{Errc::kVersionConflict, "a record of " + change.kind + " has changed meanwhile"};
    }
  }
  return {};
}

Result<void> KeyValueRecords::write(std::vector<Put> puts, std::span<const RecordChange> changes,
                                    Sync sync) {
  puts.reserve(puts.size() + changes.size());
  for (const RecordChange& change : changes) {
    PLENARY_TRY(std::string key, record_key(change.kind, change.key));
    std::optional<std::string> value;
    if (change.json) {
      PLENARY_TRY(value, encode_value(key, *change.json));
    }
    puts.push_back({Family::kRecords, std::move(key), std::move(value)});
  }
  return puts.empty() ? Result<void>()
                      : families_->write(puts, sync == Sync::kYes ? most_sync_ : Sync::kNo);
}

Result<std::optional<std::string>> KeyValueRecords::record(const std::string& kind,
                                                           const std::string& key) {
  PLENARY_TRY(const std::string stored_key, record_key(kind, key));
  PLENARY_TRY(const std::optional<std::string> value, families_->get(Family::kRecords, stored_key));
  if (!value) {
    return std::optional<std::string>{};
  }
  Result<std::string> json = decode_value(stored_key, *value);
  if (!json) {
    return at(stored_key, "record", json.error());
  }
  return std::optional(*std::move(json));
}

Result<void> KeyValueRecords::read_records(const std::string& kind, const RecordRange& range,
                                           const Visit& visit) {
  PLENARY_TRY(const std::string prefix, collection_prefix(kind));
  PLENARY_TRY(const std::string begin, record_key(kind, range.from));
  std::string end = end_of(prefix);
  if (range.until) {
    PLENARY_TRY(end, record_key(kind, *range.until));
  }
  const std::unique_ptr<FamilyCursor> cursor = families_->cursor(Family::kRecords);
  if (range.descending) {
    cursor->seek_back(end);
    if (cursor->valid() && cursor->key() == end) {
      cursor->previous();
    }
  } else {
    cursor->seek(begin);
  }
  for (std::size_t left = range.limit; left > 0 && cursor->valid(); --left) {
    if (cursor->key() < begin || cursor->key() >= end) {
      return {};
    }
    std::optional<RecordKey> key = parse_record_key(cursor->key());
    if (!key) {
      return Error{Errc::kCorrupt, "a key in the family of records is malformed"};
    }
    Result<std::string> json = decode_value(cursor->key(), cursor->value());
    if (!json) {
      return at(cursor->key(), "record", json.error());
    }
    if (!visit(std::move(key->key), *std::move(json))) {
      return {};
    }
    range.descending ? cursor->previous() : cursor->next();
  }
  return cursor->status();
}

}  // namespace plenary::storage
