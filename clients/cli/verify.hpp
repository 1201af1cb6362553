#pragma once

#include <filesystem>

#include "protocol/base/result.hpp"
#include "storage/check.hpp"

namespace plenary::cli {

/// Reads a data directory from end to end, operations folded and compared with snapshots. Changes
/// nothing. Shows how far it is on standard error if that is a terminal. Errors: those of
/// storage::open_rocks_families.
[[nodiscard]] Result<storage::CheckReport> verify(const std::filesystem::path& data_directory);

/// Prints findings with place and advice, then a line of totals, to standard output.
void print(const storage::CheckReport& report);

}  // namespace plenary::cli
