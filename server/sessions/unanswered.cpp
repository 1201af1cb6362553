#include "server/sessions/unanswered.hpp"

#include <algorithm>

namespace plenary::server {
namespace {

/// Requests that are answered are removed when there are at least so many in the list, and twice as
/// many as were left the last time.
constexpr std::size_t kDropAtLeast = 64;

}  // namespace

std::shared_ptr<InFlight> Unanswered::add(const Counts& counts, const DocumentKey& key,
                                          Ability needs, std::size_t bytes) {
  if (requests_.size() >= drop_at_) {
    drop_answered();
  }
  auto in_flight = std::make_shared<InFlight>(counts, bytes);
  requests_.push_back({key, needs, in_flight});
  return in_flight;
}

void Unanswered::drop_answered() {
  std::erase_if(requests_, [](const Request& request) { return request.in_flight.expired(); });
  drop_at_ = std::max(kDropAtLeast, 2 * requests_.size());
}

bool Unanswered::all_allowed(const May& may) {
  drop_answered();
  return std::all_of(requests_.begin(), requests_.end(),
                     [&may](const Request& request) { return may(request.needs, request.key); });
}

}  // namespace plenary::server
