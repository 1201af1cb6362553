#pragma once

#include <exception>
#include <string_view>

#include "server/ops/log.hpp"

namespace plenary::server {

/// Writes to the journal that an exception ended a task or a connection.
/// `where`: a literal.
inline void log_failure(std::string_view where, const std::exception_ptr& failure) noexcept {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    log::error("task_failed", {{"in", where}, {"reason", std::string_view(error.what())}});
  } catch (...) {
    log::error("task_failed", {{"in", where}});
  }
}

}  // namespace plenary::server
