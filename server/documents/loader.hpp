#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/documents/document_state.hpp"
#include "server/documents/op_frames.hpp"
#include "storage/logs.hpp"

/// Reads documents and their past from the store. Blocking: for background threads. No state.
namespace plenary::server {

/// Operations that subscribers have not seen, for one kind of client.
struct MissedOps {
  EmbedKinds understood;
  OpFrames ops;  // they end below the head if they are too many
};

struct LoadedDocument {
  std::unique_ptr<DocumentState> state;
  storage::Head head;
  std::string properties;  // JSON; empty if never put
  std::vector<MissedOps> missed;
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

/// The document at a version at or below the head. Cost: the nearest snapshot below and the
/// operations between.
[[nodiscard]] Result<std::unique_ptr<DocumentState>> load_version(storage::Logs& store,
                                                                  const DocumentKey& key,
                                                                  Version version);

}  // namespace plenary::server
