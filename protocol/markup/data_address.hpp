#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Pictures that are held by their own address (`data:image/png;base64,…`, RFC 2397): out of a
/// document when it comes in, and into one when it leaves. Pure; thread: any.
namespace plenary::markup {

/// The address that holds a picture. `media_type`: "image/png".
[[nodiscard]] std::string data_address(std::string_view media_type, std::string_view bytes);

/// The bytes that an address holds; nothing if it holds none. Cost: O(address).
[[nodiscard]] std::optional<std::string> bytes_in(std::string_view address);

/// Long addresses that hold pictures, taken out of a source before it is read: neither its limit of
/// size nor the cost of reading it is theirs.
class HeldAddresses {
 public:
  /// Returns the source with a short address in the place of each. Called once. Cost: O(source).
  [[nodiscard]] std::string take_out(std::string_view source);
  /// The address that a short one stands for, or the address itself.
  [[nodiscard]] std::string_view find(std::string_view address) const;
  /// Puts them back into words, where they are not those of pictures. Cost: O(words).
  [[nodiscard]] std::u16string put_back(std::u16string_view words) const;

 private:
  std::string prefix_;  // of the short ones; nothing else in the source begins so
  std::vector<std::string> addresses_;
};

/// Stores the bytes of a picture. Returns its own address and size in pixels; nothing if it cannot
/// be had.
using StorePicture = std::function<std::optional<ShownPicture>(std::string_view bytes)>;

struct Stored {
  ot::rich_text::Delta document;
  std::size_t refused{0};  // became words: their descriptions
};
/// Stores the pictures that addresses in a document hold, also in tables and notes. They get the
/// sizes that `store` says, if the document says none. `held`: of its source. Requires:
/// document.is_document().
[[nodiscard]] Stored store_pictures(const ot::rich_text::Delta& document, const StorePicture& store,
                                    const HeldAddresses& held = {});

}  // namespace plenary::markup
