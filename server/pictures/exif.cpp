// EXIF lies in a TIFF file: CIPA DC-008, section 4.6.
#include "server/pictures/exif.hpp"

#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShortType = 3;
constexpr std::size_t kEntryBytes = 12;
constexpr unsigned kUpright = 1;
constexpr unsigned kOrientations = 8;

/// Reads numbers in the order of bytes that the file says.
class TiffBytes {
 public:
  TiffBytes(std::string_view in, bool is_big) : bytes_(in), is_big_(is_big) {}
  std::uint32_t number(std::size_t count) {
    return is_big_ ? bytes_.big(count) : bytes_.little(count);
  }
  [[nodiscard]] bool failed() const { return bytes_.failed(); }

 private:
  PictureBytes bytes_;
  bool is_big_;
};

}  // namespace

unsigned orientation_in(std::string_view tiff) {
  const bool is_big = tiff.starts_with("MM\0\x2a"sv);
  if (!is_big && !tiff.starts_with("II\x2a\0"sv)) {
    return kUpright;
  }
  const std::uint32_t directory = TiffBytes(tiff.substr(4), is_big).number(4);
  if (directory >= tiff.size()) {
    return kUpright;
  }
  TiffBytes entries(tiff.substr(directory), is_big);
  for (std::uint32_t left = entries.number(2); left > 0 && !entries.failed(); --left) {
    const std::uint32_t tag = entries.number(2);
    const std::uint32_t type = entries.number(2);
    (void)entries.number(4);  // how many values
    const std::uint32_t value = entries.number(2);
    (void)entries.number(2);
    if (tag == kOrientationTag) {
      const bool is_sound = type == kShortType && value >= kUpright && value <= kOrientations;
      return is_sound && !entries.failed() ? value : kUpright;
    }
  }
  return kUpright;
}

std::string tiff_of(unsigned orientation) {
  static_assert(kEntryBytes == 2 + 2 + 4 + 4);
  std::string tiff("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"sv);
  tiff.push_back(static_cast<char>(orientation));
  tiff.append(2 + 4, '\0');  // the rest of the value, and that no other directory follows
  return tiff;
}

}  // namespace plenary::server
