#include "server/net/connection_budgets.hpp"

#include <algorithm>

namespace plenary::server {
namespace {

TrafficBudget::Options options(std::size_t bytes_max, std::size_t bytes_per_asker_max) {
  return {.small = {kSmallTrafficBytesMax, kSmallTrafficBytesPerAskerMax},
          .large = {bytes_max, bytes_per_asker_max}};
}

}  // namespace

// A message's memory grows by doubling: up to twice its size is counted.
ConnectionBudgets::ConnectionBudgets(const Limits& limits)
    : bodies(options(kBodiesInAllMax * limits.http_body_bytes_max, limits.http_body_bytes_max)),
      answers(options(kAnswerBytesMax, kAnswerBytesPerAskerMax)),
      messages(options(std::max(kMessageBytesMax, 16 * limits.frame_bytes_max),
                       std::max(kMessageBytesPerAskerMax,
                                2 * limits.frame_bytes_max + 4 * kTrafficBytesSmall))) {}

}  // namespace plenary::server
