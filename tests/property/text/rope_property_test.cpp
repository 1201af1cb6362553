#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/text/rope.hpp"
#include "tests/property/text/model.hpp"
#include "tests/property/text/random_edits.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_embeds.hpp"

// Built twice: with the nodes of the product, and with nodes so small that every edit splits or
// merges.

namespace plenary::text {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using test::for_cases;
using test::notation;

constexpr bool kTinyNodes = kLeafBytes < 100;
constexpr std::size_t kCases = kTinyNodes ? 4'000 : 300;
constexpr std::size_t kEdits = 16;
// Longer than some leaves.
constexpr std::size_t kLongText = kTinyNodes ? 40 : 2 * kLeafBytes;

void edit_at_random(Random& random, Rope& rope, Model& model) {
  const std::size_t position = up_to(random, rope.length());
  const std::size_t behind = rope.length() - position;
  const std::size_t length =
      up_to(random, random.chance(30) ? behind : std::min<std::size_t>(behind, 5));
  switch (up_to(random, 7)) {
    case 0:
    case 1:
    case 2: {
      const std::u16string text = random_units(random, kLongText);
      const Attributes attributes = random_attributes(random);
      rope.insert(position, text, attributes);
      model.insert(position, text, attributes);
      break;
    }
    case 3: {
      const Embed embed = random_embed(random);
      const Attributes attributes = random_attributes(random);
      rope.insert_embed(position, embed, attributes);
      model.insert_embed(position, embed, attributes);
      break;
    }
    case 4:
      rope.erase(position, length);
      model.erase(position, length);
      break;
    case 5: {
      const Attributes change = random_formatting(random);
      rope.format(position, length, change);
      model.format(position, length, change);
      break;
    }
    default: {
      const Delta op = random_op(random, rope.length());
      ASSERT_TRUE(rope.apply(op));
      model.apply(op);
    }
  }
}

/// As somebody types: runs of single units and of backspaces at one place.
void type_at_random(Random& random, Rope& rope, Model& model) {
  std::size_t position = up_to(random, rope.length());
  const Attributes attributes = random_attributes(random);
  for (std::size_t keys = up_to(random, 30); keys > 0; --keys) {
    if (position > 0 && random.chance(25)) {
      --position;
      rope.erase(position, 1);
      model.erase(position, 1);
    } else {
      const std::u16string key = random_units(random, 1);
      rope.insert(position, key, attributes);
      model.insert(position, key, attributes);
      position += key.size();
    }
    ASSERT_EQ(rope.check_invariants(), "");
  }
}

TEST(RopeProperty, EqualsTheNaiveModelAfterEveryEdit) {
  for_cases(kCases, [](Random& random) {
    Rope rope;
    Model model;
    for (std::size_t edit = 0; edit < kEdits; ++edit) {
      if (random.chance(12)) {
        type_at_random(random, rope, model);
      } else {
        edit_at_random(random, rope, model);
      }
      ASSERT_EQ(rope.length(), model.length());
      ASSERT_EQ(rope.check_invariants(), "");
      if (edit % 4 == 3 || edit + 1 == kEdits) {
        ASSERT_EQ(notation(rope.to_delta()), notation(model.to_delta()));
      }
      const std::size_t from = up_to(random, rope.length());
      const std::size_t to = from + up_to(random, std::min<std::size_t>(20, rope.length() - from));
      ASSERT_EQ(notation(rope.to_delta(from, to)), notation(model.to_delta(from, to)));
    }
  });
}

TEST(RopeProperty, ApplyEqualsComposeInNormalForm) {
  for_cases(kCases, [](Random& random) {
    Delta document;
    Rope rope;
    for (std::size_t i = 0; i < 8; ++i) {
      const Delta op = random_op(random, rope.length());
      document = ot::rich_text::normal_form(ot::rich_text::compose(document, op));
      ASSERT_TRUE(rope.apply(op));
      ASSERT_EQ(notation(rope.to_delta()), notation(document));
    }
    std::string from_rope;
    append_json(from_rope, rope);
    std::string from_delta;
    ot::rich_text::append(from_delta, document);
    ASSERT_EQ(from_rope, from_delta);
    const Result<Rope> read_back = Rope::from_delta(document);
    ASSERT_TRUE(read_back);
    ASSERT_EQ(read_back->check_invariants(), "");
    ASSERT_EQ(notation(read_back->to_delta()), notation(document));
  });
}

/// The bytes that EmbedContent::json_bytes_least counts along.
std::size_t counted_bytes(const Embed& embed) {
  const ot::rich_text::ChangeRef content = ot::rich_text::content_of(*embed);
  const auto* const table =
      content == nullptr ? nullptr : std::get_if<ot::rich_text::Table>(&content->content);
  if (table == nullptr) {
    return 0;
  }
  std::size_t bytes = table->rows.inserted_length() + table->columns.inserted_length();
  for (const auto& [place, cell] : table->cells) {
    bytes += 1 + cell.content.inserted_length();
  }
  return bytes;
}

void expect_right_counts(const Rope& rope) {
  Reader reader = rope.read();
  for (Piece piece; reader.next(piece);) {
    if (piece.is_embed()) {
      ASSERT_EQ(piece.content->json_bytes_least(), counted_bytes(piece.embed()));
    }
  }
}

/// As at a server and its clients.
TEST(RopeProperty, BothOrdersOfChangesOfEmbedsGiveOneText) {
  for_cases(kCases, [](Random& random) {
    using ot::rich_text::Priority;
    const Delta document = test::random_paper(random);
    const Delta a = test::random_paper_change(random, document);
    const Delta b = test::random_paper_change(random, document);
    Rope a_first = Rope::from_delta(document).value();
    Rope b_first = a_first;
    ASSERT_TRUE(a_first.apply(a));
    ASSERT_TRUE(a_first.apply(ot::rich_text::transform(b, a, Priority::kOverFirst)));
    ASSERT_TRUE(b_first.apply(b));
    ASSERT_TRUE(b_first.apply(ot::rich_text::transform(a, b, Priority::kOpFirst)));
    ASSERT_EQ(notation(a_first.to_delta()), notation(b_first.to_delta()))
        << notation(document) << "\na " << notation(a) << "\nb " << notation(b);
    ASSERT_EQ(a_first.check_invariants(), "");
    expect_right_counts(a_first);
  });
}

/// With tables and notes, and changes inside of them.
TEST(RopeProperty, ChangesOfEmbedsEqualCompose) {
  for_cases(kCases, [](Random& random) {
    Delta document = test::random_paper(random);
    Rope rope = Rope::from_delta(document).value();
    for (std::size_t i = 0; i < 6; ++i) {
      ASSERT_EQ(notation(rope.to_delta()), notation(document));
      const Delta op = test::random_paper_change(random, document);
      const Rope before = rope;
      const Result<Delta> inverse = rope.invert(op);
      ASSERT_TRUE(inverse) << inverse.error().detail << notation(op);
      ASSERT_EQ(notation(*inverse), notation(ot::rich_text::invert(op, document)));
      const Result<void> applied = rope.apply(op);
      ASSERT_TRUE(applied) << applied.error().detail << notation(op);
      ASSERT_EQ(rope.check_invariants(), "");
      expect_right_counts(rope);
      Rope back = rope;
      ASSERT_TRUE(back.apply(*inverse));
      ASSERT_EQ(notation(back.to_delta()), notation(document));
      ASSERT_EQ(notation(before.to_delta()), notation(document));
      document = ot::rich_text::normal_form(ot::rich_text::compose(document, op));
    }
  });
}

TEST(RopeProperty, InvertEqualsTheInverseAgainstTheDocumentAndTakesBack) {
  for_cases(kCases, [](Random& random) {
    Rope rope;
    for (std::size_t i = 0; i < 4; ++i) {
      ASSERT_TRUE(rope.apply(random_op(random, rope.length())));
    }
    const Delta before = rope.to_delta();
    const Delta op = random_op(random, rope.length());
    const Result<Delta> inverse = rope.invert(op);
    ASSERT_TRUE(inverse);
    ASSERT_EQ(notation(*inverse), notation(ot::rich_text::invert(op, before)));
    ASSERT_TRUE(rope.apply(op));
    ASSERT_TRUE(rope.apply(*inverse));
    ASSERT_EQ(notation(rope.to_delta()), notation(before));
  });
}

TEST(RopeProperty, CopiesStayAsTheyWereWhileAllSidesGoOn) {
  for_cases(kCases / 4, [](Random& random) {
    std::vector<std::pair<Rope, Model>> branches(1);
    for (std::size_t edit = 0; edit < 2 * kEdits; ++edit) {
      const std::size_t index = up_to(random, branches.size() - 1);
      if (branches.size() < 6 && random.chance(25)) {
        branches.push_back(branches[index]);
      } else if (branches.size() > 1 && random.chance(10)) {
        branches.erase(branches.begin() + static_cast<std::ptrdiff_t>(index));
      } else {
        edit_at_random(random, branches[index].first, branches[index].second);
      }
    }
    for (const auto& [rope, model] : branches) {
      ASSERT_EQ(rope.check_invariants(), "");
      ASSERT_EQ(notation(rope.to_delta()), notation(model.to_delta()));
    }
  });
}

TEST(RopeProperty, AReaderSeesTheTextAsItWasWhenItStarted) {
  for_cases(kCases / 4, [](Random& random) {
    Rope rope;
    Model model;
    for (std::size_t edit = 0; edit < kEdits / 2; ++edit) {
      edit_at_random(random, rope, model);
    }
    const Delta before = model.to_delta();
    Reader reader = rope.read();
    Delta seen;
    for (Piece piece; reader.next(piece);) {
      std::u16string text;
      piece.append_to(text);
      seen.push(!piece.is_embed() ? Component::insert(text, piece.attributes)
                                  : Component::insert_embed(piece.embed(), piece.attributes));
      edit_at_random(random, rope, model);
    }
    ASSERT_EQ(notation(seen), notation(before));
    ASSERT_EQ(notation(rope.to_delta()), notation(model.to_delta()));
  });
}

TEST(RopeProperty, AnOpThatDoesNotFitChangesNothing) {
  for_cases(kCases / 4, [](Random& random) {
    Rope rope;
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_TRUE(rope.apply(random_op(random, rope.length())));
    }
    const Delta before = rope.to_delta();
    std::vector<Component> components = random_op(random, rope.length()).components();
    const std::size_t needed = Delta(components).base_length();
    const bool empty_component = random.chance(30);
    components.push_back(empty_component
                             ? Component::remove(0)
                             : Component::remove(rope.length() - needed + 1 + up_to(random, 3)));
    const Delta bad(std::move(components));
    const Result<void> applied = rope.apply(bad);
    ASSERT_FALSE(applied);
    ASSERT_EQ(applied.error().code, Errc::kNotApplicable);
    ASSERT_FALSE(rope.invert(bad));
    ASSERT_EQ(notation(rope.to_delta()), notation(before));
  });
}

}  // namespace
}  // namespace plenary::text
