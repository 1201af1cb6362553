#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

/// What a picture is, by its bytes alone. Pure; thread: any; cost O(bytes).
namespace plenary::server {

enum class PictureType : std::uint8_t { kPng, kJpeg, kWebp, kGif, kSvg };

/// "image/png" and "png": the media type, and the ending of a file's name.
[[nodiscard]] std::string_view media_type_of(PictureType type) noexcept;
[[nodiscard]] std::string_view ending_of(PictureType type) noexcept;

struct Size {
  std::uint32_t width{0};
  std::uint32_t height{0};
  friend bool operator==(const Size&, const Size&) = default;
};

struct Picture {
  PictureType type{};
  Size size{};          // as it is shown, the camera's orientation applied
  std::string bytes{};  // without what tells where, when and by whom it was made
};

/// Reads a picture and takes its metadata off: EXIF but for the orientation, XMP, comments, texts,
/// and all that lies behind the picture's end. Pixels and colour profiles stay as they are. An SVG
/// is not changed.
/// Errors: kUnsupported: none of the five types; kMalformed: it is cut off, or says sizes that
/// cannot be or that are beyond kPicturePixelsMax.
[[nodiscard]] Result<Picture> read_picture(std::string_view bytes);

}  // namespace plenary::server
