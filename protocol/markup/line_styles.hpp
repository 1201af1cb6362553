#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/markup/lines.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// The attributes of a document as styles. Private to this folder.
namespace plenary::markup {

/// The style of words with these attributes. Unknown attributes, and values of a wrong kind, are
/// ignored.
[[nodiscard]] InlineStyle inline_style(const ot::rich_text::Attributes& attributes);

/// The style of a line. Of list, code and header the first one counts, in this order: a line is one
/// of them, and the list carries the most. The quotes around it come with any.
[[nodiscard]] LineStyle line_style(const ot::rich_text::Attributes& attributes);

/// True if these attributes of a line end say something of its line.
[[nodiscard]] bool format_line(const ot::rich_text::Attributes& attributes);

/// A member's text; empty if there is none. Lifetime: that of `attributes`.
[[nodiscard]] std::string_view member_text(const ot::rich_text::Attributes& attributes,
                                           const char* name);

/// The same; nothing if there is none.
[[nodiscard]] std::optional<std::string_view> find_text(const ot::rich_text::Attributes& attributes,
                                                        const char* name);

/// Remembers the styles of the attribute maps that were read lately: a document has few different
/// maps, and shares each among its runs.
template <class Style, Style (*read)(const ot::rich_text::Attributes&)>
class StyleMemory {
 public:
  /// Lifetime: until the next call.
  const Style& of(const ot::rich_text::Attributes& attributes) {
    if (attributes == nullptr) {
      return plain_;
    }
    Entry& entry = entries_[reinterpret_cast<std::uintptr_t>(attributes.get()) / 16 % kEntries];
    if (entry.attributes != attributes) {
      entry.attributes = attributes;
      entry.style = read(attributes);
    }
    return entry.style;
  }

 private:
  struct Entry {
    ot::rich_text::Attributes attributes;
    Style style;
  };
  static constexpr std::size_t kEntries = 64;

  std::array<Entry, kEntries> entries_;
  Style plain_;
};

}  // namespace plenary::markup
