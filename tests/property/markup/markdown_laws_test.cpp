#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/fuzz/markup/expect_safe.hpp"

// The laws of the conversions, on random documents of awkward characters. SEED=n repeats a run,
// ROUNDS=n sets its length.
namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
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

Attributes attributes(const json::Value& value) {
  return value.empty() ? nullptr : std::make_shared<const json::Value>(value);
}

/// Everything that means something in Markdown, and letters and spaces of several kinds. No `@`,
/// and no `:` after a scheme: a plain address becomes a link, which is not in the law.
std::u16string awkward_text(Random& random, std::size_t most) {
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

Attributes random_style(Random& random) {
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

bool has_word(const std::u16string& text) {
  return text.find_first_not_of(u" \t") != std::u16string::npos;
}

/// A line that Markdown can say: some word in it, or a heading or an item.
void push_words(Random& random, Delta& document, bool may_be_empty) {
  if (may_be_empty && random.one_in(5)) {
    return;
  }
  bool word = false;
  for (std::size_t runs = 1 + random.below(4); runs > 0 || !word; runs -= runs > 0 ? 1 : 0) {
    if (random.one_in(8)) {
      std::u16string code = awkward_text(random, 3);
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
    const std::u16string text = awkward_text(random, 4);
    word = word || has_word(text);
    document.push(Component::insert(text, random_style(random)));
  }
}

void end_line(Delta& document, const json::Value& style) {
  document.push(Component::insert(u"\n", attributes(style)));
}

void push_list(Random& random, Delta& document) {
  int depth = static_cast<int>(random.below(3));  // a list may start indented
  for (std::size_t items = 1 + random.below(5); items > 0; --items) {
    json::Value style{
        {"list", std::array{"bullet", "ordered", "checked", "unchecked"}[random.below(4)]}};
    if (depth > 0) {
      style["indent"] = depth;
    }
    const int next =
        std::min(static_cast<int>(random.below(static_cast<std::size_t>(depth) + 2)), 6);
    // Empty, but not above a deeper item: the library does not see the box of a task on the line of
    // another item's marker.
    const bool task = style["list"] == "checked" || style["list"] == "unchecked";
    push_words(random, document, !task && next <= depth);
    end_line(document, style);
    if (random.one_in(4)) {
      // A line under the item: not under an empty one, whose text it would become.
      const auto& components = document.components();
      const bool own_words = components.size() > 1 &&
                             components[components.size() - 2].kind == Component::Kind::kText &&
                             components[components.size() - 2].text.back() != u'\n' &&
                             components.back().text == u"\n";
      if (own_words) {
        push_words(random, document, false);
        end_line(document, {{"indent", depth + 1}});
      }
    }
    depth = next;
  }
}

void push_code(Random& random, Delta& document) {
  const json::Value style =
      random.one_in(2) ? json::Value{{"code-block", true}} : json::Value{{"code-block", "c++"}};
  for (std::size_t lines = 1 + random.below(4); lines > 0; --lines) {
    if (!random.one_in(4)) {
      document.push(Component::insert(awkward_text(random, 5)));
    }
    end_line(document, style);
  }
}

/// A document that Markdown can say in full: ends of blocks that would run together are kept apart
/// by a paragraph.
Delta random_document(Random& random) {
  Delta document;
  for (std::size_t blocks = 1 + random.below(5); blocks > 0; --blocks) {
    switch (random.below(7)) {
      case 0:
        push_words(random, document, true);
        end_line(document, {{"header", static_cast<int>(1 + random.below(6))}});
        break;
      case 1:
        push_list(random, document);
        break;
      case 2:
        for (std::size_t lines = 1 + random.below(3); lines > 0; --lines) {
          push_words(random, document, false);
          end_line(document, {{"blockquote", true}});
        }
        break;
      case 3:
        push_code(random, document);
        break;
      case 4:
        document.push(Component::insert_embed(
            std::make_shared<const json::Value>(json::Value{{"divider", true}})));
        break;
      default:
        break;
    }
    push_words(random, document, false);
    end_line(document, json::Value::object());
  }
  return document;
}

std::string show(const Delta& delta) {
  std::string out;
  ot::rich_text::append(out, delta);
  return out;
}

TEST(MarkdownLaws, WhatMarkdownCanSayReadsBackAsItWas) {
  const std::uint64_t seed = number_from("SEED", 20261122);
  const std::uint64_t rounds = number_from("ROUNDS", 10000);
  std::cout << "SEED=" << seed << " ROUNDS=" << rounds << '\n';
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Random random(seed + round);
    const Delta document = random_document(random);
    const std::string markdown = to_markdown(document);
    ASSERT_TRUE(utf::is_utf8(markdown));
    const auto again = from_markdown(markdown);
    ASSERT_TRUE(again);
    ASSERT_EQ(show(*again), show(document)) << "SEED=" << seed + round << " ROUNDS=1\n" << markdown;
  }
}

/// The text without white space and without the marks that a conversion may add or drop.
std::string letters_of(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto b = static_cast<unsigned char>(c);
    if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b >= 0x80) {
      out += c;
    }
  }
  return out;
}

TEST(MarkdownLaws, ReadingIsStableAndLosesNoWord) {
  const std::uint64_t seed = number_from("SEED", 20261122);
  const std::uint64_t rounds = number_from("ROUNDS", 10000);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Random random(seed + round);
    std::string source;
    for (std::size_t lines = 1 + random.below(6); lines > 0; --lines) {
      std::string line = utf::to_wtf8(awkward_text(random, 6));
      source += line + "\nx\n";
    }
    const auto document = from_markdown(source);
    ASSERT_TRUE(document);
    ASSERT_TRUE(document->is_document());
    const std::string text = to_text(*document);
    ASSERT_EQ(text.back(), '\n');
    // Every line of the source is followed by an x: each must still be there.
    ASSERT_GE(std::count(text.begin(), text.end(), 'x'),
              std::count(source.begin(), source.end(), '\n') / 2)
        << source << "\n--\n"
        << text;
    const auto again = from_markdown(to_markdown(*document));
    ASSERT_TRUE(again);
    ASSERT_EQ(letters_of(to_text(*again)), letters_of(text))
        << "SEED=" << seed + round << " ROUNDS=1\n"
        << source;
  }
}

TEST(MarkdownLaws, TextReadsBackAsItWas) {
  const std::uint64_t seed = number_from("SEED", 20261122);
  for (std::uint64_t round = 0; round < 2000; ++round) {
    Random random(seed + round);
    std::string source;
    for (std::size_t lines = 1 + random.below(6); lines > 0; --lines) {
      source += utf::to_wtf8(awkward_text(random, 6)) + "\n";
    }
    const auto document = from_text(source);
    ASSERT_TRUE(document);
    ASSERT_EQ(to_text(*document), source) << "SEED=" << seed + round;
  }
}

TEST(ExportLaws, EveryFormOfARandomDocumentIsSafe) {
  const std::uint64_t seed = number_from("SEED", 20261122);
  for (std::uint64_t round = 0; round < 2000; ++round) {
    Random random(seed + round);
    testing::expect_safe_exports(random_document(random));
  }
}

}  // namespace
}  // namespace plenary::markup
