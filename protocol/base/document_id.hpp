#pragma once

#include <string_view>

namespace plenary {

/// Whether a paper can have that id: 1 to 128 of the characters that no address ever escapes, but
/// not "." or "..", which browsers take for folders. HTTP and sockets make no others. Pure.
[[nodiscard]] bool is_document_id(std::string_view id) noexcept;
/// The rule, for a person.
inline constexpr std::string_view kDocumentIdRule =
    "an id has 1 to 128 of the characters A-Z a-z 0-9 . _ ~ - and is not . or ..";

}  // namespace plenary
