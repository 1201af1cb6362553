#pragma once

#include <cmark-gfm.h>

#include <memory>
#include <string>
#include <string_view>

/// The Markdown library with owners for what it allocates. Private to this folder.
namespace plenary::markup {

struct NodeFree {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Tree = std::unique_ptr<cmark_node, NodeFree>;

/// Parses with strikethrough, task lists and autolinks. Not with the library's tables: they fill
/// short rows up to the width of the header, so some kilobytes can ask for gigabytes. Requires:
/// bounded (markdown_source.hpp).
[[nodiscard]] Tree parse(std::string_view source);

/// The tree as Markdown, a paragraph to a line.
[[nodiscard]] std::string render(const Tree& tree);

/// What the library takes for white space and punctuation when it decides whether a mark opens or
/// closes emphasis.
[[nodiscard]] bool is_space(char32_t c);
[[nodiscard]] bool is_punctuation(char32_t c);

/// True for a ticked task-list item. Requires: the item is of the type "tasklist".
[[nodiscard]] bool is_ticked(cmark_node* item);

}  // namespace plenary::markup
