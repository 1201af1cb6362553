#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace plenary::bench {

/// One edit of a recorded session, in UTF-16 units: at `position` erase `erased`, then insert.
struct Patch {
  std::size_t position;
  std::size_t erased;
  std::u16string inserted;
};

struct Trace {
  std::string name;
  std::size_t final_length{0};
  std::vector<Patch> patches;
};

/// Reads a `*.seq.jsonl.gz` of the shared traces. Stops the program if it is damaged.
[[nodiscard]] Trace load_trace(const std::filesystem::path& file);

/// All sequential traces of a folder, by name. Empty if there is no such folder.
[[nodiscard]] std::vector<std::filesystem::path> find_traces(const std::filesystem::path& folder);

}  // namespace plenary::bench
