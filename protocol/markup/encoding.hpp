#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace plenary::markup {

/// The text of a file as UTF-8, without its byte order mark: UTF-8, or UTF-16 that begins with its
/// mark. Nothing is guessed: to a program, the bytes of most older encodings look the same, and a
/// wrong guess alters every accent. Pure; any thread. Cost: O(n).
/// Errors: kMalformed for all else, also for half a character and for a zero byte; the detail names
/// the line and the byte, both counted from 1.
[[nodiscard]] Result<std::string> text_of_file(std::string_view bytes);

/// The encoding that a page of HTML says it has, in lower case: of a `<meta>` in its first bytes.
/// Empty if it says none, if it says UTF-8, or if it has a byte order mark, which goes before.
/// Cost: O(1).
[[nodiscard]] std::string declared_encoding(std::string_view html);

}  // namespace plenary::markup
