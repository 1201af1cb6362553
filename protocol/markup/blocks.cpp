#include "protocol/markup/blocks.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "protocol/markup/list_numbers.hpp"

namespace plenary::markup {
namespace {

ListKind kind_of_list(ListKind item) {
  return item == ListKind::kOrdered ? ListKind::kOrdered : ListKind::kBullet;
}

class BlockBuilder {
 public:
  explicit BlockBuilder(Detail detail) : exact_(detail == Detail::kExact) {}

  void add(const Line& line) {
    const bool jumps = line.style.start.value_or(numbers_.upcoming(line.style.indent)) !=
                       numbers_.upcoming(line.style.indent);
    const int number = numbers_.next(line.style);
    if (line.style.list != ListKind::kNone) {
      add_item(line, number, jumps);
    } else if (!exact_ && is_blank(line) && !line.style.code && line.style.header == 0) {
      add_blank(line);
    } else {
      close_lists(std::min(static_cast<std::size_t>(line.style.indent), depth()));
      add_leaf(line);
      after_gap_ = false;
    }
  }

  Block take() {
    close_lists(0);
    return std::move(root_);
  }

 private:
  // open_ holds list, item, list, item, …: each the last child of the one before.
  [[nodiscard]] std::size_t depth() const { return open_.size() / 2; }

  [[nodiscard]] Block& container() { return open_.empty() ? root_ : open_.back(); }

  void close_last() {
    Block closed = std::move(open_.back());
    open_.pop_back();
    container().children.push_back(std::move(closed));
  }

  void close_lists(std::size_t keep) {
    while (depth() > keep) {
      close_last();
      close_last();
    }
  }

  void add_item(const Line& line, int number, bool jumps) {
    const auto level = static_cast<std::size_t>(line.style.indent);
    while (depth() < level) {
      open_list(ListKind::kBullet);
      Block absent;
      absent.kind = Block::Kind::kItem;
      absent.absent = true;
      absent.style.list = ListKind::kBullet;
      open_.push_back(std::move(absent));
    }
    const ListKind kind = kind_of_list(line.style.list);
    close_lists(level + 1);
    const bool same_kind = depth() == level + 1 && open_[2 * level].style.list == kind;
    if (depth() == level + 1 && (!same_kind || jumps)) {
      close_lists(level);
    }
    if (depth() == level + 1) {
      close_last();
    } else {
      open_list(kind);
    }
    Block item;
    item.kind = Block::Kind::kItem;
    item.runs = line.runs;
    item.style = line.style;
    item.number = number;
    item.jumps = same_kind && jumps;
    open_.push_back(std::move(item));
    after_gap_ = false;
  }

  void open_list(ListKind kind) {
    Block list;
    list.kind = Block::Kind::kList;
    list.style.list = kind;
    open_.push_back(std::move(list));
  }

  void add_blank(const Line& line) {
    if (line.style.indent == 0) {
      close_lists(0);
      after_gap_ = true;
    }
  }

  void add_leaf(const Line& line) {
    if (line.divider) {
      push(Block::Kind::kDivider, line);
    } else if (line.table != nullptr) {
      push(Block::Kind::kTable, line).table = line.table;
    } else if (line.style.code) {
      add_code(line);
    } else if (line.style.quote) {
      add_quote(line);
    } else {
      push(line.style.header > 0 ? Block::Kind::kHeading : Block::Kind::kParagraph, line);
    }
  }

  Block& push(Block::Kind kind, const Line& line) {
    Block block;
    block.kind = kind;
    block.runs = line.runs;
    block.style = line.style;
    return container().children.emplace_back(std::move(block));
  }

  /// The block before, if the coming line may continue it.
  Block* last_of(Block::Kind kind) {
    std::vector<Block>& before = container().children;
    return !after_gap_ && !before.empty() && before.back().kind == kind ? &before.back() : nullptr;
  }

  static bool stands_alike(const LineStyle& a, const LineStyle& b) {
    return a.indent == b.indent && a.align == b.align && a.rtl == b.rtl;
  }

  void add_code(const Line& line) {
    std::string text;
    for (const Run& run : line.runs) {
      // Code has no place for a note: its number stands there, and its words at the end.
      text += run.style.note > 0 ? "[^" + run.text + ']' : run.text;
    }
    Block* block = last_of(Block::Kind::kCode);
    if (block == nullptr || block->style.language != line.style.language ||
        (exact_ && !stands_alike(block->style, line.style))) {
      block = &push(Block::Kind::kCode, line);
      block->runs = {};
    }
    block->code.push_back(std::move(text));
  }

  void add_quote(const Line& line) {
    Block* quote = last_of(Block::Kind::kQuote);
    if (quote == nullptr) {
      Block fresh;
      fresh.kind = Block::Kind::kQuote;
      quote = &container().children.emplace_back(std::move(fresh));
    }
    Block paragraph;
    paragraph.kind = Block::Kind::kParagraph;
    paragraph.runs = line.runs;
    paragraph.style = line.style;
    quote->children.push_back(std::move(paragraph));
  }

  const bool exact_;
  ListNumbers numbers_;
  Block root_;
  std::vector<Block> open_;
  bool after_gap_{false};
};

}  // namespace

Block blocks_of(const Lines& lines, Detail detail) {
  BlockBuilder builder(detail);
  for (const Line& line : lines) {
    builder.add(line);
  }
  return builder.take();
}

}  // namespace plenary::markup
