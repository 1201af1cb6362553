#include "protocol/markup/html_code.hpp"

#include <algorithm>
#include <string_view>

#include "protocol/markup/html_words.hpp"

namespace plenary::markup {
namespace {

/// Reads a class such as `language-cpp`; others leave `language` as it is.
void read_language(const std::string& classes, std::string& language) {
  std::string_view rest = classes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \t\n"), rest.size());
    const std::string_view name = rest.substr(0, end);
    for (const std::string_view prefix : {"language-", "lang-"}) {
      if (name.starts_with(prefix) && is_language(name.substr(prefix.size()))) {
        language = name.substr(prefix.size());
      }
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

/// Block elements in a `pre` divide lines.
void end_code_line(std::string& text) {
  text += text.empty() || text.ends_with('\n') ? "" : "\n";
}

/// `tag`: of the `pre`; a line feed right behind it does not count.
void append_code(const HtmlTree& tree, std::uint32_t around, TextRange tag, std::string& text) {
  for (std::uint32_t child = tree.nodes[around].first; child != 0; child = tree.nodes[child].next) {
    const HtmlNode& part = tree.nodes[child];
    if (part.element == nullptr) {
      const std::string words = html_text(tree.tag_of(part));
      const bool follows = part.source.begin == tag.begin + tag.length;
      text += std::string_view(words).substr(follows && words.starts_with('\n') ? 1 : 0);
    } else if (part.element->meaning == HtmlMeaning::kBreak) {
      text += '\n';
    } else if (is_block(part.element->role) && !part.hidden) {
      end_code_line(text);
      append_code(tree, child, tag, text);
      end_code_line(text);
    }
  }
}

}  // namespace

std::string language_of(const HtmlTree& tree, std::uint32_t pre) {
  std::string language;
  const auto read = [&language](std::string_view tag) {
    read_language(attribute_of(tag, "class").value_or(""), language);
  };
  read(tree.tag_of(tree.nodes[pre]));
  const auto code = tree.code_tags.find(pre);
  if (code != tree.code_tags.end()) {
    read(tree.text_at(code->second));
  }
  return language;
}

std::string code_in(const HtmlTree& tree, std::uint32_t pre) {
  std::string text;
  append_code(tree, pre, tree.nodes[pre].source, text);
  return text;
}

}  // namespace plenary::markup
