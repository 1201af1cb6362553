#include "protocol/markup/import_notes.hpp"

#include <string_view>

namespace plenary::markup {

std::vector<std::string> ImportNotes::sentences() const {
  std::vector<std::string> out;
  const auto say = [&out](std::size_t count, std::string_view one, std::string_view many) {
    if (count > 0) {
      out.push_back(std::to_string(count) + ' ' + std::string(count == 1 ? one : many));
    }
  };
  say(comments, "HTML comment was left out.", "HTML comments were left out.");
  say(tags, "HTML tag was left out; the words in it stay.",
      "HTML tags were left out; the words in them stay.");
  say(link_titles, "title of a link became words in parentheses.",
      "titles of links became words in parentheses.");
  say(addresses, "address that may not be a link became words.",
      "addresses that may not be links became words.");
  say(images, "picture became a link of its description.",
      "pictures became links of their descriptions.");
  say(deep_items, "item of a list deeper than sixteen levels is at the sixteenth.",
      "items of lists deeper than sixteen levels are at the sixteenth.");
  say(deep_quotes, "quote deeper than nine levels is at the ninth.",
      "quotes deeper than nine levels are at the ninth.");
  say(quoted, "table or dividing line in a quote is no longer in it.",
      "tables and dividing lines in quotes are no longer in them.");
  say(large_tables, "table was too large, or there were too many: its rows became lines.",
      "tables were too large, or there were too many: their rows became lines.");
  say(unused_notes, "footnote that nothing refers to became a paragraph.",
      "footnotes that nothing refers to became paragraphs.");
  say(spans, "table had cells over several rows or columns: their words are in the first of them.",
      "tables had cells over several rows or columns: their words are in the first of them.");
  say(deleted, "piece of deleted or hidden text was left out.",
      "pieces of deleted or hidden text were left out.");
  say(left_out,
      "part of the page that is no text (navigation, form, drawing, player) was left out.",
      "parts of the page that are no text (navigation, forms, drawings, players) were left out.");
  if (front_matter) {
    out.emplace_back("The lines above the text (front matter) became code.");
  }
  return out;
}

}  // namespace plenary::markup
