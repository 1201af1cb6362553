#pragma once

#include "server/documents/long_work.hpp"
#include "server/limits.hpp"

namespace plenary::storage {
class Logs;
class CommitQueue;
}  // namespace plenary::storage

namespace plenary::server {

class ByteBudget;
class Clock;
class Courier;
class Happenings;
class Metrics;
class Past;
struct Pools;
class Shard;

/// The services that the documents of all shards use. All outlive the documents.
struct DocumentServices {
  storage::Logs& store;
  storage::CommitQueue& commits;
  Pools& pools;
  Past& past;
  ByteBudget& read_answers;  // large answers to reads that wait in outboxes
  const Clock& clock;
  const Limits& limits;
  Metrics& metrics;
  Happenings* happenings{nullptr};  // null: nobody wants to know
};

/// The parts that the documents of one shard work with. All outlive the documents.
struct DocumentEnvironment : DocumentServices {
  Shard& shard;
  Courier& courier;
  LongWork long_work{};
};

}  // namespace plenary::server
