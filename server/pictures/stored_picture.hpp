#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "server/pictures/picture.hpp"

/// That a paper has a picture, as a value and as a record of the store. Pure; thread: any.
namespace plenary::server {

struct StoredPicture {
  /// A smaller copy for screens.
  struct Screen {
    std::string name{};
    PictureType type{};
    std::uint64_t bytes{0};
    friend bool operator==(const Screen&, const Screen&) = default;
  };
  std::string name{};  // that of its blob
  PictureType type{};
  Size size{};
  std::uint64_t bytes{0};
  Timestamp added_at{};
  std::string added_by{};  // author id; empty in open mode
  std::optional<Screen> screen{};
  friend bool operator==(const StoredPicture&, const StoredPicture&) = default;
};

[[nodiscard]] std::string encode(const StoredPicture& picture);
/// The inverse, from the key of the record and its JSON. Error: kCorrupt.
[[nodiscard]] Result<StoredPicture> decode_picture(std::string name, std::string_view json);

}  // namespace plenary::server
