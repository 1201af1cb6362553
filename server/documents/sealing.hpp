#pragma once

#include <cstdint>

#include "protocol/base/document_key.hpp"
#include "protocol/base/units.hpp"

namespace plenary::storage {
class Logs;
}

namespace plenary::server {

/// Packs the history of a document below `upto`, if at least `least` of its operations lie one by
/// one. Blocking: for background threads. If it fails, the operations stay as they are, the journal
/// says why, and a later call tries again.
void seal_history(storage::Logs& store, const DocumentKey& key, Version upto, std::uint64_t least);

}  // namespace plenary::server
