#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "protocol/markup/html_css.hpp"
#include "protocol/markup/html_element.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/references.hpp"
#include "protocol/markup/source_block.hpp"

/// HTML as a tree of its blocks. What is among words (`b`, `a`, `span`) is no node: each leaf says
/// which of them are around it. So tags that are closed in the wrong order need no repair, and a
/// leaf between two of them costs what any other does. Private to this folder.
namespace plenary::markup {

/// Blocks inside each other. Beyond it a block is a line without what its element means; pages that
/// somebody made have half as many.
inline constexpr std::size_t kHtmlBlocksDeep = 128;
/// Elements among words inside each other; beyond it they mean nothing.
inline constexpr std::size_t kHtmlFormatsDeep = 64;

/// The elements around a leaf. A format lies in its parent; number 0 is none at all.
struct HtmlFormat {
  std::uint32_t parent{0};
  std::uint32_t link{0};    // in HtmlTree::links; 0: none
  std::uint32_t anchor{0};  // the innermost `a` around it, in HtmlTree::anchors; 0: none
  Script script{Script::kNone};
  bool is_superscript{false};  // its own element is `sup` or says so
  bool bold{false};
  bool italic{false};
  bool underline{false};
  bool strike{false};
  bool code{false};
  bool hidden{false};
  bool keeps_spaces{false};
};

struct HtmlNode {
  TextRange source;         // of a block or leaf: its start tag; of words: with their references
  std::uint32_t format{0};  // of a leaf
  std::uint32_t parent{0};
  std::uint32_t first{0};  // child; 0: none
  std::uint32_t last{0};
  std::uint32_t next{0};                // sibling; 0: none
  const HtmlElement* element{nullptr};  // null: words
  bool hidden{false};
  bool keeps_spaces{false};    // of a block
  std::optional<Align> align;  // of a block
};

/// An `a`. Its words begin with `leaf`; 0: it has none.
struct HtmlAnchor {
  TextRange tag;
  TextRange around;  // the start tag of the `sup` or `span` around it, which may have its id
  std::uint32_t leaf{0};
};

struct HtmlTree {
  std::string source;
  std::string title;                // of the page; may be empty
  std::vector<HtmlNode> nodes;      // the first is the root; children stand behind their parents
  std::vector<HtmlFormat> formats;  // the first is none
  std::vector<HtmlAnchor> anchors;  // the first is none
  std::vector<LinkTarget> links;    // the first is none
  std::unordered_map<std::uint32_t, TextRange> code_tags;  // of a `pre`: the `code` in it
  HtmlSheets sheets;
  bool from_word{false};
  std::size_t comments{0};
  std::size_t left_out{0};  // elements without words for a document: players, forms, drawings
  std::size_t deleted{0};   // pieces of text that a word processor keeps as deleted or hidden

  [[nodiscard]] std::string_view text_at(TextRange range) const {
    return std::string_view(source).substr(range.begin, range.length);
  }
  [[nodiscard]] std::string_view tag_of(const HtmlNode& node) const { return text_at(node.source); }
};

/// Requires: UTF-8 with LF line ends; at most 1 GiB. Cost: O(n).
[[nodiscard]] HtmlTree parse_html(std::string source);

}  // namespace plenary::markup
