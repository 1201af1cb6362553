#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "protocol/wire/encode.hpp"
#include "server/documents/document_state.hpp"
#include "storage/logs.hpp"

/// Reads documents and their past from the store. Blocking: for background threads. No state.
namespace plenary::server {

struct LoadedDocument {
  std::unique_ptr<DocumentState> state;
  storage::Head head;
  std::string properties;  // JSON; empty if never put
  std::string missed;      // frames of operations that its subscribers have not seen
  Version missed_until;    // where they end; below the head if they are too many
};

/// Operations as frames, one after the other, ready to send.
struct OpFrames {
  std::string frames;
  Version next;  // the first one that is not among them
};

/// The document at its head, with the tail that was replayed, and the operation that created it.
/// Cost: the newest snapshot and the operations after it. Errors: those
/// of the store.
[[nodiscard]] Result<LoadedDocument> load_document(storage::Logs& store, const DocumentKey& key,
                                                   const ot::SizeLimits& limits);

/// The operations of [from, to), decoded. `type_after`: the type of the document at `to`, if it
/// exists then. An edit below a delete becomes a no-op: any operation that is transformed over it
/// fails at the delete, and only its source and sequence still count.
[[nodiscard]] Result<std::vector<CommittedPtr>> load_ops(storage::Logs& store,
                                                         const DocumentKey& key, Version from,
                                                         Version to,
                                                         std::optional<ot::TypeId> type_after);

/// The operations of [from, to), or the first of them: at least one, and no more once they take
/// `bytes_max`. Requires: from < to.
[[nodiscard]] Result<OpFrames> load_op_frames(storage::Logs& store, const DocumentKey& key,
                                              Version from, Version to, std::size_t bytes_max);
/// The same of operations that are in memory.
[[nodiscard]] OpFrames op_frames(const DocumentKey& key, std::span<const CommittedPtr> ops,
                                 std::size_t bytes_max);

/// The document at a version at or below the head. Cost: the nearest snapshot below and the
/// operations between.
[[nodiscard]] Result<std::unique_ptr<DocumentState>> load_version(storage::Logs& store,
                                                                  const DocumentKey& key,
                                                                  Version version);

/// An operation as a payload of the wire.
[[nodiscard]] std::string op_message(const DocumentKey& key, const storage::OpRecord& record);

}  // namespace plenary::server
