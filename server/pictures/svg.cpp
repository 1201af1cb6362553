// SVG: only the size is read. Browsers draw it as a picture, in which nothing runs and nothing is
// loaded.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/utf.hpp"
#include "server/pictures/picture_bytes.hpp"

namespace plenary::server {
namespace {

constexpr std::string_view kXmlBlanks = " \t\r\n";
/// The size of a picture that says none: CSS 2, section 10.3.2.
constexpr Size kSizeOfNone{300, 150};
/// Beyond it a length is not believed; its square is beyond the limit of pixels.
constexpr double kLengthMost = 1'000'000;

constexpr std::array<std::pair<std::string_view, double>, 7> kUnits{{{"", 1},
                                                                     {"px", 1},
                                                                     {"pt", 4.0 / 3},
                                                                     {"pc", 16},
                                                                     {"in", 96},
                                                                     {"cm", 96 / 2.54},
                                                                     {"mm", 96 / 25.4}}};

void skip_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kXmlBlanks), rest.size()));
}

/// Takes everything up to and with `end`. False if it does not come.
bool skip_past(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + end.size());
  return at != std::string_view::npos;
}

/// Takes a document type, with the declarations in it.
bool skip_document_type(std::string_view& rest) {
  const std::size_t end = rest.find('>');
  const std::size_t inside = rest.find('[');
  return (inside > end || skip_past(rest, "]")) && skip_past(rest, ">");
}

/// Takes what may stand before the first element.
bool skip_prologue(std::string_view& rest) {
  skip_blanks(rest);
  while (true) {
    bool skipped = true;
    if (rest.starts_with("<?")) {
      skipped = skip_past(rest, "?>");
    } else if (rest.starts_with("<!--")) {
      skipped = skip_past(rest, "-->");
    } else if (rest.starts_with("<!")) {
      skipped = skip_document_type(rest);
    } else {
      return true;
    }
    if (!skipped) {
      return false;
    }
    skip_blanks(rest);
  }
}

/// Takes the name of the first element. False if it is no svg.
bool take_svg_name(std::string_view& rest) {
  if (!rest.starts_with('<')) {
    return false;
  }
  rest.remove_prefix(1);
  const std::size_t end = std::min(rest.find_first_of(" \t\r\n/>"), rest.size());
  const std::string_view name = rest.substr(0, end);
  rest.remove_prefix(end);
  return name == "svg" || name.ends_with(":svg");
}

/// Takes the attributes of an element. Nothing if it does not end.
std::optional<std::map<std::string_view, std::string_view>> take_attributes(
    std::string_view& rest) {
  std::map<std::string_view, std::string_view> attributes;
  for (skip_blanks(rest); !rest.empty(); skip_blanks(rest)) {
    if (rest.front() == '>' || rest.front() == '/') {
      return attributes;
    }
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view name = ascii::trimmed(rest.substr(0, equals), kXmlBlanks);
    rest.remove_prefix(equals + 1);
    skip_blanks(rest);
    const std::size_t close = rest.empty() ? std::string_view::npos : rest.find(rest.front(), 1);
    if (close == std::string_view::npos || (rest.front() != '"' && rest.front() != '\'')) {
      return std::nullopt;
    }
    attributes.emplace(name, rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
  }
  return std::nullopt;
}

/// Takes a number off the front; nothing if there is none, or none that is a length.
std::optional<double> take_number(std::string_view& rest) {
  double number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc() || !std::isfinite(number) || number < 0 || number > kLengthMost) {
    return std::nullopt;
  }
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return number;
}

/// A length in CSS pixels; nothing if it is none, or depends on the place where it is shown.
std::optional<double> length_of(std::string_view text) {
  text = ascii::trimmed(text, kXmlBlanks);
  const std::optional<double> number = take_number(text);
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                 [text](const auto& known) { return known.first == text; });
  return number && unit != kUnits.end() ? std::optional(*number * unit->second) : std::nullopt;
}

/// Width and height of a view box.
std::optional<std::pair<double, double>> view_box_of(std::string_view text) {
  std::array<double, 4> numbers{};
  for (double& number : numbers) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n,"), text.size()));
    const std::size_t end = std::min(text.find_first_of(" \t\r\n,"), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    const bool is_negative = word.starts_with('-');  // as the corner may be
    word.remove_prefix(is_negative ? 1 : 0);
    const std::optional<double> found = take_number(word);
    if (!found || !word.empty()) {
      return std::nullopt;
    }
    number = is_negative ? -*found : *found;
  }
  return numbers[2] > 0 && numbers[3] > 0 ? std::optional(std::pair(numbers[2], numbers[3]))
                                          : std::nullopt;
}

std::uint32_t whole_pixels(double length) {
  return length >= 1 ? static_cast<std::uint32_t>(std::round(std::min(length, kLengthMost))) : 1;
}

Size size_of(const std::map<std::string_view, std::string_view>& attributes) {
  const auto value = [&attributes](std::string_view name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string_view() : found->second;
  };
  const std::optional<double> width = length_of(value("width"));
  const std::optional<double> height = length_of(value("height"));
  const auto box = view_box_of(value("viewBox"));
  if (width && height) {
    return {whole_pixels(*width), whole_pixels(*height)};
  }
  if (!box) {
    return {width ? whole_pixels(*width) : kSizeOfNone.width,
            height ? whole_pixels(*height) : kSizeOfNone.height};
  }
  const double scale = width ? *width / box->first : height ? *height / box->second : 1;
  return {whole_pixels(box->first * scale), whole_pixels(box->second * scale)};
}

}  // namespace

Result<Picture> read_svg(std::string_view file) {
  std::string_view rest = file;
  if (rest.starts_with("\xef\xbb\xbf")) {
    rest.remove_prefix(3);
  }
  if (!skip_prologue(rest) || !take_svg_name(rest) || !utf::is_utf8(file)) {
    return Error{Errc::kUnsupported,
                 "This is no picture that can be shown: PNG, JPEG, WebP, GIF and SVG can."};
  }
  const auto attributes = take_attributes(rest);
  if (!attributes) {
    return damaged_picture();
  }
  return Picture{PictureType::kSvg, size_of(*attributes), std::string(file)};
}

}  // namespace plenary::server
