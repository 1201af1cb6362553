#include "server/documents/loader.hpp"

#include <utility>

#include "protocol/base/try.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;
using storage::OpRecord;

/// Replays [state.head(), to) into `state`. Errors: kCorrupt if the log ends before.
Result<void> replay_to(storage::Logs& store, const DocumentKey& key, DocumentState& state,
                       Version to) {
  Result<void> replayed;
  PLENARY_TRY_VOID(store.read_ops(key, state.head(), to, [&](OpRecord&& record) {
    replayed = state.replay(std::move(record));
    state.trim_tail(state.head());
    return static_cast<bool>(replayed);
  }));
  PLENARY_TRY_VOID(std::move(replayed));
  if (state.head() != to) {
    return Error{Errc::kCorrupt, "the log ends at " + std::to_string(state.head().value) +
                                     ", its head says " + std::to_string(to.value)};
  }
  return {};
}

Result<std::vector<OpRecord>> read_records(storage::Logs& store, const DocumentKey& key,
                                           Version from, Version to) {
  std::vector<OpRecord> records;
  PLENARY_TRY_VOID(store.read_ops(key, from, to, [&](OpRecord&& record) {
    records.push_back(std::move(record));
    return true;
  }));
  if (records.size() != to.value - from.value) {
    return Error{Errc::kCorrupt, "operations are missing below " + std::to_string(to.value)};
  }
  return records;
}

Result<std::unique_ptr<DocumentState>> restore_at(storage::Logs& store, const DocumentKey& key,
                                                  Version version, const ot::SizeLimits& limits) {
  auto state = std::make_unique<DocumentState>(limits);
  auto snapshot = store.snapshot(key, version);
  if (!snapshot && snapshot.error().code != Errc::kCorrupt) {
    return snapshot.error();
  }
  // Without the snapshot it takes longer, and the result is the same: the log has everything.
  if (snapshot && *snapshot) {
    static_cast<void>(state->restore(**snapshot));  // on error it stays empty
  }
  PLENARY_TRY_VOID(replay_to(store, key, *state, version));
  return state;
}

/// Reads the operation that created the document if it lies before the tail: a create that is sent
/// again is a duplicate however long ago it was.
Result<void> recall_creation(storage::Logs& store, const DocumentKey& key, DocumentState& state) {
  if (const auto created_at = state.created_at(); created_at && *created_at < state.tail_start()) {
    return store.read_ops(key, *created_at, created_at->next(), [&](OpRecord&& record) {
      state.remember_creation(std::move(record.source), record.sequence);
      return false;
    });
  }
  return {};
}

}  // namespace

Result<LoadedDocument> load_document(storage::Logs& store, const DocumentKey& key,
                                     const ot::SizeLimits& limits) {
  LoadedDocument loaded;
  PLENARY_TRY(loaded.head, store.head(key));
  PLENARY_TRY(loaded.state, restore_at(store, key, loaded.head.version, limits));
  PLENARY_TRY_VOID(recall_creation(store, key, *loaded.state));
  PLENARY_TRY(auto properties, store.properties(key));
  loaded.properties = properties.value_or(std::string());
  return loaded;
}

Result<std::vector<CommittedPtr>> load_ops(storage::Logs& store, const DocumentKey& key,
                                           Version from, Version to,
                                           std::optional<ot::TypeId> type_after) {
  PLENARY_TRY(std::vector<OpRecord> records, read_records(store, key, from, to));
  std::vector<CommittedPtr> ops(records.size());
  std::optional<ot::TypeId> type = type_after;
  for (std::size_t i = records.size(); i-- > 0;) {
    OpRecord& record = records[i];
    if (record.kind == OpKind::kEdit && !type) {
      ops[i] = std::make_shared<const Committed>(Committed{std::move(record), ot::NoOp{}});
      continue;
    }
    const OpKind kind = record.kind;
    PLENARY_TRY(ops[i], decode_record(std::move(record), type));
    if (kind == OpKind::kCreate || kind == OpKind::kDelete) {
      type.reset();
    }
  }
  return ops;
}

Result<std::unique_ptr<DocumentState>> load_version(storage::Logs& store, const DocumentKey& key,
                                                    Version version) {
  return restore_at(store, key, version, ot::SizeLimits{});
}

}  // namespace plenary::server
