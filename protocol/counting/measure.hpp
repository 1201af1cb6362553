#pragma once

#include <cstddef>
#include <string>

#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/table.hpp"

/// How much stands in a line, a footnote, a cell or a table. Private to this folder. Pure.
namespace plenary::counting {

/// Places in a line of the page.
inline constexpr std::size_t kLineWidth = 90;

struct Amount {
  std::size_t words{0};
  std::size_t lines{0};  // of the page
  bool pictures{false};  // there are some

  [[nodiscard]] bool is_written() const { return words > 0 || pictures; }
};

/// A line of a content, until its end comes.
class OpenLine {
 public:
  explicit OpenLine(std::size_t width) : width_(width) {}

  void add(std::u16string_view text) { text_ += text; }
  /// A picture, a footnote with what stands in it, or anything else.
  void add_embed(const json::Value& embed, const ot::rich_text::Attributes& attributes);

  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] const std::u16string& text() const { return text_; }
  /// Ends it: the next one is empty.
  [[nodiscard]] Amount take();

 private:
  std::size_t width_;
  std::u16string text_;
  Amount embeds_;
};

/// A content of lines of this width. Behind a last line end no further line begins.
[[nodiscard]] Amount measure(const ot::rich_text::Delta& content, std::size_t width);
/// Its names of columns and its rows, each with the lines of its longest cell. Requires:
/// is_document().
[[nodiscard]] Amount measure(const ot::rich_text::Table& table);

}  // namespace plenary::counting
