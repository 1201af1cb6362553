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
  BulkRequest request;
  std::size_t missing;
  std::vector<std::string> answers;  // JSON: a snapshot object or an error object
  std::vector<Version> versions;
  std::vector<bool> refused;
  std::optional<wire::Refusal> refusal;  // one of them
  /// What was read waits here for the rest: until the reply leaves, none of it is answered.
  std::vector<std::shared_ptr<InFlight>> in_flight{};
};
using CollectionRef = std::shared_ptr<Collection>;

/// Listens to a document from the version of the snapshot that was given. A document that cannot
/// give what came since would leave the client without it and unaware: the client is sent away, and
/// comes back with its version.
void listen_from(const Collection& all, std::size_t i) {
  const SubscriptionRef& subscription = all.request.subscriptions[i];
  if (subscription->has_ended()) {
    return;  // unsubscribed before the reply was there
  }
  const auto refused = [peer = all.request.peer](const std::string& /*data*/,
                                                 const std::optional<wire::Refusal>& refusal,
                                                 Version /*at*/) {
    if (refusal) {
      peer->close(CloseReason::kTryAgainLater);
    }
  };
  ReadRequest request{all.request.peer, all.versions[i], subscription, "s", refused};
  all.documents.with({all.request.bulk.collection, all.request.bulk.entries[i].id},
                     [request = std::move(request)](DocumentActor& document) mutable {
                       document.read(std::move(request));
                     });
}

/// All are there: the reply goes, and only then do operations follow.
void finish_with_data(const CollectionRef& all) {
  const wire::Bulk& bulk = all->request.bulk;
  std::string data = "{";
  for (std::size_t i = 0; i < all->answers.size(); ++i) {
    if (i > 0) {
      data.push_back(',');
    }
    json::append_string(data, std::string_view(bulk.entries[i].id));
    data.push_back(':');
    data += all->answers[i];
  }
  data.push_back('}');
  all->request.peer->send(
      framed(wire::bulk_data_reply(action_of(bulk.action), bulk.collection, data)));
  for (std::size_t i = 0; bulk.action == Action::kSubscribe && i < all->answers.size(); ++i) {
    if (!all->refused[i]) {
      listen_from(*all, i);
    }
  }
}

/// The reply has no place for the refusal of one document: it refuses all of them, and each is
/// asked for again by itself.
void finish_with_versions(const Collection& all) {
  const std::string reply =
      wire::bulk_echo_reply(action_of(all.request.bulk.action), all.request.bulk);
  all.request.peer->send(framed(all.refusal ? wire::refuse(reply, *all.refusal) : reply));
}

void take_answer(const CollectionRef& all, std::size_t i, std::string data,
                 std::optional<wire::Refusal> refusal, Version at) {
  if (all->request.peer->is_gone()) {
    return;  // perhaps it lost the right to these very words
  }
  all->refused[i] = refusal.has_value();
  if (refusal && !all->refusal) {
    all->refusal = refusal;
  }
  all->answers[i] = refusal ? wire::error_object(*refusal) : std::move(data);
  all->versions[i] = at;
  if (--all->missing > 0) {
    return;
  }
  const wire::Bulk& bulk = all->request.bulk;
  if (bulk.with_versions) {
    finish_with_versions(*all);
  } else {
    finish_with_data(all);
  }
}

void ask(const CollectionRef& all, std::size_t i) {
  const wire::Bulk& bulk = all->request.bulk;
  // Snapshots are only read at first: a socket that listened already would get operations before
  // the reply.
  const bool listen = bulk.action == Action::kSubscribe && bulk.with_versions;
  ReadRequest read{all->request.peer,
                   bulk.entries[i].from,
                   listen ? all->request.subscriptions[i] : nullptr,
                   "s",
                   {}};
  read.collect = [all, i](std::string data, std::optional<wire::Refusal> refusal, Version at) {
    take_answer(all, i, std::move(data), std::move(refusal), at);
  };
  const DocumentKey key{bulk.collection, bulk.entries[i].id};
  all->request.prepare(read, key);
  all->in_flight.push_back(read.in_flight);
  all->documents.with(key, [read = std::move(read)](DocumentActor& document) mutable {
    document.read(std::move(read));
  });
}

/// After the reply nothing more may come: it waits for all of them. Documents that it did not
/// listen to are not asked: that would open them.
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

void answer_bulk(Documents& documents, BulkRequest request) {
  const std::size_t count = request.bulk.entries.size();
  if (request.bulk.action == Action::kUnsubscribe) {
    unsubscribe_all(documents, request);
    return;
  }
  auto all = std::make_shared<Collection>(
      Collection{documents, std::move(request), count, std::vector<std::string>(count),
                 std::vector<Version>(count), std::vector<bool>(count), std::nullopt});
  if (count == 0) {
    all->request.bulk.with_versions ? finish_with_versions(*all) : finish_with_data(all);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (all->request.concerned[i]) {
      ask(all, i);
    } else {
      take_answer(all, i, {}, wire::Refusal{wire::kReadRejected, "Snapshot read rejected"}, {});
    }
  }
}

}  // namespace plenary::server
