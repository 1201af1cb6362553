#pragma once

#include <memory>
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
  std::string missed;      // frames of the operations that its listeners have not seen
};

/// The document at its head, with as much of its tail as was replayed, and the operation that
/// created it if that is near. Cost: the newest snapshot and the operations after it. Errors: those
/// of the store.
[[nodiscard]] Result<LoadedDocument> load_document(storage::Logs& store, const DocumentKey& key,
                                                   const ot::SizeLimits& limits);

/// The operations of [from, to), decoded. `type_after`: the type of the document at `to`, if it
/// exists then. An edit below a delete is kept as a no-op: whatever is transformed over it fails at
/// the delete, and only its source and sequence still count.
[[nodiscard]] Result<std::vector<CommittedPtr>> load_ops(storage::Logs& store,
                                                         const DocumentKey& key, Version from,
                                                         Version to,
                                                         std::optional<ot::TypeId> type_after);

/// The same as op frames, one after the other, ready to send.
[[nodiscard]] Result<std::string> load_op_frames(storage::Logs& store, const DocumentKey& key,
                                                 Version from, Version to);

/// The document at a version at or below the head. Cost: the nearest snapshot below and the
/// operations between.
[[nodiscard]] Result<std::unique_ptr<DocumentState>> load_version(storage::Logs& store,
                                                                  const DocumentKey& key,
                                                                  Version version);

/// An operation as a payload of the wire.
[[nodiscard]] std::string op_message(const DocumentKey& key, const storage::OpRecord& record);

}  // namespace plenary::server
