#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/threads/event.hpp"
#include "server/threads/places.hpp"
#include "storage/key_value_store.hpp"

/// What tests of threads along a paper's log share.
namespace plenary::server {

/// Writes an operation or event behind a log.
void append_to_log(storage::KeyValueStore& store, const DocumentKey& key, storage::OpKind kind,
                   std::string body);

/// The places at a version of threads that began at `anchors`, numbered by their order, found the
/// plain way: each operation is followed from the start.
[[nodiscard]] Places fold_to(storage::KeyValueStore& store, const DocumentKey& paper,
                             const std::vector<threads::Anchor>& anchors, Version version);

/// All that is known of a place, for comparing.
[[nodiscard]] std::string shown(const std::optional<Places::Place>& place);

}  // namespace plenary::server
