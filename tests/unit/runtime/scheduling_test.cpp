#include "server/runtime/scheduling.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// The slice that the kernel keeps for a thread: the line "slice" of its file in /proc, ns; 0 where
/// the kernel does not say it.
unsigned long slice_of_this_thread() {
  std::ifstream file("/proc/thread-self/sched");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("se.slice", 0) == 0) {
      return std::stoul(line.substr(line.find(':') + 1));
    }
  }
  return 0;
}

TEST(Scheduling, ThreadsThatAreStartedLaterHaveTheSliceAndTheirNiceness) {
  bool taken = false;
  unsigned long slice = 0;
  int niceness = -1;
  std::thread parent([&] {
    taken = request_short_slices();
    std::thread([&] {
      setpriority(PRIO_PROCESS, 0, 5);
      slice = slice_of_this_thread();
      niceness = getpriority(PRIO_PROCESS, 0);
    }).join();
  });
  parent.join();
  EXPECT_EQ(niceness, 5);
  if (taken && slice != 0) {
    EXPECT_EQ(slice, 100'000u);
  }
}

}  // namespace
}  // namespace plenary::server
