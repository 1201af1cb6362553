#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Picture files in their least form, part by part: nobody could see much on them.
namespace plenary::server::testing {

inline std::string big(std::uint64_t number, unsigned bytes) {
  std::string out;
  for (unsigned i = bytes; i-- > 0;) {
    out.push_back(static_cast<char>((number >> (8 * i)) & 0xffU));
  }
  return out;
}

inline std::string little(std::uint64_t number, unsigned bytes) {
  const std::string reversed = big(number, bytes);
  return {reversed.rbegin(), reversed.rend()};
}

/// A string with its NULs.
template <std::size_t N>
std::string raw(const char (&bytes)[N]) {
  return std::string(bytes, N - 1);
}

inline std::string png_chunk(std::string_view name, std::string_view data) {
  return big(data.size(), 4) + std::string(name) + std::string(data) + "crc!";
}
inline std::string png(std::uint32_t width, std::uint32_t height, std::string_view more = {}) {
  return raw("\x89PNG\r\n\x1a\n") +
         png_chunk("IHDR", big(width, 4) + big(height, 4) + raw("\x08\x02\0\0\0")) +
         std::string(more) + png_chunk("IDAT", "pixels") + png_chunk("IEND", "");
}

inline std::string jpeg_segment(unsigned marker, std::string_view data) {
  return "\xff" + std::string(1, static_cast<char>(marker)) + big(data.size() + 2, 2) +
         std::string(data);
}
inline std::string jpeg_frame(unsigned width, unsigned height) {
  return jpeg_segment(0xc0, "\x08" + big(height, 2) + big(width, 2) + raw("\x01\x01\x11\0"));
}
/// Its scan has an escaped FF and a restart.
inline std::string jpeg_scan() {
  return jpeg_segment(0xda, raw("\x01\x01\0\0\x3f\0")) + raw("ab\xff\0c\xff\xd0z");
}
inline std::string jpeg(unsigned width, unsigned height, std::string_view more = {}) {
  return "\xff\xd8" + std::string(more) + jpeg_frame(width, height) + jpeg_scan() + "\xff\xd9";
}
/// The notes of a camera: its orientation, and words.
inline std::string exif(unsigned orientation, bool is_big = true) {
  const auto number = is_big ? big : little;
  const std::string entry =
      number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2);
  const std::string place = number(0x9999, 2) + number(2, 2) + number(4, 4) + "here";
  return raw("Exif\0\0") + (is_big ? raw("MM\0\x2a") : raw("II\x2a\0")) + number(8, 4) +
         number(2, 2) + place + entry + number(0, 4);
}

inline std::string webp_chunk(std::string_view name, std::string_view data) {
  return std::string(name) + little(data.size(), 4) + std::string(data) +
         std::string(data.size() % 2, '\0');
}
inline std::string webp(std::string_view chunks) {
  return "RIFF" + little(chunks.size() + 4, 4) + "WEBP" + std::string(chunks);
}
inline std::string webp_header(unsigned flags, std::uint32_t width, std::uint32_t height) {
  return webp_chunk("VP8X", little(flags, 4) + little(width - 1, 3) + little(height - 1, 3));
}

inline std::string gif(unsigned width, unsigned height, std::string_view more = {}) {
  const std::string image =
      raw("\x2c\0\0\0\0") + little(width, 2) + little(height, 2) + raw("\0\x02\x02\x4c\x01\0");
  return "GIF89a" + little(width, 2) + little(height, 2) + raw("\x80\0\0") + "RGBRGB" +
         std::string(more) + image + ";";
}

}  // namespace plenary::server::testing
