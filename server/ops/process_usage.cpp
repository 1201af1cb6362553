#include "server/ops/process_usage.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace plenary::server {
namespace {

/// The fields of /proc/self/stat after the program's name, which may hold spaces and brackets.
/// The first of them is number 3 in the kernel's own counting (proc(5)).
std::vector<std::string> stat_fields() {
  std::ifstream file("/proc/self/stat");
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  const std::size_t end_of_name = line.rfind(')');
  if (end_of_name == std::string::npos) {
    return {};
  }
  std::istringstream rest(line.substr(end_of_name + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

/// When the machine started, in seconds since 1970; 0 if it does not say.
double boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("btime ")) {
      return std::stod(line.substr(6));
    }
  }
  return 0;
}

std::uint64_t count_open_files() {
  std::error_code ignored;
  const std::filesystem::directory_iterator files("/proc/self/fd", ignored);
  return static_cast<std::uint64_t>(std::distance(begin(files), end(files)));
}

}  // namespace

std::optional<ProcessUsage> read_process_usage() {
  constexpr std::size_t kFirst = 3;
  constexpr std::size_t kUserTicks = 14 - kFirst;
  constexpr std::size_t kSystemTicks = 15 - kFirst;
  constexpr std::size_t kThreads = 20 - kFirst;
  constexpr std::size_t kStartTicks = 22 - kFirst;
  constexpr std::size_t kResidentPages = 24 - kFirst;
  const std::vector<std::string> fields = stat_fields();
  if (fields.size() <= kResidentPages) {
    return std::nullopt;
  }
  const auto whole = [&fields](std::size_t index) { return std::stoull(fields[index]); };
  const auto seconds = [](unsigned long long ticks) {
    return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
  };
  ProcessUsage usage;
  usage.resident_bytes = whole(kResidentPages) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  usage.cpu_seconds = seconds(whole(kUserTicks) + whole(kSystemTicks));
  usage.threads = whole(kThreads);
  usage.open_files = count_open_files();
  usage.started = boot_time() + seconds(whole(kStartTicks));
  return usage;
}

}  // namespace plenary::server
