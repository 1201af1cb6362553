#include "protocol/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace plenary {

void assertion_failed(const char* condition, const char* why, const char* file, int line) noexcept {
  std::fprintf(stderr, "plenary: assertion failed: %s (%s) at %s:%d\n", why, condition, file, line);
  std::abort();
}

}  // namespace plenary
