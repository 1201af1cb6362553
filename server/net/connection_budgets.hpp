#pragma once

#include "server/limits.hpp"
#include "server/net/traffic_budget.hpp"

namespace plenary::server {

/// Budgets of memory for the bytes that all connections read and write at one time.
struct ConnectionBudgets {
  explicit ConnectionBudgets(const Limits& limits);

  TrafficBudget bodies;    // of requests, until the request is answered
  TrafficBudget answers;   // until they are written
  TrafficBudget messages;  // of sockets, until they are whole
};

}  // namespace plenary::server
