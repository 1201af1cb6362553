#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/type.hpp"

/// The forms in which a document's content can be had. Pure; any thread.
namespace plenary::server {

enum class ContentFormat : std::uint8_t { kMarkdown, kHtml, kText, kDelta, kJson };

/// The policy of exported HTML: it may be read. It holds nothing active; should that ever
/// fail, this does not.
/// Its pictures come from here, with the reader's cookie, which takes the origin of the page.
inline constexpr const char* kHtmlPolicy =
    "default-src 'none'; img-src 'self' data:; sandbox allow-same-origin; frame-ancestors 'self'";

/// Finds the format of a name for a document of a type; without a name, the one that loses nothing.
/// Errors: kMalformed, with the names that there are.
[[nodiscard]] Result<ContentFormat> find_format(const std::optional<std::string>& name,
                                                ot::TypeId type);
[[nodiscard]] std::string_view name_of(ContentFormat format);
[[nodiscard]] std::string_view content_type_of(ContentFormat format);

/// Requires: the content exists and has the format. Cost: O(n); tenths of a second for the largest.
[[nodiscard]] std::string convert(const ot::Content& content, ContentFormat format,
                                  std::string_view title,
                                  const markup::PlacePicture& place_picture = {});

}  // namespace plenary::server
