// PNG: W3C, Portable Network Graphics, section 5.
#include <algorithm>
#include <array>

#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

constexpr std::size_t kSignatureBytes = 8;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::uint32_t kHeaderBytes = 13;

/// Chunks of words, places and times.
constexpr std::array<std::string_view, 5> kPngMetadata{"tEXt", "zTXt", "iTXt", "eXIf", "tIME"};

bool is_metadata(std::string_view chunk) {
  return std::find(kPngMetadata.begin(), kPngMetadata.end(), chunk) != kPngMetadata.end();
}

}  // namespace

Result<Picture> read_png(std::string_view file) {
  PictureBytes bytes(file);
  Picture picture{.type = PictureType::kPng};
  picture.bytes.reserve(file.size());
  picture.bytes += bytes.take(kSignatureBytes);
  std::string_view name;
  for (bool is_first = true; name != "IEND"; is_first = false) {
    const std::string_view from = bytes.rest();
    const std::uint32_t length = bytes.big(4);
    name = bytes.take(4);
    PictureBytes data(bytes.take(length));
    (void)bytes.take(kChecksumBytes);
    if (bytes.failed() || is_first != (name == "IHDR") || (is_first && length != kHeaderBytes)) {
      return damaged_picture();
    }
    if (is_first) {
      picture.size.width = data.big(4);
      picture.size.height = data.big(4);
    }
    if (!is_metadata(name)) {
      picture.bytes += from.substr(0, from.size() - bytes.rest().size());
    }
  }
  return picture;
}

}  // namespace plenary::server
