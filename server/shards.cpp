#include "server/shards.hpp"

#include "server/net/courier.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {

/// Everything that lives on one shard.
struct Shards::Home {
  Home(unsigned index, std::size_t shards)
      : shard(index), courier(shard, shards), presence(courier) {}

  Shard shard;
  Courier courier;
  PresenceHub presence;
  std::unique_ptr<DocumentRegistry> documents;
  std::unique_ptr<ThreadsRegistry> threads;
};

Shards::Shards(unsigned count, const DocumentServices& services) {
  std::vector<Shard*> shards;
  std::vector<DocumentRegistry*> documents;
  std::vector<ThreadsRegistry*> threads;
  std::vector<PresenceHub*> hubs;
  for (unsigned index = 0; index < count; ++index) {
    Home& home = *homes_.emplace_back(std::make_unique<Home>(index, count));
    DocumentEnvironment& environment =
        environments_.emplace_back(DocumentEnvironment{{services}, home.shard, home.courier});
    home.documents = std::make_unique<DocumentRegistry>(environment);
    home.threads = std::make_unique<ThreadsRegistry>(environment);
    shards.push_back(&home.shard);
    documents.push_back(home.documents.get());
    threads.push_back(home.threads.get());
    hubs.push_back(&home.presence);
  }
  documents_ = std::make_unique<Documents>(shards, documents);
  threads_ = std::make_unique<Threads>(
      shards, threads, DiscussionSources{services.store, services.past, services.pools.sealing});
  presence_ = std::make_unique<Presence>(shards, hubs);
}

Shards::~Shards() {
  for (const auto& home : homes_) {
    home->threads.reset();
  }
  for (const auto& home : homes_) {
    home->documents.reset();
  }
}

Shard& Shards::operator[](std::size_t index) {
  return homes_[index]->shard;
}

std::size_t Shards::open_documents(std::size_t index) const {
  return homes_[index]->documents->size();
}

void Shards::start() {
  for (const auto& home : homes_) {
    home->shard.start();
    home->shard.post([&here = *home] {
      here.documents->start_sweeping();
      here.threads->start_sweeping();
    });
  }
}

void Shards::stop() {
  for (const auto& home : homes_) {
    home->shard.stop();
  }
  for (const auto& home : homes_) {
    home->shard.join();
  }
}

}  // namespace plenary::server
