#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "protocol/wire/messages.hpp"

namespace plenary::wire {

/// The frame is no JSON object: the socket cannot be trusted any more and is closed.
struct Garbage {
  std::string_view why;
};

/// Reads one frame. A message with a mistake in it gives the Refusal that the client expects
/// (protocol reference, section 10). Unknown keys are ignored. Depth and numbers are checked here,
/// sizes of frames by the socket. Pure; any thread; never throws. Cost: O(n).
[[nodiscard]] std::variant<ClientMessage, Refusal, Garbage> decode(std::string_view frame);

/// The actions (values of a message's `a`) that decode() knows. Lifetime: for ever. Thread: any.
[[nodiscard]] std::vector<std::string_view> actions();

}  // namespace plenary::wire
