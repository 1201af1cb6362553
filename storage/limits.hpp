#pragma once

#include <cstddef>

/// The limits of the store, each with its reason. They hold for writes; a record on disk
/// that says it is larger is damaged.
namespace plenary::storage {

/// A collection, a document id, a client id. Names are parts of keys, which the database keeps in
/// its indexes; real ones are UUIDs and short paths.
inline constexpr std::size_t kMaxNameBytes = 1024;

/// An operation's body, a snapshot's content, a document's properties. A document holds up to 16 Mi
/// UTF-16 units, and JSON takes up to six bytes for one: 96 MiB, plus attributes.
inline constexpr std::size_t kMaxContentBytes = 256u << 20;

/// A record beside the documents: an account, a grant, an entry of the audit. All of a table are in
/// memory at once.
inline constexpr std::size_t kMaxValueBytes = 1u << 20;

/// An author, a source, a type's URI, an identity.
inline constexpr std::size_t kMaxLabelBytes = 4096;

/// A blob: a picture, and some room above the server's own limit.
inline constexpr std::size_t kMaxBlobBytes = 16u << 20;

/// The bytes of a blob that one record has. The database copies records as wholes, and damage costs
/// a record.
inline constexpr std::size_t kBlobPieceBytes = 256u << 10;

/// Operations in a sealed block. One is unpacked in about a millisecond; twice as many take 2% less
/// space each.
inline constexpr std::size_t kSealedOpsMost = 16'384;

/// The log_bytes of the operations in a sealed block, unless it has only one: bounds what packing
/// one takes in memory.
inline constexpr std::size_t kSealedBytesMost = 4u << 20;

/// The columns of a sealed block, unpacked: one operation may be as large as a body may be, and the
/// rest is smaller than as many JSON rows.
inline constexpr std::size_t kBlockBytesMost = kMaxContentBytes + (16u << 20);

}  // namespace plenary::storage
