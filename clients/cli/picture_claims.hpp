#pragma once

#include <string>
#include <vector>

namespace plenary::cli {

/// Returns the blobs that a record says a paper has: for storage::check(), which does not know the
/// kinds of records (storage/FORMAT.md, 7). Pure; thread: any.
[[nodiscard]] std::vector<std::string> blobs_of_record(const std::string& kind,
                                                       const std::string& key,
                                                       const std::string& json);

}  // namespace plenary::cli
