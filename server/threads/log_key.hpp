#pragma once

#include "protocol/base/document_key.hpp"

namespace plenary::server {

/// Returns the key of the log that holds the discussions of `document`. Two documents never share a
/// log (FORMAT.md, 2): a reader of one document learns nothing of the other. Thread: any.
[[nodiscard]] DocumentKey threads_log(const DocumentKey& document);

}  // namespace plenary::server
