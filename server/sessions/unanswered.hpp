#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "server/access/roles.hpp"
#include "server/documents/requests.hpp"
#include "server/limits.hpp"

namespace plenary::server {

/// The requests of one session whose answers are on their way: their number, for back-pressure, and
/// their documents, for rights. An answer brings words of its document, so the loss of a right must
/// be noticed before the answer arrives. Used on the socket's shard only; requests let go of their
/// InFlight on any shard.
class Unanswered {
 public:
  using May = std::function<bool(Ability, const DocumentKey&)>;

  /// Returns a token that the request keeps until its answer has reached the socket's shard.
  /// `needs`: the ability that the answer takes.
  [[nodiscard]] std::shared_ptr<InFlight> add_operation(const DocumentKey& key, Ability needs,
                                                        std::size_t bytes) {
    return add(operations_, key, needs, bytes);
  }
  [[nodiscard]] std::shared_ptr<InFlight> add_read(const DocumentKey& key, Ability needs) {
    return add(reads_, key, needs, 0);
  }
  /// Whether so much is unanswered that the session should take no more for now.
  [[nodiscard]] bool is_much() const {
    return operations_->requests.load(std::memory_order_relaxed) >= kInFlightMax ||
           operations_->bytes.load(std::memory_order_relaxed) >= kInFlightBytesMax ||
           reads_->requests.load(std::memory_order_relaxed) >= kReadsInFlightMax;
  }

  /// Whether all answers are still allowed.
  [[nodiscard]] bool all_allowed(const May& may);

 private:
  using Counts = std::shared_ptr<InFlight::Counts>;
  struct Request {
    DocumentKey key;
    Ability needs;
    std::weak_ptr<InFlight> in_flight;
  };
  std::shared_ptr<InFlight> add(const Counts& counts, const DocumentKey& key, Ability needs,
                                std::size_t bytes);
  void drop_answered();

  Counts operations_{std::make_shared<InFlight::Counts>()};
  Counts reads_{std::make_shared<InFlight::Counts>()};
  std::vector<Request> requests_;  // some are answered already
  std::size_t drop_at_{64};
};

}  // namespace plenary::server
