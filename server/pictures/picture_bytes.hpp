#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/base/result.hpp"
#include "server/pictures/picture.hpp"

/// The readers of the five types, and what they share. Pure; thread: any.
namespace plenary::server {

/// Take the bytes of a file, and give what read_picture gives, without its limit of pixels.
/// Requires: the file begins as one of that type.
[[nodiscard]] Result<Picture> read_png(std::string_view file);
[[nodiscard]] Result<Picture> read_jpeg(std::string_view file);
[[nodiscard]] Result<Picture> read_webp(std::string_view file);
[[nodiscard]] Result<Picture> read_gif(std::string_view file);
/// Takes any file. Error kUnsupported: it is not an SVG.
[[nodiscard]] Result<Picture> read_svg(std::string_view file);

/// The error of a file that ends too early or contradicts itself.
[[nodiscard]] inline Error damaged_picture() {
  return {Errc::kMalformed, "This picture is damaged: save it anew and try again."};
}

/// Takes numbers and bytes off the front of a view. After the first that is not there it has
/// failed, and everything further is empty. Lifetime: views are parts of the one it was made of.
class PictureBytes {
 public:
  explicit PictureBytes(std::string_view in) : rest_(in) {}

  [[nodiscard]] std::string_view take(std::uint64_t count) {
    if (count > rest_.size()) {
      failed_ = true;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  /// An unsigned number of `count` bytes, up to four.
  [[nodiscard]] std::uint32_t big(std::size_t count) {
    std::uint32_t number = 0;
    for (const char c : take(count)) {
      number = (number << 8U) | static_cast<unsigned char>(c);
    }
    return number;
  }
  [[nodiscard]] std::uint32_t little(std::size_t count) {
    std::uint32_t number = 0;
    unsigned shift = 0;
    for (const char c : take(count)) {
      number |= std::uint32_t{static_cast<unsigned char>(c)} << shift;
      shift += 8;
    }
    return number;
  }
  [[nodiscard]] std::uint8_t byte() { return static_cast<std::uint8_t>(big(1)); }

  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_{false};
};

}  // namespace plenary::server
