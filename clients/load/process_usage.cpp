#include "clients/load/process_usage.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace plenary::load {

std::optional<ProcessUsage> read_process_usage(pid_t pid) {
  const std::string directory = "/proc/" + (pid == 0 ? "self" : std::to_string(pid));
  std::ifstream file(directory + "/stat");
  std::string text;
  if (!std::getline(file, text)) {
    return std::nullopt;
  }
  // The second field is the program's name in parentheses and may hold anything; fields count after
  // it.
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream fields(text.substr(name_end + 2));
  std::string ignored;
  for (int field = 3; field < 14; ++field) {
    fields >> ignored;
  }
  double user_ticks = 0;
  double system_ticks = 0;
  fields >> user_ticks >> system_ticks;
  for (int field = 16; field < 24; ++field) {
    fields >> ignored;
  }
  double resident_pages = 0;
  fields >> resident_pages;
  if (!fields) {
    return std::nullopt;
  }
  constexpr double kBytesPerMb = 1e6;
  return ProcessUsage{
      .cpu_seconds = (user_ticks + system_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK)),
      .rss_mb = resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / kBytesPerMb};
}

}  // namespace plenary::load
