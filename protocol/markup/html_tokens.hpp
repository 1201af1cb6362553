#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace plenary::markup {

/// One piece of an HTML source.
struct HtmlToken {
  enum class Kind : std::uint8_t { kText, kStart, kEnd, kComment, kDeclaration };
  Kind kind{Kind::kText};
  std::string_view source;  // of text: with its character references; of a tag: from `<` to `>`
  std::string_view name;    // of a tag, as it is written
};

/// Divides HTML into tokens by HTML's rules: a tag ends where its quotes allow it, anything else
/// that begins with `<!`, `<?` or `</` is left out as a browser leaves it out, and a `<` that
/// begins nothing is text. A tag that never ends is text, too, so that no word is lost. Private to
/// this folder. Cost: O(n) for all tokens together.
class HtmlTokens {
 public:
  /// Lifetime: `source` outlives this and the tokens.
  explicit HtmlTokens(std::string_view source)
      : source_(source), waste_left_(source.size() * kWastePerByte) {}

  /// Reads the next token. False at the end.
  bool next(HtmlToken& token);

  /// Reads up to the end tag of an element that holds only text, such as a script, and over it. The
  /// text; all that is left if the element does not end. Requires: its start tag was read last.
  std::string_view take_raw(std::string_view name);

 private:
  static constexpr std::size_t kWastePerByte = 4;

  [[nodiscard]] std::size_t tag_end(std::size_t at);
  [[nodiscard]] bool begins_markup(std::size_t at) const;
  void take_comment(HtmlToken& token);
  void take_text(HtmlToken& token, std::size_t from);
  bool take_tag(HtmlToken& token);

  std::string_view source_;
  std::size_t at_{0};
  std::size_t waste_left_;  // bytes that may be read for tags that do not end
};

}  // namespace plenary::markup
