#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/http/answers.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

/// Does one kind of request, which was admitted, and answers it once. Thread: the workplace of its
/// route.
using Handler = std::function<void(Exchange)>;

/// The handlers by the name of their operation: each API adds its own, the service takes them for
/// its routes. Not thread-safe.
class Handlers {
 public:
  void add(std::string_view operation, Handler handler) {
    const bool is_new = handlers_.emplace(operation, std::move(handler)).second;
    PLENARY_ASSERT(is_new, "an operation has one handler");
  }
  /// Functions that answer with a value. They may block if their workplace is a pool.
  template <class Api>
  void add(std::string_view operation, Api& api,
           Result<HttpResponse> (Api::*answer)(const Exchange&)) {
    add(operation, [&api, answer](const Exchange& exchange) {
      const auto answered = (api.*answer)(exchange);
      exchange.answer(answered ? *answered : refuse(answered.error()));
    });
  }
  template <class Api>
  void add(std::string_view operation, Api& api,
           Result<HttpResponse> (Api::*answer)(const Exchange&, const Identity&)) {
    add(operation, [&api, answer](const Exchange& exchange) {
      const auto answered = (api.*answer)(exchange, exchange.request.who);
      exchange.answer(answered ? *answered : refuse(answered.error()));
    });
  }
  /// A function that sees to it that the exchange is answered.
  template <class Api>
  void add(std::string_view operation, Api& api, void (Api::*handle)(Exchange)) {
    add(operation, [&api, handle](Exchange exchange) { (api.*handle)(std::move(exchange)); });
  }
  template <class Api>
  void add(std::string_view operation, Api& api, void (Api::*handle)(const Exchange&)) {
    add(operation, [&api, handle](const Exchange& exchange) { (api.*handle)(exchange); });
  }

  /// Takes one out. Requires: it was added.
  [[nodiscard]] Handler take(std::string_view operation) {
    const auto found = handlers_.find(operation);
    PLENARY_ASSERT(found != handlers_.end(), "every route has a handler");
    Handler handler = std::move(found->second);
    handlers_.erase(found);
    return handler;
  }
  [[nodiscard]] bool empty() const { return handlers_.empty(); }

 private:
  std::map<std::string_view, Handler> handlers_;
};

}  // namespace plenary::server
