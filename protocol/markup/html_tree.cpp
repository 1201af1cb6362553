#include "protocol/markup/html_tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"
#include "protocol/markup/html_formats.hpp"
#include "protocol/markup/html_tokens.hpp"

namespace plenary::markup {
namespace {

using Role = HtmlRole;

bool is_table_part(Role role) {
  return role == Role::kRows || role == Role::kRow || role == Role::kCell ||
         role == Role::kTableCaption;
}

/// What stands in it is not closed from inside of a cell.
bool is_barrier(Role role) {
  return role == Role::kCell || role == Role::kTableCaption || role == Role::kTable;
}

bool is_blank_text(std::string_view text) {
  return text.find_first_not_of(" \t\n\f") == std::string_view::npos;
}

class HtmlTreeBuilder {
 public:
  explicit HtmlTreeBuilder(std::string source) : tokens_(tree_.source), formats_(tree_) {
    tree_.source = std::move(source);
    tokens_ = HtmlTokens(tree_.source);
    is_xml_ = tree_.source.starts_with("<?xml");
    constexpr std::size_t kLooked = 4096;
    const std::string_view head = std::string_view(tree_.source).substr(0, kLooked);
    tree_.from_word = head.find("urn:schemas-microsoft-com:office:word") != head.npos ||
                      head.find("Microsoft Word") != head.npos;
    HtmlNode root;
    root.element = html_element("div");
    tree_.nodes.push_back(root);
    open_.push_back(0);
  }

  HtmlTree build() {
    HtmlToken token;
    while (tokens_.next(token)) {
      take(token);
    }
    return std::move(tree_);
  }

 private:
  void take(const HtmlToken& token) {
    if (hidden_depth_ > 0) {
      take_hidden(token);
      return;
    }
    switch (token.kind) {
      case HtmlToken::Kind::kText:
        take_text(token.source);
        break;
      case HtmlToken::Kind::kStart:
        take_start(token, html_element(token.name));
        break;
      case HtmlToken::Kind::kEnd:
        take_end(token, html_element(token.name));
        break;
      case HtmlToken::Kind::kComment:
        // Word asks older programs questions in comments.
        tree_.comments += token.source.starts_with("<!--[if") ? 0 : 1;
        break;
      case HtmlToken::Kind::kDeclaration:
        break;
    }
  }

  void take_hidden(const HtmlToken& token) {
    const bool is_tag =
        token.kind == HtmlToken::Kind::kStart || token.kind == HtmlToken::Kind::kEnd;
    if (!is_tag || html_element(token.name) != hidden_) {
      return;
    }
    if (token.kind == HtmlToken::Kind::kEnd) {
      --hidden_depth_;
    } else if (!token.source.ends_with("/>")) {
      ++hidden_depth_;
    }
  }

  void take_text(std::string_view text) {
    const Role around = role_of(open_.back());
    const bool in_table = around == Role::kTable || around == Role::kRows || around == Role::kRow;
    if (in_table && is_blank_text(text)) {
      return;
    }
    begin_cell_if_in_table();
    add_leaf(nullptr, text);
  }

  void take_start(const HtmlToken& token, const HtmlElement* element) {
    const bool is_raw = element->role >= Role::kRaw;
    if (is_raw && is_xml_ && token.source.ends_with("/>")) {
      return;
    }
    switch (element->role) {
      case Role::kNothing:
        return;
      case Role::kRaw:
        static_cast<void>(tokens_.take_raw(token.name));
        return;
      case Role::kStyle:
        tree_.sheets.add(tokens_.take_raw(token.name));
        return;
      case Role::kTitle:
        take_title(tokens_.take_raw(token.name));
        return;
      case Role::kHidden:
        ++tree_.left_out;
        hidden_ = element;
        hidden_depth_ = token.source.ends_with("/>") ? 0 : 1;
        return;
      case Role::kLeaf:
        begin_cell_if_in_table();
        add_leaf(element, token.source);
        return;
      case Role::kInline:
        begin_cell_if_in_table();
        note_word(token.source);
        note_language(token.source, element);
        formats_.open(token.source, element, open_.size());
        return;
      default:
        begin_block(token, element);
    }
  }

  void take_title(std::string_view words) {
    if (tree_.title.empty()) {
      tree_.title = decode_references(words);
    }
  }

