#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "server/access/roles.hpp"
#include "server/documents/requests.hpp"

namespace plenary::server {

/// The requests of one session whose answers are on their way: how many, for back-pressure, and
/// about which documents, for rights. An answer brings words of its document, so a right that is
/// lost meanwhile must be noticed before it arrives. Used on the socket's shard only; the requests
/// let go of their InFlight on any.
class Unanswered {
 public:
  using May = std::function<bool(Ability, const DocumentKey&)>;

  /// To be kept by the request until its answer has reached the socket's shard. `needs`: what the
  /// answer takes.
  [[nodiscard]] std::shared_ptr<InFlight> add_operation(const DocumentKey& key) {
    return add(operations_, key, Ability::kReadDocument);
  }
  [[nodiscard]] std::shared_ptr<InFlight> add_read(const DocumentKey& key, Ability needs) {
    return add(reads_, key, needs);
  }
  [[nodiscard]] std::size_t operations() const {
    return operations_->load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::size_t reads() const { return reads_->load(std::memory_order_relaxed); }

  /// Whether all answers are still allowed.
  [[nodiscard]] bool all_allowed(const May& may);

 private:
  using Count = std::shared_ptr<std::atomic<std::size_t>>;
  struct Request {
    DocumentKey key;
    Ability needs;
    std::weak_ptr<InFlight> in_flight;
  };
  std::shared_ptr<InFlight> add(const Count& count, const DocumentKey& key, Ability needs);
  void drop_answered();

  Count operations_{std::make_shared<std::atomic<std::size_t>>(0)};
  Count reads_{std::make_shared<std::atomic<std::size_t>>(0)};
  std::vector<Request> requests_;  // some are answered already
  std::size_t drop_at_{64};
};

}  // namespace plenary::server
