#pragma once

#include "protocol/base/document_key.hpp"

namespace plenary::server::testing {

/// The document that most tests of sessions edit.
inline const DocumentKey kPaper{"documents", "paper"};

}  // namespace plenary::server::testing
