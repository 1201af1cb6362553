#pragma once

#include <memory>

#include "storage/check.hpp"

namespace plenary::cli {

/// Folds operations with the OT types, so that a check can compare what is stored with what was
/// done.
[[nodiscard]] std::unique_ptr<storage::Fold> make_document_fold();

}  // namespace plenary::cli
