// JPEG: ITU-T T.81, annex B.
#include "server/pictures/exif.hpp"
#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint8_t kMark = 0xff;
constexpr std::uint8_t kScan = 0xda;
constexpr std::uint8_t kEnd = 0xd9;
constexpr std::uint8_t kComment = 0xfe;
constexpr std::uint8_t kApplication0 = 0xe0;
constexpr std::uint8_t kApplication1 = 0xe1;
constexpr std::uint8_t kApplication2 = 0xe2;
constexpr std::uint8_t kApplication14 = 0xee;
constexpr std::uint8_t kApplication15 = 0xef;
constexpr std::string_view kExif = "Exif\0\0"sv;

/// A segment that says the size: all of C0 to CF but for tables and an extension.
bool is_frame(std::uint8_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// What a segment of an application adds to how the picture looks: its kind of colours. Others
/// hold places, times, names, thumbnails, or lead to what lies behind the picture.
bool is_kept(std::uint8_t marker, std::string_view data) {
  if (marker == kComment) {
    return false;
  }
  if (marker < kApplication0 || marker > kApplication15) {
    return true;
  }
  return (marker == kApplication0 && data.starts_with("JFIF\0"sv)) ||
         (marker == kApplication2 && data.starts_with("ICC_PROFILE\0"sv)) ||
         (marker == kApplication14 && data.starts_with("Adobe"sv));
}

/// The bytes of a scan: up to the next mark that is neither escaped nor a restart.
std::size_t scan_bytes(std::string_view rest) {
  std::size_t at = 0;
  while ((at = rest.find('\xff', at)) != std::string_view::npos && at + 1 < rest.size()) {
    const auto next = static_cast<std::uint8_t>(rest[at + 1]);
    if (next != 0 && next != kMark && (next < 0xd0 || next > 0xd7)) {
      return at;
    }
    at += next == kMark ? 1 : 2;
  }
  return rest.size();
}

class JpegReader {
 public:
  explicit JpegReader(std::string_view file) : bytes_(file) { picture_.bytes.reserve(file.size()); }

  Result<Picture> read() {
    picture_.bytes += bytes_.take(2);
    // Cameras and copiers leave the end mark out now and then; then the file's end is the end.
    while (!bytes_.at_end() && !ended_) {
      if (!read_segment()) {
        return damaged_picture();
      }
    }
    if (picture_.size == Size{} || !scanned_) {
      return damaged_picture();
    }
    if (is_turned(orientation_)) {
      std::swap(picture_.size.width, picture_.size.height);
    }
    return std::move(picture_);
  }

 private:
  bool read_segment() {
    if (bytes_.byte() != kMark) {
      return false;
    }
    std::uint8_t marker = kMark;
    while (marker == kMark) {  // marks may be filled up
      if (bytes_.at_end()) {
        return false;
      }
      marker = bytes_.byte();
    }
    if (marker == kEnd) {
      picture_.bytes += "\xff\xd9"sv;
      ended_ = true;
      return true;
    }
    const std::uint32_t length = bytes_.big(2);
    const std::string_view data = length < 2 ? std::string_view() : bytes_.take(length - 2);
    if (length < 2 || bytes_.failed()) {
      return false;
    }
    take(marker, data);
    return true;
  }

  void take(std::uint8_t marker, std::string_view data) {
    if (is_frame(marker) && picture_.size == Size{}) {
      PictureBytes frame(data);
      (void)frame.byte();  // bits of a sample
      picture_.size.height = frame.big(2);
      picture_.size.width = frame.big(2);
    }
    if (marker == kApplication1 && data.starts_with(kExif) && orientation_ == 1) {
      orientation_ = orientation_in(data.substr(kExif.size()));
      if (orientation_ != 1) {
        put(marker, std::string(kExif) + tiff_of(orientation_));
      }
    } else if (is_kept(marker, data)) {
      put(marker, data);
    }
    if (marker == kScan) {
      scanned_ = true;
      picture_.bytes += bytes_.take(scan_bytes(bytes_.rest()));
    }
  }

  void put(std::uint8_t marker, std::string_view data) {
    const std::size_t length = data.size() + 2;
    for (const std::size_t byte : {std::size_t{kMark}, std::size_t{marker}, length >> 8U, length}) {
      picture_.bytes.push_back(static_cast<char>(byte & 0xffU));
    }
    picture_.bytes += data;
  }

  PictureBytes bytes_;
  Picture picture_{.type = PictureType::kJpeg};
  unsigned orientation_{1};
  bool scanned_{false};
  bool ended_{false};
};

}  // namespace

Result<Picture> read_jpeg(std::string_view file) {
  return JpegReader(file).read();
}

}  // namespace plenary::server
