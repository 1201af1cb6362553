#include "protocol/releases/block_text.hpp"

#include <algorithm>

#include "protocol/base/utf.hpp"

namespace plenary::releases {
namespace {

using ot::rich_text::Component;

constexpr char16_t kEmbedUnit = u'\uFFFC';
constexpr char16_t kReplacement = u'\uFFFD';

/// A text of fewer words and fewer units ("Introduction", "Yes.") says too little: another block
/// may have the same by chance. Scripts without spaces have long words.
constexpr std::size_t kTellingWords = 3;
constexpr std::size_t kTellingUnits = 20;

bool is_control(char16_t unit) {
  return unit < 0x20 || (unit >= 0x7f && unit < 0xa0);
}

/// Calls word(units) for each longest run without white space.
template <class Take>
void for_each_word(std::u16string_view text, const Take& take) {
  while (!text.empty()) {
    const auto begin = std::find_if_not(text.begin(), text.end(), is_white);
    const auto end = std::find_if(begin, text.end(), is_white);
    if (begin != end) {
      take(text.substr(static_cast<std::size_t>(begin - text.begin()),
                       static_cast<std::size_t>(end - begin)));
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
}

/// Half a pair replaced.
std::u16string whole_characters(std::u16string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (utf::is_high_surrogate(text[i]) && i + 1 < text.size() &&
        utf::is_low_surrogate(text[i + 1])) {
      ++i;
    } else if (utf::is_high_surrogate(text[i]) || utf::is_low_surrogate(text[i])) {
      text[i] = kReplacement;
    }
  }
  return text;
}

}  // namespace

bool is_white(char16_t unit) {
  return unit == u' ' || (unit >= u'\t' && unit <= u'\r') || unit == 0x85 || unit == 0xa0 ||
         unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200b) || unit == 0x2028 || unit == 0x2029 ||
         unit == 0x202f || unit == 0x205f || unit == 0x3000 || unit == 0xfeff;
}

UnitText::UnitText(const ot::rich_text::Delta& document) {
  for (const Component& component : document.components()) {
    if (component.kind == Component::Kind::kText) {
      units_ += component.text;
    } else if (component.kind == Component::Kind::kEmbed && component.embed != nullptr) {
      embeds_.push_back({units_.size(), component.embed.get()});
      units_ += kEmbedUnit;
    }
  }
}

std::string UnitText::identity_of(const Block& block) const {
  if (block.kind == BlockKind::kDivider) {
    return {};
  }
  auto embed = std::partition_point(embeds_.begin(), embeds_.end(),
                                    [&](const Embed& each) { return each.at < block.span.from; });
  // Only equality counts: embeds stand between zeros, and halves of pairs are written one by one.
  std::string identity;
  std::size_t words = 0;
  std::size_t units = 0;
  const std::u16string_view text = units_;
  for_each_word(text.substr(block.span.from, block.span.length()), [&](std::u16string_view word) {
    identity += identity.empty() ? "" : " ";
    ++words;
    for (std::size_t at = 0; at < word.size(); ++at) {
      const auto place = static_cast<std::size_t>(word.data() - text.data()) + at;
      if (embed != embeds_.end() && embed->at == place) {
        identity += '\0';
        json::append(identity, *embed->value);
        identity += '\0';
        ++embed;
      } else {
        utf::append_wtf8(identity, word.substr(at, 1));
        ++units;
      }
    }
  });
  const bool tells = block.kind != BlockKind::kLine || words >= kTellingWords ||
                     units + words >= kTellingUnits + 1;
  return tells ? identity : std::string();
}

std::string UnitText::words_of(const Block& block) const {
  std::u16string words;
  for_each_word(std::u16string_view(units_).substr(block.span.from, block.span.length()),
                [&](std::u16string_view word) {
                  std::u16string clean;
                  std::copy_if(
                      word.begin(), word.end(), std::back_inserter(clean),
                      [](char16_t unit) { return unit != kEmbedUnit && !is_control(unit); });
                  if (!clean.empty()) {
                    words += (words.empty() ? u"" : u" ") + clean;
                  }
                });
  return utf::to_wtf8(whole_characters(std::move(words)));
}

}  // namespace plenary::releases
