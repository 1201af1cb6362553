#include <algorithm>

#include "protocol/markup/blocks.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/markdown_inlines.hpp"
#include "protocol/markup/markdown_output.hpp"
#include "protocol/markup/markdown_table.hpp"
#include "protocol/markup/marker_comments.hpp"

namespace plenary::markup {
namespace {

/// True for a list that may follow a line at once: an empty item would underline it as a heading,
/// and a number other than 1 would be one of its words.
bool may_follow_line(const Block& block) {
  if (block.kind != Block::Kind::kList || block.children.empty()) {
    return false;
  }
  const Block& first = block.children.front();
  return !first.runs.empty() && (block.style.list != ListKind::kOrdered || first.number == 1);
}

bool has_soft_breaks(std::span<const Run> runs) {
  return std::any_of(runs.begin(), runs.end(), [](const Run& run) {
    return is_words(run.style) && run.text.find(kSoftBreak) != std::string::npos;
  });
}

/// Tight: no empty lines between and in the items. Not where an item holds more than a line and
/// lists.
bool is_tight(const Block& list) {
  return std::all_of(list.children.begin(), list.children.end(), [](const Block& item) {
    return std::all_of(item.children.begin(), item.children.end(), may_follow_line);
  });
}

std::size_t longest_run_of_ticks(const std::vector<std::string>& lines) {
  std::size_t longest = 0;
  for (const std::string& line : lines) {
    std::size_t run = 0;
    for (const char c : line) {
      run = c == '`' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

/// Before the lines of a note but its first.
constexpr std::string_view kNotePrefix = "    ";

class MarkdownWriter {
 public:
  std::string write(const Lines& lines) {
    write_children(blocks_of(lines), false);
    for (std::size_t i = 0; i < lines.notes().size(); ++i) {
      out_.push_prefix("[^" + std::to_string(i + 1) + "]: ", kNotePrefix);
      write_children(blocks_of(lines.notes()[i]), false);
      out_.pop_prefix(kNotePrefix.size());
      out_.end_block();
    }
    return out_.take();
  }

 private:
  void write_children(const Block& parent, bool tight) {
    for (std::size_t i = 0; i < parent.children.size(); ++i) {
      const Block& block = parent.children[i];
      if (tight) {
        out_.stay_tight();
      }
      write_block(block);
      const bool ends_list = block.kind == Block::Kind::kList && i + 1 < parent.children.size();
      if (ends_list && would_go_on(parent.children[i + 1])) {
        out_.end_line();
        out_.markdown(jumps(parent.children[i + 1]) ? kNewNumber : kEndOfList);
        out_.end_block();
      }
    }
  }

  /// True for a block that would be taken for a part of the list before it.
  static bool would_go_on(const Block& block) {
    return block.kind == Block::Kind::kList || block.kind == Block::Kind::kCode;
  }

  /// True for a list that is one only because its first item says another number.
  static bool jumps(const Block& block) {
    return !block.children.empty() && block.children.front().jumps;
  }

  void write_block(const Block& block) {
    switch (block.kind) {
      case Block::Kind::kHeading:
        write_heading(block);
        break;
      case Block::Kind::kParagraph:
        append_inlines(out_, block.runs);
        out_.end_block();
        break;
      case Block::Kind::kList:
        write_list(block);
        break;
      case Block::Kind::kQuote:
        out_.push_prefix("> ", "> ");
        write_children(block, false);
        out_.pop_prefix(2);
        out_.end_block();
        break;
      case Block::Kind::kCode:
        write_code(block);
        break;
      case Block::Kind::kTable:
        append_pipe_table(out_, *block.table);
        break;
      case Block::Kind::kDivider:
        out_.markdown("-----");
        out_.end_block();
        break;
      case Block::Kind::kRoot:
      case Block::Kind::kItem:
        break;  // never inside another block, or only inside a list
    }
  }

  /// A heading of several lines is underlined; only the first two levels can be.
  void write_heading(const Block& block) {
    const bool underlined = block.style.header <= 2 && has_soft_breaks(block.runs);
    if (!underlined) {
      out_.push_prefix(std::string(static_cast<std::size_t>(block.style.header), '#') + ' ', "");
    }
    out_.stay_on_line(!underlined);
    append_inlines(out_, block.runs);
    out_.stay_on_line(false);
    if (underlined) {
      out_.end_line();
      out_.markdown(block.style.header == 1 ? "===" : "---");
    }
    out_.end_block();
  }

  void write_list(const Block& list) {
    const bool tight = is_tight(list);
    const bool ordered = list.style.list == ListKind::kOrdered;
    // Behind another marker, spaces would move the column of what follows in that item.
    const std::string bullet = out_.is_after_marker() ? "- " : "  - ";
    for (const Block& item : list.children) {
      if (tight && &item != &list.children.front()) {
        out_.stay_tight();
      }
      std::string marker = bullet;
      if (ordered) {
        // Readers count from the first; more digits than these make no list.
        marker =
            std::to_string(std::min(item.number, kMaxStart)) + (item.number < 10 ? ".  " : ". ");
      }
      out_.push_prefix(marker, std::string(marker.size(), ' '));
      write_item(item, tight);
      out_.pop_prefix(marker.size());
      out_.end_line();
    }
  }

  void write_item(const Block& item, bool tight) {
    const ListKind kind = item.style.list;
    const bool task = kind == ListKind::kChecked || kind == ListKind::kUnchecked;
    if (item.absent) {
      out_.markdown(kNoItem);
      out_.end_block();
    }
    // Nothing may follow an empty first paragraph of an item, so its first child takes that place.
    if (!item.absent && (task || !item.runs.empty() || item.children.empty())) {
      if (task) {
        out_.markdown(kind == ListKind::kChecked ? "[x] " : "[ ] ");
      }
      append_inlines(out_, item.runs);
      out_.end_block();
    }
    write_children(item, tight);
  }

  void write_code(const Block& block) {
    const std::string fence(std::max<std::size_t>(longest_run_of_ticks(block.code) + 1, 3), '`');
    out_.markdown(fence);
    if (!block.style.language.empty()) {
      out_.markdown(" ");
      out_.markdown(block.style.language.view());
    }
    for (const std::string& line : block.code) {
      out_.end_line();
      out_.markdown(line);
    }
    out_.end_line();
    out_.markdown(fence);
    out_.end_block();
  }

  MarkdownOutput out_;
};

}  // namespace

std::string to_markdown(const ot::rich_text::Delta& document, const PlacePicture& place) {
  return MarkdownWriter().write(lines_of(document, place));
}

}  // namespace plenary::markup
