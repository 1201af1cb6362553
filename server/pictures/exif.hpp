#pragma once

#include <string>
#include <string_view>

/// The one thing of a camera's notes that a picture is shown by. Pure; thread: any.
namespace plenary::server {

/// Returns the orientation that TIFF bytes say, 1 to 8; 1 if they say none.
[[nodiscard]] unsigned orientation_in(std::string_view tiff);

/// Whether width and height change places in that orientation.
[[nodiscard]] constexpr bool is_turned(unsigned orientation) noexcept {
  return orientation >= 5;
}

/// TIFF bytes that say the orientation and nothing else.
[[nodiscard]] std::string tiff_of(unsigned orientation);

}  // namespace plenary::server
