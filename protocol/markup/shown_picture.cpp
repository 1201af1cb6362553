#include "protocol/markup/shown_picture.hpp"

#include <algorithm>

#include "protocol/base/ascii.hpp"
#include "protocol/markup/line_styles.hpp"

namespace plenary::markup {
namespace {

constexpr std::string_view kPictures = "pictures/";
constexpr std::size_t kHashDigits = 64;
/// Longer ones are words.
constexpr std::size_t kAttributesBytesMost = 256;
/// Nothing is shown larger.
constexpr std::uint32_t kSideMost = 100'000;

bool is_hash_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

bool is_picture_address(std::string_view address) noexcept {
  return address.size() == kPictures.size() + kHashDigits && address.starts_with(kPictures) &&
         std::all_of(address.begin() + kPictures.size(), address.end(), is_hash_digit);
}

bool holds_picture(std::string_view address) noexcept {
  constexpr std::string_view kData = "data:image/";
  return address.size() > kData.size() &&
         std::equal(kData.begin(), kData.end(), address.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

std::optional<ShownPicture> picture_of(const json::Value& embed,
                                       const ot::rich_text::Attributes& attributes) {
  const auto image = embed.is_object() ? embed.find("image") : embed.end();
  if (image == embed.end() || !image->is_string() ||
      !is_picture_address(image->get_ref<const std::string&>())) {
    return std::nullopt;
  }
  ShownPicture picture{.address = image->get<std::string>()};
  if (const auto alt = find_text(attributes, "alt")) {
    picture.alt = one_line(*alt);
  }
  picture.width = picture_side(member_text(attributes, "width"));
  picture.height = picture_side(member_text(attributes, "height"));
  return picture;
}

std::string picture_words(const ShownPicture& picture) {
  return picture.alt.value_or("").empty() ? "[Picture]" : "[Picture: " + *picture.alt + "]";
}

std::string picture_attributes(const ShownPicture& picture) {
  std::string out;
  const auto add = [&out](const std::string& attribute) {
    out += (out.empty() ? "" : " ") + attribute;
  };
  if (picture.alt && picture.alt->empty()) {
    add("alt=\"\"");
  }
  if (picture.width > 0) {
    add("width=" + std::to_string(picture.width));
  }
  if (picture.height > 0) {
    add("height=" + std::to_string(picture.height));
  }
  return out.empty() ? out : '{' + out + '}';
}

std::size_t picture_attributes_length(std::string_view text) noexcept {
  const std::size_t end = text.substr(0, kAttributesBytesMost).find_first_of("}\n");
  const bool is_whole = text.starts_with('{') && end != std::string_view::npos && text[end] == '}';
  // `{name`, `{#id`, `{.class`: what Pandoc reads as attributes begins so.
  const bool is_named = is_whole && end > 1 && text.substr(1, end).find_first_of("=#.") < end;
  return is_named ? end + 1 : 0;
}

void read_picture_attributes(std::string_view attributes, ShownPicture& picture) {
  while (!attributes.empty()) {
    const std::size_t begin = std::min(attributes.find_first_not_of("{} "), attributes.size());
    attributes.remove_prefix(begin);
    const std::size_t end = std::min(attributes.find_first_of("} "), attributes.size());
    const std::string_view word = attributes.substr(0, end);
    attributes.remove_prefix(end);
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, equals);
    const std::string_view value = ascii::trimmed(word.substr(equals), "=\"");
    if (name == "width") {
      picture.width = picture_side(value);
    } else if (name == "height") {
      picture.height = picture_side(value);
    } else if (name == "alt" && value.empty() && !picture.alt) {
      picture.alt = "";
    }
  }
}

std::uint32_t picture_side(std::string_view text) noexcept {
  text.remove_suffix(text.ends_with("px") ? 2 : 0);
  const auto side = ascii::whole_number<std::uint32_t>(text);
  return side && *side <= kSideMost ? *side : 0;
}

}  // namespace plenary::markup
