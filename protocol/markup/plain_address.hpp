#pragma once

#include <cstddef>
#include <string_view>

namespace plenary::markup {

/// An address that stands in plain words.
struct PlainAddress {
  std::size_t at{0};
  std::size_t length{0};      // 0: there is none
  std::string_view scheme{};  // the prefix of a link to it: empty, or "http://"
};

/// The first `http://…`, `https://…`, `www.…` in a text, without the punctuation that ends a
/// sentence. Readers of Markdown make a link of it in any case, with the backslashes that it would
/// need as plain words inside; so the writer makes it a link itself. Private to this folder. Cost:
/// O(n).
[[nodiscard]] PlainAddress find_address(std::string_view text);

/// The length of the `http://`, `https://`, `ftp://` or `www.` address that starts at `at`, as
/// GitHub reads it, or 0. Cost: O(bytes up to the next white space or `<`).
[[nodiscard]] std::size_t web_address_length(std::string_view text, std::size_t at);

/// The first `name@host.domain` in a text, from `from` on. Cost: O(bytes up to its end).
[[nodiscard]] PlainAddress find_mail_address(std::string_view text, std::size_t from);

}  // namespace plenary::markup
