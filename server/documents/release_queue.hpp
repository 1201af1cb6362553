#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "server/documents/requests.hpp"
#include "server/documents/subscribers.hpp"
#include "server/runtime/task.hpp"

namespace plenary::server {

/// The request behind an answer, to be done again if the store loses the operations that the answer
/// is about.
using AgainRequest = std::variant<std::monostate, SubmitRequest, ReadRequest, Task>;

/// Answers in the order in which they were decided. Each is held back until everything that it
/// shows is on disk: durable before visible. Used by one document's actor.
class ReleaseQueue {
 public:
  /// Adds an operation that leaves once it is durable.
  void push(Version needs, Departure departure, SubmitRequest request) {
    waiting_.push_back({needs, std::move(departure), Task(), std::move(request)});
  }
  /// Adds any other answer.
  void push(Version needs, Task action, AgainRequest request = {}) {
    waiting_.push_back({needs, std::nullopt, std::move(action), std::move(request)});
  }

  /// Lets go of all answers that need no more than `durable`, in order. Departures that follow each
  /// other are given together, so that they travel together.
  template <class OnDepartures>
  void release(Version durable, OnDepartures on_departures) {
    std::vector<Departure> departures;
    std::vector<SubmitRequest> requests;
    const auto depart = [&] {
      if (!departures.empty()) {
        on_departures(std::exchange(departures, {}), std::exchange(requests, {}));
      }
    };
    while (!waiting_.empty() && waiting_.front().needs <= durable) {
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      if (next.departure) {
        departures.push_back(std::move(*next.departure));
        requests.push_back(std::get<SubmitRequest>(std::move(next.request)));
      } else {
        depart();
        try {
          next.action();
        } catch (...) {
          waiting_.push_front({next.needs, std::nullopt, Task(), std::move(next.request)});
          throw;  // it is not answered: take_all() gives it
        }
      }
    }
    depart();
  }

  /// Forgets all answers; gives the requests behind them, in order.
  [[nodiscard]] std::vector<AgainRequest> take_all() {
    std::vector<AgainRequest> requests;
    for (Waiting& waiting : waiting_) {
      requests.push_back(std::move(waiting.request));
    }
    waiting_.clear();
    return requests;
  }

  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

 private:
  struct Waiting {
    Version needs;
    std::optional<Departure> departure;
    Task action;
    AgainRequest request;
  };
  std::deque<Waiting> waiting_;
};

}  // namespace plenary::server
