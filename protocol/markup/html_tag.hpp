#pragma once

#include <cstddef>
#include <string_view>

namespace plenary::markup {

/// The length of the opening or closing HTML tag that `text` starts with, or 0. Private to this
/// folder. Adds the bytes that it read to `work`. Cost: O(n).
[[nodiscard]] std::size_t tag_length(std::string_view text, std::size_t& work);

/// Finds raw HTML in one text in linear time. It remembers which ends of comments no longer occur,
/// so that thousands of beginnings are not each followed to the end of the text. Tags that turn out
/// to be none may cost kWastePerByte times the text; after that there are no more tags.
class RawHtml {
 public:
  /// Lifetime: `text` outlives this.
  explicit RawHtml(std::string_view text) : text_(text), waste_left_(text.size() * kWastePerByte) {}

  /// The length of the raw HTML (also a tag) that starts at `at`, which is a `<`; or 0. Call it
  /// with places that go up. Cost: O(n) for all calls together.
  [[nodiscard]] std::size_t length_at(std::size_t at);

 private:
  static constexpr std::size_t kWastePerByte = 4;

  struct Ending {
    std::string_view sign;
    bool gone{false};
  };
  std::size_t up_to(Ending& ending, std::size_t at, std::size_t from);
  std::size_t tag_at(std::size_t at);

  std::string_view text_;
  std::size_t waste_left_;
  Ending comment_{.sign = "-->"};
  Ending instruction_{.sign = "?>"};
  Ending declaration_{.sign = ">"};
  Ending cdata_{.sign = "]]>"};
};

}  // namespace plenary::markup
