#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "server/documents/documents.hpp"
#include "server/presence/presence.hpp"
#include "server/runtime/shard.hpp"
#include "server/threads/threads.hpp"

namespace plenary::server {

/// The shards of a server, and what lives on each: documents, the logs of their threads, presence
/// channels. Thread: as each function says.
class Shards {
 public:
  Shards(unsigned count, const DocumentServices& services);
  Shards(const Shards&) = delete;
  Shards& operator=(const Shards&) = delete;
  /// Ends what lives on the shards before any shard: a document of one may know a socket of
  /// another. Tasks that still wait are dropped. Requires: stop() was called, or start() was not.
  ~Shards();

  [[nodiscard]] std::size_t size() const { return homes_.size(); }
  [[nodiscard]] Shard& operator[](std::size_t index);
  /// The environment of one shard's documents, for other things that live there.
  [[nodiscard]] DocumentEnvironment& environment(std::size_t index) { return environments_[index]; }
  /// Documents that are open on one shard. Thread: the shard's.
  [[nodiscard]] std::size_t open_documents(std::size_t index) const;

  /// Thread of all three: any.
  [[nodiscard]] Documents& documents() { return *documents_; }
  [[nodiscard]] Threads& threads() { return *threads_; }
  [[nodiscard]] Presence& presence() { return *presence_; }

  /// Starts the threads, which retire idle documents from now on. Once.
  void start();
  /// Stops the threads and waits for their ends. May be called twice.
  void stop();

 private:
  struct Home;
  // Destroyed after the homes: a task that a shard drops last may hold a document of any shard.
  std::deque<DocumentEnvironment> environments_;
  std::unique_ptr<Documents> documents_;
  std::unique_ptr<Threads> threads_;
  std::unique_ptr<Presence> presence_;
  std::vector<std::unique_ptr<Home>> homes_;
};

}  // namespace plenary::server
