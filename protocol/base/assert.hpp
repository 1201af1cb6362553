#pragma once

/// Stops the process when a fact that no user can influence does not hold. Stays on in release
/// builds: the log is safe, clients still hold unacknowledged work, and a wrong state must
/// not spread. Never use it for anything that arrives from outside.
#define PLENARY_ASSERT(condition, why)                                    \
  do {                                                                    \
    if (!(condition)) {                                                   \
      ::plenary::assertion_failed(#condition, (why), __FILE__, __LINE__); \
    }                                                                     \
  } while (false)

namespace plenary {
/// Prints the condition to standard error, then aborts. Thread: any.
[[noreturn]] void assertion_failed(const char* condition, const char* why, const char* file,
                                   int line) noexcept;
}  // namespace plenary
