#pragma once

#include <string>
#include <string_view>

namespace plenary::storage {
class Store;
}

namespace plenary::server {

/// Executes the request in one line of the control socket. Returns one line, without its end:
/// `{"ok":true}` or `{"error":"…"}`. Blocks while it is being done. Thread: any.
[[nodiscard]] std::string answer_control_request(storage::Store& store, std::string_view line);

/// `{"error":"…"}`
[[nodiscard]] std::string control_error(std::string_view why);

}  // namespace plenary::server
