#pragma once

#include <cstddef>
#include <cstdint>

#include "server/runtime/pool.hpp"

namespace plenary::server {

/// kByAsker: the bounds of a pool hold for each asker and for all together. kAltogether: only for
/// all together. Under --open everybody is one asker: an embedding application may use all of it.
enum class Sharing : std::uint8_t { kByAsker, kAltogether };

/// The server's threads beside the shards: one pool for each promise, so that no kind of work waits
/// for another. Their threads mostly sleep. Pools that compute for long give way to the shards: an
/// edit is acknowledged first.
struct Pools {
  /// `failed`: see Pool::Options.
  using Failed = decltype(Pool::Options::failed);
  explicit Pools(Sharing sharing = Sharing::kByAsker, const Failed& failed = {});

  /// Finishes all running and waiting tasks of all pools. May be called twice.
  void stop();
  /// Tasks that wait, in all pools.
  [[nodiscard]] std::size_t waiting() const;

  Pool loading;      // opens documents, reads what a client missed: somebody looks at a blank page
  Pool sealing;      // writes snapshots, sealed blocks, checkpoints: nobody waits for them
  Pool directory;    // accounts, rights, the audit, lists of papers: short tasks that block
  Pool passwords;    // argon2, 60 ms and 64 MiB each: log-in works while all else is busy
  Pool conversions;  // import, export, Markdown: seconds for the largest document
  Pool reading;      // history, differences, views of threads, searches, old versions
};

}  // namespace plenary::server
