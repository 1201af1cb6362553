#pragma once

#include "server/documents/long_work.hpp"
#include "server/limits.hpp"

namespace plenary::storage {
class Logs;
class CommitQueue;
}  // namespace plenary::storage

namespace plenary::server {

class Clock;
class Courier;
class Happenings;
class Metrics;
class Past;
struct Pools;
class Shard;

/// What the documents of one shard work with. All outlive them.
struct DocumentEnvironment {
  Shard& shard;
  Courier& courier;
  storage::Logs& store;
  storage::CommitQueue& commits;
  Pools& pools;
  Past& past;
  const Clock& clock;
  const Limits& limits;
  Metrics& metrics;
  Happenings* happenings{nullptr};  // null: nobody listens
  LongWork long_work{};
};

}  // namespace plenary::server