  /// `<pre><code class="language-…">`
  void note_language(std::string_view tag, const HtmlElement* element) {
    if (element->meaning == HtmlMeaning::kCode && role_of(open_.back()) == Role::kCode) {
      tree_.code_tags.try_emplace(open_.back(), range_of(tag));
    }
  }

  void note_word(std::string_view tag) {
    tree_.from_word = tree_.from_word || tag.find("Mso") != std::string_view::npos ||
                      tag.find("mso-") != std::string_view::npos;
  }

  void take_end(const HtmlToken& token, const HtmlElement* element) {
    if (element->role == Role::kInline) {
      end_format(element);
    } else if (element->role == Role::kLeaf && element->meaning == HtmlMeaning::kBreak) {
      begin_cell_if_in_table();
      add_leaf(element, token.source);
    } else if (is_block(element->role)) {
      end_block(element);
    }
  }

  /// An address that may not be followed stays as words behind those of its link.
  void end_format(const HtmlElement* element) {
    const std::string_view address = formats_.close(element);
    if (!address.empty()) {
      begin_cell_if_in_table();
      HtmlNode& leaf = add_leaf(html_element("a"), {});
      leaf.source = range_of(address);
    }
  }

  // Blocks.

  [[nodiscard]] Role role_of(std::uint32_t node) const { return tree_.nodes[node].element->role; }

  [[nodiscard]] TextRange range_of(std::string_view part) const {
    return {static_cast<std::uint32_t>(part.data() - tree_.source.data()),
            static_cast<std::uint32_t>(part.size())};
  }

  std::uint32_t append(HtmlNode node) {
    const auto number = static_cast<std::uint32_t>(tree_.nodes.size());
    node.parent = open_.back();
    HtmlNode& parent = tree_.nodes[node.parent];
    (parent.first == 0 ? parent.first : tree_.nodes[parent.last].next) = number;
    parent.last = number;
    tree_.nodes.push_back(node);
    return number;
  }

  HtmlNode& add_leaf(const HtmlElement* element, std::string_view source) {
    HtmlNode leaf;
    leaf.element = element;
    leaf.source = source.empty() ? TextRange{} : range_of(source);
    leaf.format = formats_.current();
    const std::uint32_t number = append(leaf);
    HtmlAnchor& anchor = tree_.anchors[tree_.formats[leaf.format].anchor];
    anchor.leaf = anchor.leaf == 0 ? number : anchor.leaf;
    return tree_.nodes[number];
  }

  void push(const HtmlElement* element, std::string_view tag) {
    HtmlNode node;
    node.element = element;
    node.source = tag.empty() ? TextRange{} : range_of(tag);
    const bool says_more = tag.find_first_of(" \t\n") != tag.npos;
    const HtmlCss css = says_more ? tree_.sheets.of(tag) : HtmlCss{};
    node.align = css.align;
    node.keeps_spaces = css.keeps_spaces.value_or(false);
    node.hidden = css.hidden || (tag.find("hidden") != tag.npos && attribute_of(tag, "hidden"));
    tree_.deleted += node.hidden ? 1 : 0;
    const std::uint32_t number = append(node);
    if (element->role == Role::kRule || open_.size() >= kHtmlBlocksDeep) {
      return;
    }
    open_.push_back(number);
    ++count_[number_of(element)];
    if (element->role == Role::kCell) {
      formats_.begin_cell();
    }
    if (element->role != Role::kHeading) {
      formats_.open_of_block(css, open_.size());
    }
  }

  void pop() {
    const HtmlElement* const element = tree_.nodes[open_.back()].element;
    open_.pop_back();
    --count_[number_of(element)];
    if (element->role == Role::kCell) {
      formats_.end_cell();
    }
    formats_.end_block(open_.size());
  }

  void close_down_to(std::size_t keep) {
    while (open_.size() > keep) {
      pop();
    }
  }

  /// The place in open_ of the innermost open block that `fits`, not beyond one that `stops`; 0 if
  /// there is none.
  template <class Fits, class Stops>
  [[nodiscard]] std::size_t find_open(Fits fits, Stops stops) const {
    for (std::size_t at = open_.size() - 1; at > 0; --at) {
      const HtmlElement* const element = tree_.nodes[open_[at]].element;
      if (fits(element)) {
        return at;
      }
      if (stops(element->role)) {
        return 0;
      }
    }
    return 0;
  }

