#include "protocol/markup/cmark.hpp"

#include <cmark-gfm-core-extensions.h>

#include <array>
#include <cstdint>
#include <cstdlib>

extern "C" {
#include <cmark-gfm/utf8.h>
}

namespace plenary::markup {
namespace {

void register_extensions() {
  static const bool registered = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return true;
  }();
  static_cast<void>(registered);
}

}  // namespace

Tree parse(std::string_view source) {
  register_extensions();
  const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(
      cmark_parser_new(CMARK_OPT_DEFAULT), &cmark_parser_free);
  for (const char* name : std::array{"strikethrough", "tasklist", "autolink"}) {
    if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) {
      cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
  }
  cmark_parser_feed(parser.get(), source.data(), source.size());
  return Tree(cmark_parser_finish(parser.get()));
}

std::string render(const Tree& tree) {
  const std::unique_ptr<char, decltype(&std::free)> text(
      cmark_render_commonmark(tree.get(), CMARK_OPT_DEFAULT, 0), &std::free);
  return text == nullptr ? std::string() : std::string(text.get());
}

bool is_space(char32_t c) {
  return cmark_utf8proc_is_space(static_cast<std::int32_t>(c)) != 0;
}

bool is_punctuation(char32_t c) {
  return cmark_utf8proc_is_punctuation(static_cast<std::int32_t>(c)) != 0;
}

bool is_ticked(cmark_node* item) {
  return cmark_gfm_extensions_get_tasklist_item_checked(item);
}

}  // namespace plenary::markup
