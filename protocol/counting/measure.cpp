#include "protocol/counting/measure.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/counting/text_size.hpp"
#include "protocol/json/members.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::counting {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Note;
using ot::rich_text::Table;

constexpr std::size_t kPictureLinesMax = 40;
constexpr std::size_t kPictureLinesUnknown = 20;
/// The lines of a picture that is as high as wide.
constexpr std::size_t kSquarePictureLines = 30;
/// Beyond it a number is no size of a picture.
constexpr std::size_t kPixelsMax = 1'000'000;

std::size_t divide_up(std::size_t a, std::size_t b) {
  return (a + b - 1) / b;
}

/// A width or height: "640", or the number. 0 if it makes no sense.
std::size_t pixels(const Attributes& attributes, const char* name) {
  if (attributes == nullptr) {
    return 0;
  }
  std::uint64_t number = json::whole_or_zero(*attributes, name);
  const std::string text = json::text_or_empty(*attributes, name);
  const char* const end = text.data() + text.size();
  if (!text.empty() && std::from_chars(text.data(), end, number).ptr != end) {
    return 0;
  }
  return number <= kPixelsMax ? number : 0;
}

std::size_t picture_lines(const Attributes& attributes) {
  const std::size_t width = pixels(attributes, "width");
  const std::size_t height = pixels(attributes, "height");
  if (width == 0 || height == 0) {
    return kPictureLinesUnknown;
  }
  return std::min(kPictureLinesMax, divide_up(kSquarePictureLines * height, width));
}

std::size_t lines_of(std::size_t places, std::size_t width) {
  return std::max<std::size_t>(1, divide_up(places, width));
}

}  // namespace

void OpenLine::add_embed(const json::Value& embed, const Attributes& attributes) {
  text_ += kEmbedSign;
  if (embed.contains("image")) {
    embeds_.pictures = true;
    embeds_.lines += picture_lines(attributes);
    return;
  }
  const ot::rich_text::ChangeRef content = ot::rich_text::content_of(embed);
  const Note* const note = content == nullptr ? nullptr : std::get_if<Note>(&content->content);
  if (note != nullptr && note->is_document()) {
    const Amount inside = measure(note->content, kLineWidth);
    embeds_.words += inside.words;
    embeds_.pictures = embeds_.pictures || inside.pictures;
    embeds_.lines += inside.lines;
  }
}

Amount OpenLine::take() {
  const TextSize size = size_of(text_);
  const std::size_t text_lines = divide_up(size.width, width_);
  text_.clear();
  Amount amount = std::exchange(embeds_, {});
  amount.words += size.words;
  amount.lines = std::max<std::size_t>(1, amount.lines + text_lines);
  return amount;
}

Amount measure(const Delta& content, std::size_t width) {
  Amount all;
  OpenLine line(width);
  const auto end_line = [&] {
    const Amount amount = line.take();
    all.words += amount.words;
    all.lines += amount.lines;
    all.pictures = all.pictures || amount.pictures;
  };
  for (const Component& component : content.components()) {
    if (component.kind == Component::Kind::kEmbed) {
      line.add_embed(*component.embed, component.attributes);
      continue;
    }
    std::u16string_view rest = component.text;
    for (std::size_t end = 0; (end = rest.find(u'\n')) != std::u16string_view::npos;) {
      line.add(rest.substr(0, end));
      end_line();
      rest.remove_prefix(end + 1);
    }
    line.add(rest);
  }
  if (!line.empty()) {
    end_line();
  }
  return all;
}

Amount measure(const Table& table) {
  const std::size_t columns = table.columns.inserted_length();
  const std::size_t width =
      std::max<std::size_t>(1, kLineWidth / std::max<std::size_t>(1, columns));
  std::size_t heading = 1;
  for (const Component& column : table.columns.components()) {
    const std::string name = column.attributes == nullptr
                                 ? std::string()
                                 : json::text_or_empty(*column.attributes, "name");
    heading = std::max(heading, lines_of(size_of(utf::to_utf16(name)).width, width));
  }
  Amount all;
  std::vector<std::size_t> rows(table.rows.inserted_length(), 1);
  for (const auto& [place, cell] : table.cells) {
    const Amount amount = measure(cell.content, width);
    all.words += amount.words;
    all.pictures = all.pictures || amount.pictures;
    rows[place.first] = std::max(rows[place.first], amount.lines);
  }
  all.lines = heading;
  for (const std::size_t lines : rows) {
    all.lines += lines;
  }
  return all;
}

}  // namespace plenary::counting
