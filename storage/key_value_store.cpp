#include "storage/key_value_store.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "storage/chain.hpp"
#include "storage/log_reader.hpp"
#include "storage/record_codec.hpp"
#include "storage/sealer.hpp"

namespace plenary::storage {
namespace {

/// Memory for unpacked blocks: the neighbourhood of the versions that a few people look at.
constexpr std::size_t kBlockCacheBytes = 8u << 20;

void require_dense(const Append& append) {
  PLENARY_ASSERT(!append.ops.empty(), "an append has operations");
  Version next = append.expected_head;
  for (const OpRecord& op : append.ops) {
    PLENARY_ASSERT(op.version == next, "the versions of an append are dense");
    next = next.next();
  }
}

void require_distinct(std::span<const Append> appends) {
  std::vector<const DocumentKey*> keys;
  keys.reserve(appends.size());
  for (const Append& append : appends) {
    keys.push_back(&append.key);
  }
  std::sort(keys.begin(), keys.end(), [](const auto* a, const auto* b) { return *a < *b; });
  const auto twin = std::adjacent_find(keys.begin(), keys.end(),
                                       [](const auto* a, const auto* b) { return *a == *b; });
  PLENARY_ASSERT(twin == keys.end(), "no document twice in a group of appends");
}

/// The head after the append. Errors: kVersionConflict, kBadOperation.
Result<Head> advance(const Head& head, const Append& append) {
  if (head.version != append.expected_head) {
    return Error{Errc::kVersionConflict,
                 "the document is at version " + std::to_string(head.version.value) +
                     ", the append expected " + std::to_string(append.expected_head.value)};
  }
  Head after = head;
  for (const OpRecord& op : append.ops) {
    if (after.version.value > 0 && op.time < after.time) {
      return Error{Errc::kBadOperation, "the time is before that of the operation before it"};
    }
    after.time = op.time;
    after.version = op.version.next();
    after.bytes_since_snapshot += log_bytes(op);
  }
  return after;
}

}  // namespace

KeyValueStore::KeyValueStore(std::shared_ptr<Families> families, Durability durability)
    : families_(std::move(families)),
      append_sync_(durability == Durability::kStrict ? Sync::kYes : Sync::kNo),
      blocks_(kBlockCacheBytes),
      records_(families_, append_sync_),
      blobs_(families_, records_, append_sync_) {}

Result<Head> KeyValueStore::stored_head(std::string_view document) {
  PLENARY_TRY(const std::optional<std::string> record, families_->get(Family::kHeads, document));
  if (!record) {
    return Head{};
  }
  Result<Head> head = decode_head(document, *record);
  return head ? head : at(document, "head", head.error());
}

/// The hash chain when `ops` follow the head. Empty if it is not known: the head is from before
/// there was one, and the log below it is damaged.
Result<std::string> KeyValueStore::chain_after(std::string_view document, const Head& head,
                                               std::span<const OpRecord> ops) {
  std::string before = head.chain;
  if (before.empty() && head.version > Version{}) {
    const Result<std::string> found =
        LogReader(*families_, blocks_, document).chain_at(head.version);
    if (!found) {
      return found.error().code == Errc::kCorrupt ? Result<std::string>(std::string())
                                                  : found.error();
    }
    before = *found;
  }
  Chain chain(before);
  for (const OpRecord& op : ops) {
    chain.add(op);
  }
  return chain.value();
}

/// Adds what the append writes to `puts`; on an error, nothing.
Result<void> KeyValueStore::stage(const Append& append, std::vector<Put>& puts) {
  PLENARY_TRY(const std::string document, document_key(append.key));
  PLENARY_TRY(const Head head, stored_head(document));
  Result<Head> after = advance(head, append);
  if (!after) {
    return at(document, "append", after.error());
  }
  PLENARY_TRY(after->chain, chain_after(document, head, append.ops));
  std::vector<Put> staged;
  staged.reserve(append.ops.size() + 2);
  for (const OpRecord& op : append.ops) {
    std::string key = version_key(document, op.version);
    PLENARY_TRY(std::string record, encode_operation(key, op));
    staged.push_back({Family::kOperations, std::move(key), std::move(record)});
  }
  if (append.properties) {
    PLENARY_TRY(std::string record, encode_properties(document, *append.properties));
    staged.push_back({Family::kProperties, document, std::move(record)});
  }
  staged.push_back({Family::kHeads, document, encode_head(document, *after)});
  std::move(staged.begin(), staged.end(), std::back_inserter(puts));
  return {};
}

std::vector<Result<void>> KeyValueStore::append(std::span<const Append> appends) {
  require_distinct(appends);
  std::vector<Result<void>> answers;
  answers.reserve(appends.size());
  std::vector<Put> puts;
  const std::lock_guard lock(heads_mutex_);
  for (const Append& append : appends) {
    require_dense(append);
    answers.push_back(stage(append, puts));
  }
  if (puts.empty()) {
    return answers;
  }
  if (const Result<void> written = families_->write(puts, append_sync_); !written) {
    for (Result<void>& answer : answers) {
      answer = answer ? written : answer;
    }
  }
  return answers;
}

Result<Head> KeyValueStore::head(const DocumentKey& key) {
  PLENARY_TRY(const std::string document, document_key(key));
  return stored_head(document);
}

Result<void> KeyValueStore::read_ops(const DocumentKey& key, Version from, Version to,
                                     const std::function<bool(OpRecord&&)>& visit) {
  return read_log(key, from, to, {.row = visit, .sealed = [&visit](const OpView& op) {
                                    return visit(record_of(op));
                                  }});
}

Result<void> KeyValueStore::replay(const DocumentKey& key, Version from, Version to,
                                   const std::function<bool(const OpView&)>& visit) {
  return read_log(
      key, from, to,
      {.row = [&visit](const OpRecord& op) { return visit(view_of(op)); }, .sealed = visit});
}

Result<void> KeyValueStore::read_log(const DocumentKey& key, Version from, Version to,
                                     const LogVisitor& visitor) {
  PLENARY_TRY(const std::string document, document_key(key));
  PLENARY_TRY(const Head head, stored_head(document));
  return LogReader(*families_, blocks_, document).read(from, std::min(to, head.version), visitor);
}

Result<Version> KeyValueStore::version_at(const DocumentKey& key, Timestamp time) {
  PLENARY_TRY(const std::string document, document_key(key));
  PLENARY_TRY(const Head head, stored_head(document));
  return LogReader(*families_, blocks_, document).version_at(head.version, time);
}

Result<Sealed> KeyValueStore::seal(const DocumentKey& key, Version upto, std::uint64_t least) {
  PLENARY_TRY(std::string document, document_key(key));
  const std::lock_guard lock(seals_mutex_);
  PLENARY_TRY(const Head head, stored_head(document));
  return Sealer(*families_, blocks_, std::move(document)).seal(std::min(upto, head.version), least);
}

Result<std::optional<SnapshotRecord>> KeyValueStore::snapshot(const DocumentKey& key,
                                                              Version at_most) {
  PLENARY_TRY(const std::string document, document_key(key));
  const std::unique_ptr<FamilyCursor> cursor = families_->cursor(Family::kSnapshots);
  cursor->seek_back(version_key(document, at_most));
  if (!cursor->valid()) {
    const Result<void> status = cursor->status();
    if (!status) {
      return at(document, "snapshots", status.error());
    }
    return std::optional<SnapshotRecord>{};
  }
  const std::optional<VersionKey> place = split_version_key(cursor->key());
  if (!place || place->document != document) {
    return std::optional<SnapshotRecord>{};
  }
  Result<SnapshotRecord> record = decode_snapshot(cursor->key(), cursor->value());
  if (!record) {
    return at(document, "snapshot " + std::to_string(place->version.value), record.error());
  }
  return std::optional(*std::move(record));
}

Result<void> KeyValueStore::put_snapshot(const DocumentKey& key, const SnapshotRecord& snapshot) {
  PLENARY_TRY(const std::string document, document_key(key));
  std::string snapshot_key = version_key(document, snapshot.version);
  // Compressing takes long; the lock is for the head only.
  PLENARY_TRY(std::string record, encode_snapshot(snapshot_key, snapshot));
  std::vector<Put> puts;
  puts.push_back({Family::kSnapshots, std::move(snapshot_key), std::move(record)});

  const std::lock_guard lock(heads_mutex_);
  PLENARY_TRY(Head head, stored_head(document));
  if (snapshot.version == Version{} || snapshot.version > head.version) {
    return at(document, "snapshot " + std::to_string(snapshot.version.value),
              Error{Errc::kVersionConflict,
                    "the document is at version " + std::to_string(head.version.value)});
  }
  if (snapshot.version >= head.snapshot_version) {
    head.bytes_since_snapshot = 0;
    PLENARY_TRY(head.bytes_since_snapshot, bytes_between(document, snapshot.version, head.version));
    head.snapshot_version = snapshot.version;
    puts.push_back({Family::kHeads, document, encode_head(document, head)});
  }
  return families_->write(puts, Sync::kNo);
}

/// The log_bytes of the operations of [from, to).
Result<std::uint64_t> KeyValueStore::bytes_between(std::string_view document, Version from,
                                                   Version to) {
  std::uint64_t bytes = 0;
  const auto add = [&bytes](const OpRecord& op) {
    bytes += log_bytes(op);
    return true;
  };
  const LogVisitor visitor{.row = add,
                           .sealed = [&add](const OpView& op) { return add(record_of(op)); }};
  PLENARY_TRY_VOID(LogReader(*families_, blocks_, document).read(from, to, visitor));
  return bytes;
}

Result<std::optional<std::string>> KeyValueStore::properties(const DocumentKey& key) {
  PLENARY_TRY(const std::string document, document_key(key));
  PLENARY_TRY(const std::optional<std::string> record,
              families_->get(Family::kProperties, document));
  if (!record) {
    return std::optional<std::string>{};
  }
  Result<std::string> json = decode_properties(document, *record);
  if (!json) {
    return at(document, "properties", json.error());
  }
  return std::optional(*std::move(json));
}

Result<void> KeyValueStore::put_properties(const DocumentKey& key, const std::string& json) {
  PLENARY_TRY(std::string document, document_key(key));
  PLENARY_TRY(std::string record, encode_properties(document, json));
  return families_->write({{Family::kProperties, std::move(document), std::move(record)}},
                          append_sync_);
}

Result<void> KeyValueStore::list(const std::string& collection,
                                 const std::optional<std::string>& after,
                                 const std::function<bool(ListedDocument&&)>& visit) {
  PLENARY_TRY(const std::string prefix, collection_prefix(collection));
  std::string start = prefix;
  if (after) {
    PLENARY_TRY(const std::string last, document_key({collection, *after}));
    start = end_of(last);
  }
  const std::unique_ptr<FamilyCursor> cursor = families_->cursor(Family::kHeads);
  for (cursor->seek(start); cursor->valid() && cursor->key().starts_with(prefix); cursor->next()) {
    const std::string document(cursor->key());
    std::optional<DocumentKey> key = parse_document_key(document);
    if (!key) {
      return Error{Errc::kCorrupt, "a key in the family of heads is malformed"};
    }
    const Result<Head> head = decode_head(document, cursor->value());
    if (!head) {
      return at(document, "head", head.error());
    }
    PLENARY_TRY(std::optional<std::string> json, properties(*key));
    if (!visit({std::move(key->id), *head, json ? *std::move(json) : std::string()})) {
      return {};
    }
  }
  return cursor->status();
}

Result<std::optional<std::string>> KeyValueStore::former_client_owner(
    const std::string& client_id) {
  PLENARY_TRY(const std::string key, client_key(client_id));
  PLENARY_TRY(const std::optional<std::string> record, families_->get(Family::kClients, key));
  if (!record) {
    return std::optional<std::string>{};
  }
  PLENARY_TRY(std::string identity, decode_client(key, *record));
  return std::optional(std::move(identity));
}

Result<void> KeyValueStore::change_records(std::span<const RecordChange> changes, Sync sync) {
  return records_.change_records(changes, sync);
}

Result<std::optional<std::string>> KeyValueStore::record(const std::string& kind,
                                                         const std::string& key) {
  return records_.record(kind, key);
}

Result<void> KeyValueStore::read_records(const std::string& kind, const RecordRange& range,
                                         const Visit& visit) {
  return records_.read_records(kind, range, visit);
}

Result<void> KeyValueStore::put_blob(std::string_view bytes,
                                     std::span<const RecordChange> changes) {
  return blobs_.put_blob(bytes, changes);
}

Result<std::optional<std::string>> KeyValueStore::blob(const std::string& name) {
  return blobs_.blob(name);
}

Result<void> KeyValueStore::checkpoint(const std::filesystem::path& to) {
  return families_->checkpoint(to);
}

}  // namespace plenary::storage
