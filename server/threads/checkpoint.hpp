#pragma once

#include <string>
#include <string_view>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/base/result.hpp"
#include "protocol/threads/event.hpp"

namespace plenary::server {

/// Where the threads of a document were at one version, so that not all operations since the first
/// of them have to be followed again. Kept as the properties of the discussion's log, written now
/// and then; whoever has none, or a damaged one, follows from the start. A value.
struct Checkpoint {
  Version version{};
  threads::Number next{0};  // threads before this event are in it, if they have a place
  anchor::AnchorSet anchors{};
};

/// As JSON: {"version":…,"next":…,"items":[…]}. Cost: O(n log n + dead units). Thread: any.
[[nodiscard]] std::string encode(const Checkpoint& checkpoint);
/// Errors: kMalformed, kCorrupt. Law: of what encode wrote, one that goes on as the first would.
[[nodiscard]] Result<Checkpoint> decode_checkpoint(std::string_view json);

}  // namespace plenary::server
