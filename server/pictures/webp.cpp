// WebP: RFC 9649.
#include <algorithm>
#include <array>

#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kRiffBytes = 8;  // "RIFF", and the size of what follows
/// In the header of the extended form: there are EXIF and XMP.
constexpr unsigned char kMetadataFlags = 0x08 | 0x04;
/// The chunks that a picture is drawn from.
constexpr std::array<std::string_view, 7> kWebpDrawn{"VP8X", "ICCP", "ANIM", "ANMF",
                                                     "ALPH", "VP8 ", "VP8L"};

bool is_drawn(std::string_view chunk) {
  return std::find(kWebpDrawn.begin(), kWebpDrawn.end(), chunk) != kWebpDrawn.end();
}

/// The size that a chunk says, if it is one that does.
Size size_in(std::string_view name, std::string_view chunk) {
  PictureBytes data(chunk);
  if (name == "VP8X"sv) {
    (void)data.little(4);
    const std::uint32_t width = data.little(3);
    const std::uint32_t height = data.little(3);
    return data.failed() ? Size{} : Size{width + 1, height + 1};
  }
  if (name == "VP8L"sv && data.byte() == 0x2f) {
    const std::uint32_t both = data.little(4);
    return data.failed() ? Size{} : Size{(both & 0x3fffU) + 1, ((both >> 14U) & 0x3fffU) + 1};
  }
  if (name == "VP8 "sv) {
    (void)data.little(3);
    const bool is_key = data.take(3) == "\x9d\x01\x2a"sv;
    const std::uint32_t width = data.little(2) & 0x3fffU;
    const std::uint32_t height = data.little(2) & 0x3fffU;
    return is_key && !data.failed() ? Size{width, height} : Size{};
  }
  return {};
}

void append_little(std::string& out, std::uint64_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<char>((number >> shift) & 0xffU));
  }
}

}  // namespace

Result<Picture> read_webp(std::string_view file) {
  PictureBytes riff(file);
  (void)riff.take(4);
  PictureBytes bytes(riff.take(riff.little(4)));  // what lies behind it is not the picture's
  Picture picture{.type = PictureType::kWebp};
  std::string body(bytes.take(4));
  body.reserve(file.size());
  while (!bytes.at_end()) {
    const std::string_view name = bytes.take(4);
    const std::uint32_t length = bytes.little(4);
    std::string chunk(bytes.take(length));
    if (bytes.failed()) {
      return damaged_picture();
    }
    if (length % 2 == 1 && !bytes.at_end()) {
      (void)bytes.byte();
    }
    picture.size = picture.size == Size{} ? size_in(name, chunk) : picture.size;
    if (!is_drawn(name)) {
      continue;
    }
    if (name == "VP8X"sv && !chunk.empty()) {
      chunk[0] = static_cast<char>(static_cast<unsigned char>(chunk[0]) & ~kMetadataFlags);
    }
    body += name;
    append_little(body, length);
    body += chunk;
    body.append(length % 2, '\0');
  }
  if (riff.failed()) {
    return damaged_picture();
  }
  picture.bytes.reserve(kRiffBytes + body.size());
  picture.bytes = "RIFF";
  append_little(picture.bytes, body.size());
  picture.bytes += body;
  return picture;
}

}  // namespace plenary::server
