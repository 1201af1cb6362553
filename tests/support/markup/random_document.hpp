#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

/// Random documents of awkward characters that Markdown can say in full. SEED=n repeats a run,
/// ROUNDS=n sets its length.
namespace plenary::markup::testing {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

inline std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

inline Attributes attributes(const json::Value& value) {
  return value.empty() ? nullptr : std::make_shared<const json::Value>(value);
}

/// Everything that means something in Markdown, and letters and spaces of several kinds. No `@`,
/// and no `:` after a scheme: a plain address becomes a link, which is not in the law.
inline std::u16string awkward_text(Random& random, std::size_t most) {
  static const std::array<std::u16string, 55> kAlphabet = {
      u"a",   u"b",   u"Z",          u"1",    u"9",     u" ",
      u" ",   u"  ",  u"\t",         u"*",    u"**",    u"_",
      u"__",  u"`",   u"``",         u"~~",   u"[",     u"]",
      u"(",   u")",   u"<",          u">",    u"#",     u"# ",
      u"- ",  u"+ ",  u"1. ",        u"2) ",  u"> ",    u"=",
      u"---", u"|",   u"\\",         u"&",    u"&amp;", u"&#35;",
      u"!",   u"<b>", u"<!-- x -->", u"</b>", u"~2~",   u"^2^",
      u"^",   u"$",   u"$$",         u"\\(",  u"[ ] ",  u"\u00a0",
      u"é",   u"文",  u"。",         u"“",    u"”",     u"\U0001f44d\U0001f3fd",
      u"क्ष"};
  std::u16string text;
  for (std::size_t n = 1 + random.below(most); n > 0; --n) {
    text += kAlphabet[random.below(kAlphabet.size())];
  }
  return text;
}

/// As awkward_text, with some soft breaks in it.
inline std::u16string broken_text(Random& random, std::size_t most) {
  std::u16string text = random.one_in(20) ? std::u16string() : awkward_text(random, most);
  while (random.one_in(5)) {
    text += u'\u2028';
    text += random.one_in(5) ? std::u16string() : awkward_text(random, most);
  }
  return text;
}

inline Attributes random_style(Random& random) {
  json::Value value = json::Value::object();
  if (random.one_in(2)) {
    return nullptr;
  }
  for (const char* name : {"bold", "italic", "strike", "underline"}) {
    if (random.one_in(3)) {
      value[name] = true;
    }
  }
  if (random.one_in(5)) {
    value["script"] = random.one_in(2) ? "sub" : "super";
  }
  if (random.one_in(6)) {
    value["link"] = std::array{"https://example.org/a?b=c&d;#e", "#x", "/a_(b)*c",
                               "mailto:a@example.org", "p`q\"r'[s]"}[random.below(5)];
  }
  return attributes(value);
}

inline bool has_word(const std::u16string& text) {
  return text.find_first_not_of(u" \t\u2028") != std::u16string::npos;
}

inline ot::rich_text::EmbedValue random_note(Random& random);

/// A picture of the document's own.
inline Component random_picture(Random& random, const Attributes& style) {
  json::Value value = style == nullptr ? json::Value::object() : *style;
  if (!random.one_in(3)) {
    value["alt"] = random.one_in(4) ? std::string() : utf::to_wtf8(awkward_text(random, 4));
  }
  if (random.one_in(2)) {
    value["width"] = std::to_string(1 + random.below(2000));
    value["height"] = std::to_string(1 + random.below(2000));
  }
  const std::string address = "pictures/" + std::string(64, "0123456789abcdef"[random.below(16)]);
  return Component::insert_embed(
      std::make_shared<const json::Value>(json::Value{{"image", address}}), attributes(value));
}

inline Attributes random_style_without_link(Random& random) {
  const Attributes style = random_style(random);
  return style != nullptr && style->contains("link") ? nullptr : style;
}

/// A line that Markdown can say: some word in it, or a heading or an item.
inline void push_words(Random& random, Delta& document, bool may_be_empty, bool notes = false) {
  if (may_be_empty && random.one_in(5)) {
    return;
  }
  bool word = false;
  for (std::size_t runs = 1 + random.below(4); runs > 0 || !word; runs -= runs > 0 ? 1 : 0) {
    if (random.one_in(8)) {
      std::u16string code = broken_text(random, 3);
      std::erase(code, u'\t');
      if (has_word(code)) {
        word = true;
        json::Value value{{"code", true}};
        if (random.one_in(3)) {
          value["bold"] = true;
        }
        document.push(Component::insert(code, attributes(value)));
      }
      continue;
    }
    if (random.one_in(10)) {
      document.push(random_picture(random, random_style(random)));
      word = true;
      continue;
    }
    if (notes && random.one_in(6)) {
      document.push(
          Component::insert_embed(random_note(random), random_style_without_link(random)));
      word = true;
      continue;
    }
    const std::u16string text = broken_text(random, 4);
    if (text.empty()) {
      continue;
    }
    word = word || has_word(text);
    document.push(Component::insert(text, random_style(random)));
  }
}

inline void end_line(Delta& document, const json::Value& style) {
  document.push(Component::insert(u"\n", attributes(style)));
}

/// `true` for one level, as the editor writes it; nothing for none.
inline void set_quotes(json::Value& style, int quotes) {
  if (quotes > 0) {
    style["blockquote"] = quotes == 1 ? json::Value(true) : json::Value(quotes);
  }
}

inline constexpr int kDeepestIndent = 15;
inline constexpr int kMostQuotes = 9;

/// In `quotes` and sometimes in more, as it is written in an item.
inline int more_quotes(Random& random, int quotes) {
  return std::min(quotes + (random.one_in(6) ? 1 + static_cast<int>(random.below(2)) : 0),
                  kMostQuotes);
}

inline void push_list(Random& random, Delta& document, int around = 0) {
  // A list may start indented.
  int depth = static_cast<int>(random.below(random.one_in(10) ? kDeepestIndent + 1 : 3));
  std::array<int, kDeepestIndent + 2> quotes{};  // around the last item of each level above
  quotes.fill(around);
  for (std::size_t items = 1 + random.below(5); items > 0; --items) {
    const auto level = static_cast<std::size_t>(depth);
    const int own = more_quotes(random, quotes[level]);
    std::fill(quotes.begin() + depth + 1, quotes.end(), own);
    json::Value style{
        {"list", std::array{"bullet", "ordered", "checked", "unchecked"}[random.below(4)]}};
    if (depth > 0) {
      style["indent"] = depth;
    }
    set_quotes(style, own);
    if (style["list"] == "ordered" && random.one_in(4)) {
      style["start"] = std::array{"0", "7", "40", "999999"}[random.below(4)];  // never the next one
    }
    const int next = std::min(static_cast<int>(random.below(static_cast<std::size_t>(depth) + 2)),
                              kDeepestIndent);
    // Empty, but not above a deeper item: the library does not see the box of a task on the line of
    // another item's marker.
    const bool task = style["list"] == "checked" || style["list"] == "unchecked";
    push_words(random, document, !task && next <= depth);
    end_line(document, style);
    if (random.one_in(4) && depth < kDeepestIndent) {
      // A line under the item: not under an empty one, whose text it would become.
      const auto& components = document.components();
      const bool own_words = components.size() > 1 &&
                             components[components.size() - 2].kind == Component::Kind::kText &&
                             components[components.size() - 2].text.back() != u'\n' &&
                             components.back().text == u"\n";
      if (own_words) {
        push_words(random, document, false);
        json::Value under{{"indent", depth + 1}};
        set_quotes(under, more_quotes(random, own));
        end_line(document, under);
      }
    }
    depth = next;
  }
}

inline void push_code(Random& random, Delta& document, int quotes = 0) {
  json::Value style =
      random.one_in(2) ? json::Value{{"code-block", true}} : json::Value{{"code-block", "c++"}};
  set_quotes(style, quotes);
  for (std::size_t lines = 1 + random.below(4); lines > 0; --lines) {
    if (!random.one_in(4)) {
      document.push(Component::insert(awkward_text(random, 5)));
    }
    end_line(document, style);
  }
}

/// Lines in one quote or in quotes of quotes, with everything that a quote may hold.
inline void push_quote(Random& random, Delta& document) {
  const int quotes = 1 + static_cast<int>(random.below(random.one_in(4) ? kMostQuotes : 2));
  for (std::size_t blocks = 1 + random.below(3); blocks > 0; --blocks) {
    json::Value style = json::Value::object();
    set_quotes(style, quotes);
    switch (random.below(6)) {
      case 0:
        push_list(random, document, quotes);
        break;
      case 1:
        push_code(random, document, quotes);
        break;
      case 2:
        push_words(random, document, true);
        style["header"] = static_cast<int>(1 + random.below(6));
        end_line(document, style);
        style.erase("header");
        break;
      case 3:
        push_words(random, document, false);
        end_line(document, [&] {
          json::Value deeper = json::Value::object();
          set_quotes(deeper, static_cast<int>(1 + random.below(kMostQuotes)));
          return deeper;
        }());
        break;
      default:
        break;
    }
    push_words(random, document, false);
    end_line(document, style);
  }
}

inline Delta without_last_line_end(const Delta& lines) {
  std::vector<Component> components = Delta(lines).take();
  if (components.back().attributes == nullptr) {
    components.back().text.pop_back();
    components.back().length -= 1;
    if (components.back().length == 0) {
      components.pop_back();
    }
  }
  return Delta(std::move(components));
}

/// Some paragraphs, a list or a quote.
inline ot::rich_text::EmbedValue random_note(Random& random) {
  Delta content;
  if (random.one_in(4)) {
    push_list(random, content);
  } else if (random.one_in(6)) {
    push_quote(random, content);
  } else {
    for (std::size_t lines = 1 + random.below(3); lines > 0; --lines) {
      push_words(random, content, false);
      end_line(content, json::Value::object());
    }
  }
  return ot::rich_text::to_embed({ot::rich_text::Note{without_last_line_end(content)}});
}

inline Component random_row_or_column(Random& random, const json::Value& value) {
  const std::string id = std::to_string(random.below(1'000'000));
  return Component::insert_embed(std::make_shared<const json::Value>(json::Value{{"id", id}}),
                                 attributes(value));
}

inline json::Value random_column(Random& random) {
  json::Value value = json::Value::object();
  if (!random.one_in(4)) {
    value["name"] = utf::to_wtf8(awkward_text(random, 4));
  }
  if (random.one_in(3)) {
    value["kind"] = std::array{"text", "number", "choice", "done", "-->"}[random.below(5)];
  }
  if (random.one_in(4)) {
    value["width"] = random.below(500);
    value["choices"] = {utf::to_wtf8(awkward_text(random, 3))};
  }
  return value;
}

inline ot::rich_text::Cell random_cell(Random& random) {
  ot::rich_text::Cell cell;
  for (std::size_t lines = random.below(4); lines > 0; --lines) {
    push_words(random, cell.content, true, true);
    if (random.one_in(10)) {
      end_line(cell.content, {{"list", "bullet"}});
    } else if (lines > 1) {
      end_line(cell.content, json::Value::object());
    }
  }
  if (random.one_in(8)) {
    cell.attributes = attributes({{"done", true}});
  }
  return cell;
}

inline ot::rich_text::EmbedValue random_table(Random& random) {
  ot::rich_text::Table table;
  const std::size_t columns = 1 + random.below(4);
  const std::size_t rows = random.below(4);
  for (std::size_t i = 0; i < columns; ++i) {
    table.columns.push(random_row_or_column(random, random_column(random)));
  }
  for (std::size_t i = 0; i < rows; ++i) {
    json::Value value = json::Value::object();
    if (random.one_in(3)) {
      value["order"] = std::array{"a", "b", "aa", ""}[random.below(4)];
    }
    if (random.one_in(8)) {
      value["shade"] = "->";
    }
    table.rows.push(random_row_or_column(random, value));
    for (std::size_t column = 0; column < columns; ++column) {
      ot::rich_text::Cell cell = random_cell(random);
      if (!cell.empty()) {
        table.cells[{i, column}] = std::move(cell);
      }
    }
  }
  return ot::rich_text::to_embed({std::move(table)});
}

/// As JSON, for comparing and showing cases.
inline std::string json_of(const ot::rich_text::Delta& delta) {
  std::string out;
  ot::rich_text::append(out, delta);
  return out;
}

/// A document that Markdown can say in full: ends of blocks that would run together are kept apart
/// by a paragraph.
inline Delta random_document(Random& random, bool embeds = false) {
  Delta document;
  for (std::size_t blocks = 1 + random.below(5); blocks > 0; --blocks) {
    switch (random.below(embeds ? 8 : 7)) {
      case 0:
        push_words(random, document, true);
        end_line(document, {{"header", static_cast<int>(1 + random.below(6))}});
        break;
      case 1:
        push_list(random, document);
        break;
      case 2:
        push_quote(random, document);
        break;
      case 3:
        push_code(random, document);
        break;
      case 4:
        document.push(Component::insert_embed(
            std::make_shared<const json::Value>(json::Value{{"divider", true}})));
        break;
      case 7:
        document.push(Component::insert_embed(random_table(random)));
        break;
      default:
        break;
    }
    push_words(random, document, false, embeds);
    end_line(document, json::Value::object());
  }
  return document;
}

}  // namespace plenary::markup::testing
