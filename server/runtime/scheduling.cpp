#include "server/runtime/scheduling.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace plenary::server {
namespace {

/// struct sched_attr of sched_setattr(2), first version; the C library has no declaration of it.
struct SchedulingAttributes {
  std::uint32_t size{sizeof(SchedulingAttributes)};
  std::uint32_t policy{0};
  std::uint64_t flags{0};
  std::int32_t nice{0};
  std::uint32_t priority{0};
  std::uint64_t runtime{0};  // ns, like the next two
  std::uint64_t deadline{0};
  std::uint64_t period{0};
};
static_assert(sizeof(SchedulingAttributes) == 48);

bool read(SchedulingAttributes& attributes) {
  return ::syscall(SYS_sched_getattr, 0, &attributes, sizeof(attributes), 0) == 0;
}

}  // namespace

bool request_short_slices() {
  SchedulingAttributes attributes;
  if (!read(attributes)) {
    return false;
  }
  attributes.runtime = static_cast<std::uint64_t>(std::chrono::nanoseconds(kSlice).count());
  SchedulingAttributes taken;
  return ::syscall(SYS_sched_setattr, 0, &attributes, 0) == 0 && read(taken) &&
         taken.runtime == attributes.runtime;
}

}  // namespace plenary::server
