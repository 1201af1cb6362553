#pragma once

#include <cstdint>
#include <filesystem>

#include "protocol/base/result.hpp"

namespace plenary::cli {

enum class Asked : std::uint8_t { kCopied, kNobodyThere };

/// Asks the server that runs on a data directory to copy its data to `to`, and waits until it is
/// done (some minutes at most). Requires: `to` is absolute. Errors: kIo, with the server's or the
/// system's sentence.
[[nodiscard]] Result<Asked> ask_for_checkpoint(const std::filesystem::path& data_directory,
                                               const std::filesystem::path& to);

}  // namespace plenary::cli
