#include <algorithm>

#include "protocol/markup/blocks.hpp"
#include "protocol/markup/cmark.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/markdown_inlines.hpp"

namespace plenary::markup {
namespace {

void append_blocks(cmark_node* parent, const std::vector<Block>& blocks);

cmark_node* append(cmark_node* parent, cmark_node_type type) {
  cmark_node* node = cmark_node_new(type);
  cmark_node_append_child(parent, node);
  return node;
}

void append_line(cmark_node* parent, const Block& block) {
  if (block.kind == Block::Kind::kHeading) {
    cmark_node* heading = append(parent, CMARK_NODE_HEADING);
    cmark_node_set_heading_level(heading, block.style.header);
    append_inlines(heading, block.runs);
  } else {
    append_inlines(append(parent, CMARK_NODE_PARAGRAPH), block.runs);
  }
}

void append_code(cmark_node* parent, const Block& block) {
  std::string text;
  for (const std::string& line : block.code) {
    text += line + '\n';
  }
  cmark_node* node = append(parent, CMARK_NODE_CODE_BLOCK);
  cmark_node_set_fence_info(node, block.style.language.c_str());
  cmark_node_set_literal(node, text.c_str());
}

void append_item(cmark_node* list, const Block& block) {
  cmark_node* item = append(list, CMARK_NODE_ITEM);
  const ListKind kind = block.style.list;
  const bool task = kind == ListKind::kChecked || kind == ListKind::kUnchecked;
  // Nothing may follow an empty first paragraph of an item, so its place is left to what follows.
  if (task || !block.runs.empty() || block.children.empty()) {
    cmark_node* paragraph = append(item, CMARK_NODE_PARAGRAPH);
    if (task) {
      cmark_node* box = append(paragraph, CMARK_NODE_CUSTOM_INLINE);
      cmark_node_set_on_enter(box, kind == ListKind::kChecked ? "[x] " : "[ ] ");
    }
    append_inlines(paragraph, block.runs);
  }
  append_blocks(item, block.children);
}

/// True for a list that may follow a line at once: an empty item would underline it as a heading.
bool may_follow_line(const Block& block) {
  return block.kind == Block::Kind::kList && !block.children.empty() &&
         !block.children.front().runs.empty();
}

/// Tight: no empty lines between and in the items. Not where an item holds more than a line and
/// lists.
bool is_tight(const Block& list) {
  return std::all_of(list.children.begin(), list.children.end(), [](const Block& item) {
    return std::all_of(item.children.begin(), item.children.end(), may_follow_line);
  });
}

void append_list(cmark_node* parent, const Block& block) {
  cmark_node* list = append(parent, CMARK_NODE_LIST);
  const bool ordered = block.style.list == ListKind::kOrdered;
  cmark_node_set_list_type(list, ordered ? CMARK_ORDERED_LIST : CMARK_BULLET_LIST);
  if (ordered) {
    cmark_node_set_list_delim(list, CMARK_PERIOD_DELIM);
    cmark_node_set_list_start(list, 1);
  }
  cmark_node_set_list_tight(list, is_tight(block) ? 1 : 0);
  for (const Block& item : block.children) {
    append_item(list, item);
  }
}

void append_block(cmark_node* parent, const Block& block) {
  switch (block.kind) {
    case Block::Kind::kParagraph:
    case Block::Kind::kHeading:
      append_line(parent, block);
      break;
    case Block::Kind::kList:
      append_list(parent, block);
      break;
    case Block::Kind::kQuote:
      append_blocks(append(parent, CMARK_NODE_BLOCK_QUOTE), block.children);
      break;
    case Block::Kind::kCode:
      append_code(parent, block);
      break;
    case Block::Kind::kDivider:
      append(parent, CMARK_NODE_THEMATIC_BREAK);
      break;
    case Block::Kind::kRoot:
    case Block::Kind::kItem:
      break;  // never inside another block, or only inside a list
  }
}

void append_blocks(cmark_node* parent, const std::vector<Block>& blocks) {
  for (const Block& block : blocks) {
    append_block(parent, block);
  }
}

}  // namespace

std::string to_markdown(const ot::rich_text::Delta& document) {
  const Block root = blocks_of(lines_of(document));
  if (root.children.empty()) {
    return "";
  }
  const Tree tree(cmark_node_new(CMARK_NODE_DOCUMENT));
  append_blocks(tree.get(), root.children);
  return render(tree);
}

}  // namespace plenary::markup
