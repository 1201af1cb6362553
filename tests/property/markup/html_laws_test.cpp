#include <array>
#include <cstdint>
#include <iostream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/html_reader.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/fuzz/markup/expect_safe.hpp"
#include "tests/support/markup/as_shown.hpp"
#include "tests/support/markup/random_document.hpp"
#include "tests/support/ot/random_embeds.hpp"

// The laws of HTML out and in. SEED=n repeats a run, ROUNDS=n sets its length.
namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using testing::as_shown;
using testing::Ids;
using testing::json_of;
using testing::number_from;
using testing::Random;
using testing::random_document;

/// A line end with more on it, as people and templates put there.
Attributes decorated(Random& random, const Attributes& line) {
  json::Value value = line == nullptr ? json::Value::object() : *line;
  if (random.one_in(4)) {
    value["align"] = std::array{"center", "right", "justify"}[random.below(3)];
  }
  if (random.one_in(6)) {
    value["direction"] = "rtl";
  }
  if (random.one_in(5) && !value.contains("list")) {
    value["indent"] = static_cast<int>(1 + random.below(15));
  }
  if (random.one_in(8)) {
    value.erase("blockquote");
    testing::set_quotes(value, static_cast<int>(random.below(10)));
  }
  if (random.one_in(8) && !value.contains("code-block")) {
    value["frozen"] = true;
    value["prompt"] = utf::to_wtf8(testing::awkward_text(random, 4));
    value["words-max"] = 120U;
  }
  return testing::attributes(value);
}

/// The document with more on its lines, and empty lines between them.
Delta decorated(Random& random, const Delta& document) {
  Delta out;
  for (const Component& component : document.components()) {
    if (component.embed != nullptr) {
      out.push(component);
      continue;
    }
    std::u16string_view rest = component.text;
    for (std::size_t end = rest.find(u'\n'); end != std::u16string_view::npos;
         end = rest.find(u'\n')) {
      out.push(Component::insert(std::u16string(rest.substr(0, end)), component.attributes));
      out.push(Component::insert(u"\n", decorated(random, component.attributes)));
      if (random.one_in(8)) {
        out.push(Component::insert(u"\n", decorated(random, nullptr)));
      }
      rest.remove_prefix(end + 1);
    }
    out.push(Component::insert(std::u16string(rest), component.attributes));
  }
  return out;
}

TEST(HtmlLaws, WhatWeWriteReadsBackAsItWas) {
  const std::uint64_t seed = number_from("SEED", 20261130);
  const std::uint64_t rounds = number_from("ROUNDS", 10000);
  std::cout << "SEED=" << seed << " ROUNDS=" << rounds << '\n';
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Random random(seed + round);
    const Delta document = decorated(random, random_document(random, true));
    const std::string html = to_html_page("A <paper>", document);
    const auto again = import_html(html);
    ASSERT_TRUE(again);
    ASSERT_EQ(json_of(as_shown(again->document, Ids::kKept)),
              json_of(as_shown(document, Ids::kKept)))
        << "SEED=" << seed + round << " ROUNDS=1\n"
        << html;
    ASSERT_EQ(again->title, "A <paper>");
    ASSERT_TRUE(again->notes.sentences().empty()) << again->notes.sentences().front();
  }
}

/// Whatever a program wrote into a paper: what HTML says of it does not change when it goes in and
/// out once more.
TEST(HtmlLaws, AnyPaperIsStableOnceItWasOut) {
  const std::uint64_t seed = number_from("SEED", 20261130);
  const std::uint64_t rounds = number_from("ROUNDS", 2000);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    test::Random random(seed + round);
    Delta paper = test::random_paper(random);
    paper.push(Component::insert(u"\n"));
    const auto first = import_html(to_html_page("t", paper));
    ASSERT_TRUE(first);
    const auto second = import_html(to_html_page("t", first->document));
    ASSERT_TRUE(second);
    ASSERT_EQ(json_of(as_shown(second->document)), json_of(as_shown(first->document)))
        << "SEED=" << seed + round << " ROUNDS=1\n"
        << json_of(paper) << '\n'
        << to_html_page("t", paper);
  }
}

/// Random tags in any order: every word between them is there, and once.
TEST(HtmlLaws, NoOrderOfTagsLosesAWord) {
  const std::uint64_t seed = number_from("SEED", 20261130);
  const std::uint64_t rounds = number_from("ROUNDS", 5000);
  constexpr std::array kNames = {"b",  "i",  "a",     "p",      "div",   "ul",         "ol",
                                 "li", "h2", "table", "tr",     "td",    "blockquote", "span",
                                 "br", "hr", "dl",    "dd",     "tbody", "font",       "caption",
                                 "th", "s",  "sup",   "figure", "pre",   "section",    "code"};
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Random random(seed + round);
    std::string html;
    std::size_t words = 0;
    for (std::size_t pieces = random.below(60); pieces > 0; --pieces) {
      const std::string name = kNames[random.below(kNames.size())];
      html += random.one_in(3) ? "</" + name + ">" : "<" + name + ">";
      if (random.one_in(2)) {
        html += "Q" + std::to_string(words++) + "Q";
      }
    }
    const auto read = import_html(html);
    ASSERT_TRUE(read);
    ASSERT_TRUE(read->document.is_document());
    const std::string json = json_of(read->document);
    for (std::size_t word = 0; word < words; ++word) {
      const std::string wanted = "Q" + std::to_string(word) + "Q";  // no id has capitals
      const std::size_t at = json.find(wanted);
      ASSERT_NE(at, std::string::npos) << wanted << "\nSEED=" << seed + round << '\n'
                                       << html << '\n'
                                       << json;
      ASSERT_EQ(json.find(wanted, at + 1), std::string::npos) << wanted << '\n' << html;
    }
    testing::expect_safe_exports(read->document);
  }
}

}  // namespace
}  // namespace plenary::markup
