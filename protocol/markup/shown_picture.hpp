#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/ot/rich_text/delta.hpp"

/// Pictures of a document's own, in what is written and read. Pure; thread: any.
namespace plenary::markup {

/// A picture among words.
struct ShownPicture {
  std::string address{};             // is_picture_address; of an imported one it may hold the bytes
  std::optional<std::string> alt{};  // nothing: nobody has said it; empty: it is for decoration
  std::uint32_t width{0};            // in CSS pixels; 0: not said
  std::uint32_t height{0};
};

/// True for `pictures/` and 64 lower-case hex digits: a picture that lies beside the document.
[[nodiscard]] bool is_picture_address(std::string_view address) noexcept;

/// True for an address that holds a picture itself: `data:image/…`.
[[nodiscard]] bool holds_picture(std::string_view address) noexcept;

/// Says where a reader of what is written finds a picture of the document: another address, or one
/// that holds its bytes. Empty function: at its own address.
using PlacePicture = std::function<std::string(const std::string& address)>;

/// The picture that an embed with these attributes shows; nothing if it is no picture of the
/// document's own.
[[nodiscard]] std::optional<ShownPicture> picture_of(const json::Value& embed,
                                                     const ot::rich_text::Attributes& attributes);

/// `[Picture: a map]`, or `[Picture]`: for where there are words only.
[[nodiscard]] std::string picture_words(const ShownPicture& picture);

/// Pandoc's attributes behind a picture in Markdown: `{width=640 height=480}`. With `alt=""` if it
/// is for decoration, since Markdown cannot say that otherwise. Empty if there is nothing to say.
[[nodiscard]] std::string picture_attributes(const ShownPicture& picture);

/// The length of such attributes at the start of `text`, or 0. They may say more than we know.
[[nodiscard]] std::size_t picture_attributes_length(std::string_view text) noexcept;
/// Reads them into a picture; an alt that it has already stays.
void read_picture_attributes(std::string_view attributes, ShownPicture& picture);

/// A size as an attribute of the text or of HTML has it: "640", "640px". 0 if it is none.
[[nodiscard]] std::uint32_t picture_side(std::string_view text) noexcept;

}  // namespace plenary::markup
