#include "server/sessions/bulk.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "protocol/json/value.hpp"
#include "protocol/wire/encode.hpp"

namespace plenary::server {
namespace {

using Action = wire::Bulk::Action;

std::string_view action_of(Action action) {
  switch (action) {
    case Action::kFetch:
      return "bf";
    case Action::kSubscribe:
      return "bs";
    case Action::kUnsubscribe:
      break;
  }
  return "bu";
}

/// Collects the answers of all documents, on the peer's shard.
struct Collection {
  Documents& documents;
  ByteBudget& budget;
  BulkRequest request;
  std::vector<ReadRequest> reads;    // until they are asked
  std::vector<std::string> answers;  // JSON: a snapshot object or an error object
  std::vector<Version> versions;
  std::vector<bool> refused;
  std::optional<wire::Refusal> refusal{};  // one of them
  std::size_t next{0};                     // not asked yet
  std::size_t asked{0};                    // and not answered yet
  ByteBudget::Lease lease{};               // counts the snapshots
  bool is_full{false};                     // a snapshot had no room
  /// Held until the reply leaves: none of the reads is answered before.
  std::vector<std::shared_ptr<InFlight>> in_flight{};
};
using CollectionRef = std::shared_ptr<Collection>;

wire::Refusal too_large() {
  return {wire::kTooMany,
          "These documents are too large for one answer: ask for this one by itself"};
}

/// Subscribes to a document from the version of the snapshot that was given. If the document cannot
/// give the operations since then, the client would miss them and not know: the socket is closed,
/// and the client comes back with its version.
void listen_from(const Collection& all, std::size_t i) {
  const SubscriptionRef& subscription = all.request.subscriptions[i];
  if (subscription->has_ended()) {
    return;  // unsubscribed before the reply was there
  }
  const auto refused = [peer = all.request.peer](const SnapshotFrameRef& /*snapshot*/,
                                                 const std::optional<wire::Refusal>& refusal,
                                                 Version /*at*/) {
    if (refusal) {
      peer->close(CloseReason::kTryAgainLater);
    }
  };
  ReadRequest request{all.request.peer, all.versions[i], subscription, "s", refused};
  request.asker = all.request.asker;
  all.documents.with({all.request.bulk.collection, all.request.bulk.entries[i].id},
                     [request = std::move(request)](DocumentActor& document) mutable {
                       document.read(std::move(request));
                     });
}

/// Sends the reply; only then do operations follow.
void finish_with_data(const CollectionRef& all) {
  const wire::Bulk& bulk = all->request.bulk;
  std::string data = "{";
  data.reserve(all->lease.bytes() + 64 * all->answers.size());
  for (std::size_t i = 0; i < all->answers.size(); ++i) {
    if (i > 0) {
      data.push_back(',');
    }
    json::append_string(data, std::string_view(bulk.entries[i].id));
    data.push_back(':');
    data += std::exchange(all->answers[i], {});
  }
  data.push_back('}');
  std::string frame;
  append_frame(frame, wire::bulk_data_reply(action_of(bulk.action), bulk.collection, data));
  all->request.peer->send(in_budget(std::move(frame), std::move(all->lease)));
  for (std::size_t i = 0; bulk.action == Action::kSubscribe && i < all->answers.size(); ++i) {
    if (!all->refused[i]) {
      listen_from(*all, i);
    }
  }
}

/// The reply has no place for the refusal of one document. So one refusal refuses all, and the
/// client asks for each by itself.
void finish_with_versions(const Collection& all) {
  const std::string reply =
      wire::bulk_echo_reply(action_of(all.request.bulk.action), all.request.bulk);
  all.request.peer->send(framed(all.refusal ? wire::refuse(reply, *all.refusal) : reply));
}

/// Puts a snapshot into the reply, or says why it has no place in it.
std::optional<wire::Refusal> add_snapshot(Collection& all, std::size_t i,
                                          const SnapshotFrameRef& snapshot) {
  const std::string_view data = snapshot == nullptr ? std::string_view() : snapshot->data();
  if (data.size() > kBulkAnswerBytesMax - all.lease.bytes()) {
    all.is_full = true;
    return too_large();
  }
  if (const auto fits = all.lease.grow(data.size()); !fits) {
    all.is_full = true;
    return wire::Refusal{wire::kUnavailable, fits.error().detail};
  }
  all.answers[i] = data;
  return std::nullopt;
}

void refuse_one(Collection& all, std::size_t i, const wire::Refusal& refusal) {
  all.refused[i] = true;
  all.answers[i] = wire::error_object(refusal);
  if (!all.refusal) {
    all.refusal = refusal;
  }
}

void ask(const CollectionRef& all, std::size_t i);

/// Asks for more documents, as long as few are on their way; finishes when all are there.
void go_on(const CollectionRef& all) {
  const wire::Bulk& bulk = all->request.bulk;
  while (all->asked < kReadsInFlightMax && all->next < bulk.entries.size()) {
    const std::size_t i = all->next++;
    if (!all->request.concerned[i]) {
      refuse_one(*all, i, {wire::kReadRejected, "Snapshot read rejected"});
    } else if (all->is_full) {
      refuse_one(*all, i, too_large());
    } else {
      ++all->asked;
      ask(all, i);
    }
  }
  if (all->asked > 0) {
    return;
  }
  if (bulk.with_versions) {
    finish_with_versions(*all);
  } else {
    finish_with_data(all);
  }
}

void take_answer(const CollectionRef& all, std::size_t i, const SnapshotFrameRef& snapshot,
                 std::optional<wire::Refusal> refusal, Version at) {
  if (all->request.peer->is_gone()) {
    return;  // perhaps it lost the right to these very words
  }
  --all->asked;
  all->versions[i] = at;
  if (!refusal) {
    refusal = add_snapshot(*all, i, snapshot);
  }
  if (refusal) {
    refuse_one(*all, i, *refusal);
  }
  go_on(all);
}

/// The read of one document, with the session's rights as they are now.
ReadRequest read_of(const BulkRequest& request, std::size_t i) {
  const wire::Bulk& bulk = request.bulk;
  // Snapshots are only read at first: a socket that listened already would get operations before
  // the reply.
  const bool listen = bulk.action == Action::kSubscribe && bulk.with_versions;
  ReadRequest read{
      request.peer, bulk.entries[i].from, listen ? request.subscriptions[i] : nullptr, "s", {}};
  read.asker = request.asker;
  request.prepare(read, {bulk.collection, bulk.entries[i].id});
  return read;
}

void ask(const CollectionRef& all, std::size_t i) {
  ReadRequest read = std::move(all->reads[i]);
  read.collect = [all, i](const SnapshotFrameRef& snapshot, std::optional<wire::Refusal> refusal,
                          Version at) { take_answer(all, i, snapshot, std::move(refusal), at); };
  all->documents.with({all->request.bulk.collection, all->request.bulk.entries[i].id},
                      [read = std::move(read)](DocumentActor& document) mutable {
                        document.read(std::move(read));
                      });
}

/// Sends the reply once all documents have let go of the socket, because after it nothing more may
/// come. Documents without a subscription are not asked: that would open them.
void unsubscribe_all(Documents& documents, const BulkRequest& request) {
  const Bytes reply = framed(wire::bulk_echo_reply("bu", request.bulk));
  const auto missing = std::make_shared<std::ptrdiff_t>(
      std::count(request.concerned.begin(), request.concerned.end(), true));
  if (*missing == 0) {
    request.peer->send(reply);
  }
  const auto done = [peer = request.peer, missing, reply, in_flight = request.in_flight] {
    if (--*missing == 0 && !peer->is_gone()) {
      peer->send(reply);
    }
  };
  for (std::size_t i = 0; i < request.bulk.entries.size(); ++i) {
    if (!request.concerned[i]) {
      continue;
    }
    documents.with_open({request.bulk.collection, request.bulk.entries[i].id},
                        [peer = request.peer, done](DocumentActor* document) {
                          if (document == nullptr) {
                            peer->shard().post(done);
                          } else {
                            document->unsubscribe(peer, [document, peer, done] {
                              document->run_after_sent(peer, done);
                            });
                          }
                        });
  }
}

}  // namespace

void answer_bulk(Documents& documents, ByteBudget& budget, BulkRequest request) {
  const std::size_t count = request.bulk.entries.size();
  if (request.bulk.action == Action::kUnsubscribe) {
    unsubscribe_all(documents, request);
    return;
  }
  auto all = std::make_shared<Collection>(Collection{
      documents, budget, std::move(request), std::vector<ReadRequest>(count),
      std::vector<std::string>(count), std::vector<Version>(count), std::vector<bool>(count)});
  all->lease = budget.take(all->request.asker, 0).value();
  for (std::size_t i = 0; i < count; ++i) {
    if (all->request.concerned[i]) {
      all->reads[i] = read_of(all->request, i);
      all->in_flight.push_back(all->reads[i].in_flight);
    }
  }
  go_on(all);
}

}  // namespace plenary::server
