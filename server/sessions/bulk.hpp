#pragma once

#include <functional>
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
  /// In an unsubscribe: kept until the last operation has reached the peer's shard.
  std::vector<std::shared_ptr<InFlight>> in_flight;
  PeerRef peer;
  /// Called for each read before it is asked, within answer_bulk.
  std::function<void(ReadRequest& request, const DocumentKey& key)> prepare;
};

/// Answers it: one reply for all documents. A reply with snapshots leaves before any operation
/// above them (a client drops those and asks again). Thread: the peer's shard.
void answer_bulk(Documents& documents, BulkRequest request);

}  // namespace plenary::server
