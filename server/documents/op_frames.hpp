#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "protocol/ot/rich_text/embed_kinds.hpp"
#include "server/documents/document_state.hpp"
#include "server/net/peer.hpp"
#include "storage/logs.hpp"

/// Operations as clients get them: for each kind of client, changes inside of embeds that it does
/// not understand are plain retains (rich_text::without_others). Pure, but for load_op_frames.
namespace plenary::server {

using ot::rich_text::EmbedKinds;

/// The embeds whose changes a socket's client understands; all for what has no socket.
[[nodiscard]] inline EmbedKinds understood_by(const Peer* peer) {
  return peer == nullptr ? EmbedKinds::all() : EmbedKinds::from_bits(peer->dialect());
}

/// Operations as frames, one after the other, ready to send.
struct OpFrames {
  std::string frames;
  Version next;  // the first one that is not among them
};

/// An operation as a payload of the wire.
[[nodiscard]] std::string op_message(const DocumentKey& key, const storage::OpRecord& record,
                                     EmbedKinds understood);
[[nodiscard]] std::string op_message(const DocumentKey& key, const Committed& op,
                                     EmbedKinds understood);
/// Whether clients that understand different embeds get different payloads.
[[nodiscard]] bool depends_on_client(const Committed& op);

/// The first operations of some that are in memory: at least one, and no more once they take
/// `bytes_max`.
[[nodiscard]] OpFrames op_frames(const DocumentKey& key, std::span<const CommittedPtr> ops,
                                 std::size_t bytes_max, EmbedKinds understood);
/// The same of [from, to) in the store. Blocking. Requires: from < to. Errors: those of the store.
[[nodiscard]] Result<OpFrames> load_op_frames(storage::Logs& store, const DocumentKey& key,
                                              Version from, Version to, std::size_t bytes_max,
                                              EmbedKinds understood);

}  // namespace plenary::server
