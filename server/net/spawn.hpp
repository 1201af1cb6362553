#pragma once

#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/net/failure.hpp"

namespace plenary::server {

/// Lets a coroutine wait for an operation and get its error as a value: `const auto [error, size] =
/// co_await socket.async_read_some(buffer, kUseTuple)`.
inline constexpr auto kUseTuple = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Starts a coroutine that owns its objects. An exception that leaves the coroutine ends it: its
/// objects are destroyed, the journal says why, and everything else goes on. `what`: a literal.
template <class Where>
void spawn(Where&& where, boost::asio::awaitable<void> coroutine, std::string_view what) {
  boost::asio::co_spawn(std::forward<Where>(where), std::move(coroutine),
                        [what](const std::exception_ptr& failure) noexcept {
                          if (failure != nullptr) {
                            log_failure(what, failure);
                          }
                        });
}

}  // namespace plenary::server
