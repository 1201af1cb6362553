#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/fuzz/markup/expect_safe.hpp"
#include "tests/support/markup/as_shown.hpp"
#include "tests/support/markup/random_document.hpp"
#include "tests/support/ot/random_embeds.hpp"

// The laws of the conversions, on random documents of awkward characters. SEED=n repeats a run,
// ROUNDS=n sets its length.
namespace plenary::markup {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using testing::as_shown;
using testing::awkward_text;
using testing::json_of;
using testing::number_from;
using testing::Random;
using testing::random_document;

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
    ASSERT_EQ(json_of(*again), json_of(document)) << "SEED=" << seed + round << " ROUNDS=1\n"
                                                  << markdown;
  }
}

TEST(MarkdownLaws, TablesAndNotesReadBackAsTheyWereShown) {
  const std::uint64_t seed = number_from("SEED", 20261130);
  const std::uint64_t rounds = number_from("ROUNDS", 5000);
  std::cout << "SEED=" << seed << " ROUNDS=" << rounds << '\n';
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Random random(seed + round);
    const Delta document = random_document(random, true);
    const std::string markdown = to_markdown(document);
    ASSERT_TRUE(utf::is_utf8(markdown));
    const auto again = from_markdown(markdown);
    ASSERT_TRUE(again);
    ASSERT_EQ(json_of(as_shown(*again)), json_of(as_shown(document)))
        << "SEED=" << seed + round << " ROUNDS=1\n"
        << markdown;
  }
}

/// Whatever a program wrote into tables and notes: every form is safe, and what Markdown says of it
/// does not change when it goes in and out once more.
TEST(MarkdownLaws, AnyTablesAndNotesAreStableOnceTheyWereOut) {
  const std::uint64_t seed = number_from("SEED", 20261130);
  const std::uint64_t rounds = number_from("ROUNDS", 2000);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    test::Random random(seed + round);
    Delta paper = test::random_paper(random);
    paper.push(Component::insert(u"\n"));
    testing::expect_safe_exports(paper);
    const auto first = from_markdown(to_markdown(paper));
    const auto second = from_markdown(to_markdown(*first));
    ASSERT_EQ(json_of(as_shown(*second)), json_of(as_shown(*first)))
        << "SEED=" << seed + round << " ROUNDS=1\n"
        << json_of(paper) << '\n'
        << to_markdown(paper);
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
