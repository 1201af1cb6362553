#pragma once

#include <string>
#include <string_view>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/base/result.hpp"
#include "protocol/threads/event.hpp"
#include "server/threads/inner_ranges.hpp"

namespace plenary::server {

/// The places of a document's threads at one version, so that a reader need not follow all
/// operations since the first thread. Kept as the properties of the discussion's log, and written
/// now and then. Without one, or with a damaged one, readers follow from the start. A value.
struct Checkpoint {
  Version version{};
  threads::Number next{0};  // threads before this event are in it, if they have a place
  anchor::AnchorSet anchors{};
  InnerRanges::State inner{};
};

/// As JSON: {"version":…,"next":…,"items":[…]}. With threads on words inside of embeds it is
/// {"version":…,"next":…,"anchors":[…],"embeds":[…],"inside":[…]}: a program that knows no such
/// threads must not go on from it. Cost: O(n log n + dead units). Thread: any.
[[nodiscard]] std::string encode(const Checkpoint& checkpoint);
/// Errors: kMalformed, kCorrupt. Law: of what encode wrote, one that goes on as the first would.
[[nodiscard]] Result<Checkpoint> decode_checkpoint(std::string_view json);

}  // namespace plenary::server
