#include "protocol/releases/blocks.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "protocol/json/members.hpp"
#include "protocol/ot/rich_text/table.hpp"
#include "protocol/releases/block_text.hpp"

namespace plenary::releases {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

constexpr int kLevelMax = 6;
constexpr std::array<const char*, 4> kLineFormats = {"header", "list", "blockquote", "code-block"};

int heading_level(const Attributes& attributes) {
  if (attributes == nullptr) {
    return 0;
  }
  const json::Value* const header = json::find_member(*attributes, "header");
  if (header == nullptr || !header->is_number()) {
    return 0;
  }
  for (int level = 1; level <= kLevelMax; ++level) {
    if (header->get<double>() == level) {
      return level;
    }
  }
  return 0;
}

/// A heading, an item of a list, a quotation or code stays that, also if a picture is in front.
bool is_paragraph(const Attributes& attributes) {
  return attributes == nullptr ||
         std::none_of(kLineFormats.begin(), kLineFormats.end(), [&](const char* name) {
           return json::find_member(*attributes, name) != nullptr;
         });
}

class BlockReader {
 public:
  std::vector<Block> read(const Delta& document) {
    for (const Component& component : document.components()) {
      if (component.kind == Component::Kind::kText) {
        read_text(component);
      } else if (component.kind == Component::Kind::kEmbed && component.embed != nullptr) {
        read_embed(*component.embed);
      }
    }
    end_line(nullptr);
    return std::move(blocks_);
  }

 private:
  void read_text(const Component& component) {
    for (const char16_t unit : component.text) {
      if (unit == u'\n') {
        end_line(component.attributes);
        begin_ = ++at_;
        continue;
      }
      blank_ = blank_ && is_white(unit);
      ++at_;
    }
  }

  void read_embed(const json::Value& embed) {
    const bool table = embed.contains(ot::rich_text::Table::kName);
    if (table || embed.contains("divider")) {
      end_line(nullptr);
      blocks_.push_back({table ? BlockKind::kTable : BlockKind::kDivider, {at_, at_ + 1}, 0});
      begin_ = ++at_;
      return;
    }
    figure_ = figure_ || (blank_ && embed.contains("image"));
    blank_ = false;
    ++at_;
  }

  /// Ends the line at hand with a line end of these attributes.
  void end_line(const Attributes& attributes) {
    if (!blank_) {
      const bool figure = figure_ && is_paragraph(attributes);
      blocks_.push_back({figure ? BlockKind::kFigure : BlockKind::kLine,
                         {begin_, at_},
                         heading_level(attributes)});
    }
    blank_ = true;
    figure_ = false;
  }

  std::vector<Block> blocks_;
  std::size_t at_{0};
  std::size_t begin_{0};  // of the line at hand
  bool blank_{true};      // it has nothing but white space so far
  bool figure_{false};    // its first sign is a picture
};

}  // namespace

std::vector<Block> blocks_of(const Delta& document) {
  return BlockReader().read(document);
}

std::optional<BlockRange> blocks_in(std::span<const Block> blocks, Span range) {
  const bool caret = range.length() == 0;
  const auto first = std::partition_point(blocks.begin(), blocks.end(), [&](const Block& block) {
    return caret ? block.span.to < range.from : block.span.to <= range.from;
  });
  const auto end = std::partition_point(first, blocks.end(), [&](const Block& block) {
    return caret ? block.span.from <= range.from : block.span.from < range.to;
  });
  if (first == end) {
    return std::nullopt;
  }
  // Between an embed and the line behind it a caret touches both: it stands in the later one.
  const auto last = static_cast<std::size_t>(end - blocks.begin()) - 1;
  return BlockRange{caret ? last : static_cast<std::size_t>(first - blocks.begin()), last};
}

}  // namespace plenary::releases