  void begin_block(const HtmlToken& token, const HtmlElement* element) {
    note_word(token.source);
    if (is_table_part(element->role)) {
      begin_table_part(token, element);
      return;
    }
    // Too deep for the parts of a table, its words are lines.
    constexpr std::size_t kPartsDeep = 4;
    if (element->role == Role::kTable && open_.size() + kPartsDeep > kHtmlBlocksDeep) {
      element = html_element("div");
    }
    const Role role = element->role;
    if (role == Role::kTable) {
      close_table_without_cell();
    } else {
      begin_cell_if_in_table();
    }
    if (role_of(open_.back()) == Role::kParagraph ||
        (role == Role::kHeading && role_of(open_.back()) == Role::kHeading)) {
      pop();
    }
    if (role == Role::kItem || role == Role::kTerm || role == Role::kDescription) {
      end_item(role == Role::kItem);
    }
    push(element, token.source);
  }

  /// An item ends where the next one begins.
  void end_item(bool of_list) {
    const std::size_t item = find_open(
        [of_list](const HtmlElement* open) {
          return of_list ? open->role == Role::kItem
                         : open->role == Role::kTerm || open->role == Role::kDescription;
        },
        [](Role role) { return role == Role::kList || is_barrier(role); });
    if (item > 0) {
      close_down_to(item);
    }
  }

  void end_block(const HtmlElement* element) {
    const bool heading = element->role == Role::kHeading;
    if (count_[number_of(element)] == 0 && !heading) {
      push_empty();  // `</p>` alone ends a line
      return;
    }
    const bool part = is_table_part(element->role);
    const bool of_table = element->role == Role::kTable;
    const std::size_t at = find_open(
        [=](const HtmlElement* open) {
          return heading ? open->role == Role::kHeading : open == element;
        },
        [=](Role role) { return !of_table && (part ? role == Role::kTable : is_barrier(role)); });
    if (at > 0) {
      close_down_to(at);
    }
  }

  void push_empty() {
    HtmlNode node;
    node.element = html_element("div");
    const Role around = role_of(open_.back());
    if (around != Role::kTable && around != Role::kRows && around != Role::kRow) {
      append(node);
    }
  }

  // Tables.

  void begin_table_part(const HtmlToken& token, const HtmlElement* element) {
    const std::size_t table =
        count_[number_of(html_element("table"))] == 0
            ? 0
            : find_open([](const HtmlElement* open) { return open->role == Role::kTable; },
                        [](Role) { return false; });
    if (table == 0) {
      push(html_element("div"), {});  // a part of no table divides lines
      pop();
      return;
    }
    std::size_t keep = table + 1;
    const auto keep_if = [&](Role role) {
      keep += keep < open_.size() && role_of(open_[keep]) == role ? 1 : 0;
    };
    if (element->role == Role::kRow || element->role == Role::kCell) {
      keep_if(Role::kRows);
    }
    if (element->role == Role::kCell) {
      keep_if(Role::kRow);
    }
    close_down_to(keep);
    if (element->role == Role::kCell && role_of(open_.back()) != Role::kRow) {
      push(html_element("tr"), {});
    }
    push(element, token.source);
  }

  /// Words that stand in a table outside of its cells get one.
  void begin_cell_if_in_table() {
    const Role around = role_of(open_.back());
    if (around == Role::kTable || around == Role::kRows) {
      push(html_element("tr"), {});
    }
    if (around == Role::kTable || around == Role::kRows || around == Role::kRow) {
      push(html_element("td"), {});
    }
  }

  void close_table_without_cell() {
    const Role around = role_of(open_.back());
    if (around == Role::kTable || around == Role::kRows || around == Role::kRow) {
      const std::size_t table =
          find_open([](const HtmlElement* open) { return open->role == Role::kTable; },
                    [](Role) { return false; });
      close_down_to(table);
    }
  }

  HtmlTree tree_;
  HtmlTokens tokens_;
  HtmlFormats formats_;
  std::vector<std::uint32_t> open_;
  std::array<std::uint32_t, kHtmlElements> count_{};  // of each element in open_
  const HtmlElement* hidden_{nullptr};
  std::size_t hidden_depth_{0};
  bool is_xml_{false};  // elements may be empty that hold text in HTML
};

}  // namespace

HtmlTree parse_html(std::string source) {
  return HtmlTreeBuilder(std::move(source)).build();
}

}  // namespace plenary::markup
