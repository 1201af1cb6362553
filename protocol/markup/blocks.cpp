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
    const int upcoming = numbers_.upcoming(line.style.indent, line.style.quotes);
    const bool jumps = line.style.start.value_or(upcoming) != upcoming;
    const int number = numbers_.next(line.style);
    if (line.style.list != ListKind::kNone) {
      add_item(line, number, jumps);
    } else if (!exact_ && is_blank(line) && !line.style.code && line.style.header == 0) {
      add_blank(line);
    } else {
      close_lists(items_around(line.style));
      stand_in_quotes(line.style.quotes);
      add_leaf(line);
      after_gap_ = false;
    }
  }

  Block take() {
    close_to(0);
    return std::move(root_);
  }

 private:
  /// A list that is open. Its item is open, too, and stands behind it in open_.
  struct OpenList {
    std::size_t at;  // in open_
    int quotes;      // around it
  };

  [[nodiscard]] std::size_t depth() const { return lists_.size(); }

  /// Where in open_ begins what is in the item of the last of the first `lists` lists.
  [[nodiscard]] std::size_t inside_of(std::size_t lists) const {
    return lists == 0 ? 0 : lists_[lists - 1].at + 2;
  }

  /// How many of the items that are open the line is in.
  [[nodiscard]] std::size_t items_around(const LineStyle& line) const {
    std::size_t items = std::min(static_cast<std::size_t>(line.indent), depth());
    while (items > 0 && lists_[items - 1].quotes > line.quotes) {
      --items;
    }
    return items;
  }

  [[nodiscard]] Block& container() { return open_.empty() ? root_ : open_.back(); }

  void close_last() {
    Block closed = std::move(open_.back());
    open_.pop_back();
    container().children.push_back(std::move(closed));
  }

  void close_to(std::size_t size) {
    while (open_.size() > size) {
      close_last();
    }
    while (!lists_.empty() && lists_.back().at >= size) {
      lists_.pop_back();
    }
  }

  /// The quotes in the item of the last list that is kept stay open.
  void close_lists(std::size_t keep) {
    if (keep < depth()) {
      close_to(lists_[keep].at);
    }
  }

  /// Closes and opens quotes in the innermost item. Requires: its list is not in more quotes.
  void stand_in_quotes(int quotes) {
    const std::size_t inside = inside_of(depth());
    const int around = depth() == 0 ? 0 : lists_.back().quotes;
    const std::size_t size = inside + static_cast<std::size_t>(quotes - around);
    close_to(std::min(size, open_.size()));
    while (open_.size() < size) {
      Block quote;
      quote.kind = Block::Kind::kQuote;
      open_.push_back(std::move(quote));
    }
  }

  void add_item(const Line& line, int number, bool jumps) {
    const auto level = static_cast<std::size_t>(line.style.indent);
    const ListKind kind = kind_of_list(line.style.list);
    const bool goes_on = items_around(line.style) == level && depth() > level &&
                         lists_[level].quotes == line.style.quotes;
    const bool same_kind = goes_on && open_[lists_[level].at].style.list == kind;
    if (same_kind && !jumps) {
      close_to(lists_[level].at + 1);
    } else {
      close_lists(items_around(line.style));
      stand_in_quotes(line.style.quotes);
      while (depth() < level) {
        open_list(ListKind::kBullet, line.style.quotes);
        Block absent;
        absent.kind = Block::Kind::kItem;
        absent.absent = true;
        absent.style.list = ListKind::kBullet;
        open_.push_back(std::move(absent));
      }
      open_list(kind, line.style.quotes);
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

  void open_list(ListKind kind, int quotes) {
    lists_.push_back({.at = open_.size(), .quotes = quotes});
    Block list;
    list.kind = Block::Kind::kList;
    list.style.list = kind;
    open_.push_back(std::move(list));
  }

  void add_blank(const Line& line) {
    if (line.style.indent == 0) {
      close_lists(0);
      close_to(std::min(open_.size(), static_cast<std::size_t>(line.style.quotes)));
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

  const bool exact_;
  ListNumbers numbers_;
  Block root_;
  std::vector<Block> open_;  // quotes, lists and items, each the last child of the one before
  std::vector<OpenList> lists_;
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
