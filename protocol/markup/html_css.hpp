#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// What a style says that a document can have. Nothing: it is not said.
struct HtmlCss {
  std::optional<bool> bold;
  std::optional<bool> italic;
  std::optional<bool> underline;
  std::optional<bool> strike;
  std::optional<bool> keeps_spaces;
  std::optional<Script> script;
  std::optional<Align> align;
  bool hidden{false};
  bool is_mark{false};  // the number or bullet that Word writes before an item; hidden, too
  int list_level{0};    // of a paragraph that Word means as an item, from 1; 0: it is none
  std::string list{};   // its list and level, as the sheets name them: "l0:level1"

  /// What `other` says goes before what this says.
  void take(const HtmlCss& other);
};

/// Reads declarations: `font-weight: bold; …`. Cost: O(length).
[[nodiscard]] HtmlCss read_css(std::string_view declarations);

/// The style sheets of a page, as far as their rules are for one class (`.c7`, `span.c7`): word
/// processors write such. Private to this folder.
class HtmlSheets {
 public:
  /// Cost: O(length).
  void add(std::string_view sheet);
  /// True if the items of a list of Word's have bullets.
  [[nodiscard]] bool has_bullets(const std::string& list) const { return bullets_.contains(list); }
  /// What the sheets and the `style` of a start tag say. Cost: O(tag).
  [[nodiscard]] HtmlCss of(std::string_view tag) const;

 private:
  void add_rule(std::string_view selectors, std::string_view declarations);

  std::map<std::string, HtmlCss, std::less<>> classes_;
  std::set<std::string> bullets_;  // lists of Word's
};

}  // namespace plenary::markup
