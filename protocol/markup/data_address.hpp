#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Pictures that are held by their own address (`data:image/png;base64,…`, RFC 2397): out of a
/// document when it comes in, and into one when it leaves. Pure; thread: any.
namespace plenary::markup {

/// The address that holds a picture. `media_type`: "image/png".
[[nodiscard]] std::string data_address(std::string_view media_type, std::string_view bytes);

/// The bytes that an address holds; nothing if it holds none. Cost: O(address).
[[nodiscard]] std::optional<std::string> bytes_in(std::string_view address);

/// Stores the bytes of a picture. Returns its own address and size in pixels; nothing if it cannot
/// be had.
using StorePicture = std::function<std::optional<ShownPicture>(std::string_view bytes)>;

struct Stored {
  ot::rich_text::Delta document;
  std::size_t refused{0};  // became words: their descriptions
};
/// Stores the pictures that addresses in a document hold, also in tables and notes. They get the
/// sizes that `store` says, if the document says none. Requires: document.is_document().
[[nodiscard]] Stored store_pictures(const ot::rich_text::Delta& document,
                                    const StorePicture& store);

}  // namespace plenary::markup
