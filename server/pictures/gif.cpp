// GIF: CompuServe, Graphics Interchange Format, version 89a.
#include <array>

#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

constexpr std::uint8_t kImage = 0x2c;
constexpr std::uint8_t kExtension = 0x21;
constexpr std::uint8_t kTrailer = 0x3b;
constexpr std::uint8_t kGifComment = 0xfe;
constexpr std::uint8_t kGifApplication = 0xff;
/// Extensions of applications that change how it is drawn: how often it repeats, and its colours.
constexpr std::array<std::string_view, 3> kGifDrawn{"NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"};

/// The bytes of the table of colours that the flags announce.
std::size_t table_bytes(std::uint8_t flags) {
  return (flags & 0x80U) != 0 ? std::size_t{3} << ((flags & 7U) + 1) : 0;
}

/// Passes over blocks up to the empty one. Returns the first.
std::string_view pass_blocks(PictureBytes& bytes) {
  std::string_view first = bytes.take(bytes.byte());
  for (std::string_view block = first; !block.empty();) {
    block = bytes.take(bytes.byte());
  }
  return first;
}

bool is_drawn_extension(std::uint8_t label, std::string_view first_block) {
  if (label == kGifApplication) {
    for (const std::string_view known : kGifDrawn) {
      if (first_block == known) {
        return true;
      }
    }
    return false;
  }
  return label != kGifComment;
}

/// Passes over a part of the file. Returns whether it is one that is drawn.
bool pass_part(std::uint8_t kind, PictureBytes& bytes) {
  if (kind == kImage) {
    (void)bytes.take(8);
    (void)bytes.take(table_bytes(bytes.byte()));
    (void)bytes.byte();
    (void)pass_blocks(bytes);
    return true;
  }
  const std::uint8_t label = bytes.byte();
  return is_drawn_extension(label, pass_blocks(bytes));
}

}  // namespace

Result<Picture> read_gif(std::string_view file) {
  PictureBytes bytes(file);
  Picture picture{.type = PictureType::kGif};
  picture.bytes.reserve(file.size());
  (void)bytes.take(6);
  picture.size.width = bytes.little(2);
  picture.size.height = bytes.little(2);
  const std::uint8_t flags = bytes.byte();
  (void)bytes.take(2 + table_bytes(flags));
  picture.bytes += file.substr(0, file.size() - bytes.rest().size());
  std::uint8_t kind = 0;
  while (kind != kTrailer && !bytes.at_end()) {
    const std::string_view from = bytes.rest();
    kind = bytes.byte();
    if (kind != kTrailer && kind != kImage && kind != kExtension) {
      return damaged_picture();
    }
    if (kind == kTrailer || pass_part(kind, bytes)) {
      picture.bytes += from.substr(0, from.size() - bytes.rest().size());
    }
  }
  return bytes.failed() ? Result<Picture>(damaged_picture()) : picture;
}

}  // namespace plenary::server
