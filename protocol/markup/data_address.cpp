#include "protocol/markup/data_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>

#include "protocol/base/ascii.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/markup/line_styles.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::EmbedChange;
using ot::rich_text::Note;
using ot::rich_text::Table;

constexpr std::string_view kDigits64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values64() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kDigits64.size(); ++i) {
    values[static_cast<unsigned char>(kDigits64[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

/// Nothing if there is anything but digits, and `=` at the end.
std::optional<std::string> from_base64(std::string_view text) {
  static constexpr std::array<std::int8_t, 256> kValues = values64();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  const std::size_t end = std::min(text.find('='), text.size());
  for (const char c : text.substr(0, end)) {
    const std::int8_t value = kValues[static_cast<unsigned char>(c)];
    if (value < 0) {
      return std::nullopt;
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>((bits >> count) & 0xffU));
    }
  }
  return bytes;
}

std::string from_percent(std::string_view text) {
  const auto digit = [](char c) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    return kHexDigits.find(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
  };
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t high = i + 2 < text.size() ? digit(text[i + 1]) : std::string_view::npos;
    const std::size_t low = i + 2 < text.size() ? digit(text[i + 2]) : std::string_view::npos;
    if (text[i] == '%' && high != std::string_view::npos && low != std::string_view::npos) {
      bytes.push_back(static_cast<char>(high << 4U | low));
      i += 2;
    } else {
      bytes.push_back(text[i]);
    }
  }
  return bytes;
}

class PictureStorage {
 public:
  PictureStorage(const StorePicture& store, const HeldAddresses& held)
      : store_(store), held_(held) {}

  Delta stored(const Delta& content) {
    Delta out;
    for (const Component& component : content.components()) {
      if (component.embed == nullptr) {
        out.push(Component::insert(held_.put_back(component.text), component.attributes));
        continue;
      }
      const auto image =
          component.embed->is_object() ? component.embed->find("image") : component.embed->end();
      if (image != component.embed->end() && image->is_string() &&
          holds_picture(image->get_ref<const std::string&>())) {
        out.push(stored_picture(image->get_ref<const std::string&>(), component.attributes));
      } else {
        out.push(stored_inside(component));
      }
    }
    return out;
  }

  [[nodiscard]] std::size_t refused() const { return refused_; }

 private:
  Component stored_picture(const std::string& address, const Attributes& attributes) {
    const std::optional<std::string> bytes = bytes_in(held_.find(address));
    const std::optional<ShownPicture> picture = bytes ? store_(*bytes) : std::nullopt;
    if (!picture) {
      ++refused_;
      ShownPicture named;
      named.alt = std::string(member_text(attributes, "alt"));
      return Component::insert(utf::to_utf16(picture_words(named)));
    }
    json::Value value = attributes == nullptr ? json::Value::object() : *attributes;
    if (!value.contains("width") && !value.contains("height")) {
      value["width"] = std::to_string(picture->width);
      value["height"] = std::to_string(picture->height);
    }
    return Component::insert_embed(
        std::make_shared<const json::Value>(json::Value{{"image", picture->address}}),
        std::make_shared<const json::Value>(std::move(value)));
  }

  Component stored_inside(const Component& component) {
    const ot::rich_text::ChangeRef inner = ot::rich_text::content_of(*component.embed);
    if (inner == nullptr) {
      return component;
    }
    EmbedChange copy = *inner;
    if (auto* const note = std::get_if<Note>(&copy.content)) {
      note->content = stored(note->content);
    } else {
      for (auto& [place, cell] : std::get<Table>(copy.content).cells) {
        cell.content = stored(cell.content);
      }
    }
    return Component::insert_embed(ot::rich_text::to_embed(copy), component.attributes);
  }

  const StorePicture& store_;
  const HeldAddresses& held_;
  std::size_t refused_{0};
};

}  // namespace

std::string data_address(std::string_view media_type, std::string_view bytes) {
  std::string out = "data:" + std::string(media_type) + ";base64,";
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = (bits << 8U) | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out.push_back(j <= group.size() ? kDigits64[(bits >> (18 - 6 * j)) & 63U] : '=');
    }
  }
  return out;
}

std::optional<std::string> bytes_in(std::string_view address) {
  const std::size_t comma = address.find(',');
  if (!holds_picture(address) || comma == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view data = address.substr(comma + 1);
  return address.substr(0, comma).ends_with(";base64") ? from_base64(data)
                                                       : std::optional(from_percent(data));
}

Stored store_pictures(const Delta& document, const StorePicture& store, const HeldAddresses& held) {
  PictureStorage storage(store, held);
  Delta stored = storage.stored(document);
  return {std::move(stored), storage.refused()};
}

std::string HeldAddresses::take_out(std::string_view source) {
  constexpr std::string_view kBegin = "data:image/";
  constexpr std::string_view kBase64 = ";base64,";
  constexpr std::size_t kTypeBytesMost = 32;
  constexpr std::size_t kLongBytes = 256;
  for (std::size_t salt = 0; prefix_.empty() || source.find(prefix_) != std::string_view::npos;
       ++salt) {
    prefix_ = std::string(kBegin) + "held-" + std::to_string(salt) + ';';
  }
  std::string out;
  std::size_t begin = 0;
  while ((begin = source.find(kBegin)) != std::string_view::npos) {
    const std::size_t mark =
        source.substr(begin, kBegin.size() + kTypeBytesMost + kBase64.size()).find(kBase64);
    const std::size_t data =
        begin + (mark == std::string_view::npos ? kBegin.size() : mark + kBase64.size());
    const std::size_t padding = source.find_first_not_of(kDigits64, data);
    const std::size_t end = std::min(source.find_first_not_of('=', padding), source.size());
    const bool is_long = mark != std::string_view::npos && end - begin > kLongBytes;
    out += source.substr(0, is_long ? begin : end);
    if (is_long) {
      out += prefix_ + std::to_string(addresses_.size()) + ',';
      addresses_.emplace_back(source.substr(begin, end - begin));
    }
    source.remove_prefix(end);
  }
  return out.append(source);
}

std::string_view HeldAddresses::find(std::string_view address) const {
  if (addresses_.empty() || !address.starts_with(prefix_) || !address.ends_with(',')) {
    return address;
  }
  const auto number = ascii::whole_number<std::size_t>(
      address.substr(prefix_.size(), address.size() - prefix_.size() - 1));
  return number && *number < addresses_.size() ? std::string_view(addresses_[*number]) : address;
}

std::u16string HeldAddresses::put_back(std::u16string_view words) const {
  const std::u16string prefix = utf::to_utf16(prefix_);
  std::u16string out;
  std::size_t at = 0;
  while (!addresses_.empty() && (at = words.find(prefix)) != std::u16string_view::npos) {
    const std::size_t end = std::min(words.find(u',', at), words.size() - 1) + 1;
    out += words.substr(0, at);
    out += utf::to_utf16(find(utf::to_wtf8(words.substr(at, end - at))));
    words.remove_prefix(end);
  }
  return out.append(words);
}

}  // namespace plenary::markup
