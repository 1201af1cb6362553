#pragma once

#include <string_view>

namespace plenary::markup {

/// Whether an address may become a link in something that we write: its scheme is http, https,
/// mailto or tel, or it has none (a relative address or a fragment). Anything with a control
/// character or white space is not safe: browsers skip some of them when they look for the scheme.
/// Cost: O(n). Thread: any.
///
/// This is a question for output. A link in an operation is content: the server neither refuses nor
/// changes it, since that would make the server's document differ from the author's. Whatever turns
/// a document into something that a browser follows asks here (the web client has the same rule of
/// its own).
[[nodiscard]] bool safe_link(std::string_view address) noexcept;

}  // namespace plenary::markup
