#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "protocol/markup/data_address.hpp"
#include "server/limits.hpp"
#include "server/pictures/picture.hpp"
#include "server/pictures/stored_picture.hpp"

// Any bytes as a picture, as an address that holds one, and as a record of one.

namespace plenary::server {
namespace {

void check_picture(std::string_view bytes) {
  const auto picture = read_picture(bytes);
  if (!picture) {
    return;
  }
  PLENARY_ASSERT(picture->size.width > 0 && picture->size.height > 0, "a picture has a size");
  PLENARY_ASSERT(std::uint64_t{picture->size.width} * picture->size.height <= kPicturePixelsMax,
                 "a picture is within the limit");
  const auto again = read_picture(picture->bytes);
  PLENARY_ASSERT(again && again->bytes == picture->bytes && again->size == picture->size &&
                     again->type == picture->type,
                 "a picture without metadata is read as it is");
}

void check_address(std::string_view bytes) {
  static_cast<void>(markup::bytes_in(bytes));
  const std::string address = markup::data_address("image/png", bytes);
  PLENARY_ASSERT(markup::bytes_in(address) == bytes, "an address holds its bytes");
}

void check_record(std::string_view bytes) {
  if (const auto picture = decode_picture("name", bytes)) {
    PLENARY_ASSERT(decode_picture("name", encode(*picture)).value() == *picture,
                   "a record is written as it is");
  }
}

}  // namespace
}  // namespace plenary::server

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  plenary::server::check_picture(bytes);
  plenary::server::check_address(bytes);
  plenary::server::check_record(bytes);
  return 0;
}
