#pragma once

#include <functional>
#include <string>
#include <vector>

#include "protocol/wire/messages.hpp"
#include "server/documents/documents.hpp"

namespace plenary::server {

/// A bulk message about documents that may live on several shards.
struct BulkRequest {
  wire::Bulk bulk;
  /// For each entry: whether it may be read or, in an unsubscribe, was subscribed to.
  std::vector<bool> concerned;
  /// For each entry, where it subscribes; null for those that may not be read.
  std::vector<SubscriptionRef> subscriptions;
  /// Of an unsubscribe: held until the last operation has reached the peer's shard.
  std::vector<std::shared_ptr<InFlight>> in_flight;
  PeerRef peer;
  /// Called for each read before it is asked, within answer_bulk.
  std::function<void(ReadRequest& request, const DocumentKey& key)> prepare;
  std::string asker;  // whom the budget of answers counts: see limit_key
};

/// Answers it: one reply for all documents. A reply with snapshots leaves before any operation
/// above them (a client drops those and asks again). Documents are read a few at a time. A snapshot
/// that makes the reply too large, or for which `budget` has no room, is refused in its place.
/// Thread: the peer's shard.
void answer_bulk(Documents& documents, ByteBudget& budget, BulkRequest request);

}  // namespace plenary::server
