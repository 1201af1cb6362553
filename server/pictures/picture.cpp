#include "server/pictures/picture.hpp"

#include "protocol/base/try.hpp"
#include "server/limits.hpp"
#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

using std::string_view_literals::operator""sv;

Result<Picture> read_any(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) {
    return read_png(bytes);
  }
  if (bytes.starts_with("\xff\xd8\xff"sv)) {
    return read_jpeg(bytes);
  }
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) {
    return read_gif(bytes);
  }
  if (bytes.starts_with("RIFF"sv) && bytes.substr(0, 12).ends_with("WEBP"sv)) {
    return read_webp(bytes);
  }
  return read_svg(bytes);
}

}  // namespace

std::string_view media_type_of(PictureType type) noexcept {
  switch (type) {
    case PictureType::kPng:
      return "image/png";
    case PictureType::kJpeg:
      return "image/jpeg";
    case PictureType::kWebp:
      return "image/webp";
    case PictureType::kGif:
      return "image/gif";
    case PictureType::kSvg:
      return "image/svg+xml";
  }
  return {};
}

std::string_view ending_of(PictureType type) noexcept {
  switch (type) {
    case PictureType::kPng:
      return "png";
    case PictureType::kJpeg:
      return "jpg";
    case PictureType::kWebp:
      return "webp";
    case PictureType::kGif:
      return "gif";
    case PictureType::kSvg:
      return "svg";
  }
  return {};
}

Result<Picture> read_picture(std::string_view bytes) {
  PLENARY_TRY(Picture picture, read_any(bytes));
  const Size size = picture.size;
  if (size.width == 0 || size.height == 0) {
    return damaged_picture();
  }
  if (std::uint64_t{size.width} * size.height > kPicturePixelsMax) {
    return Error{Errc::kMalformed, "This picture has " + std::to_string(size.width) + " by " +
                                       std::to_string(size.height) + " pixels, and the limit is " +
                                       std::to_string(kPicturePixelsMax / 1'000'000) +
                                       " million: make it smaller and try again."};
  }
  return picture;
}

}  // namespace plenary::server
