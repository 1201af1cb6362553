#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/text/rope.hpp"
#include "tests/property/text/model.hpp"
#include "tests/property/text/random_edits.hpp"

// Built twice: with the nodes of the product, and with nodes so small that every edit splits or
// merges.

namespace plenary::text {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

constexpr std::size_t kCases = 10'000;
constexpr std::size_t kEdits = 24;
// Up to some leaves of either size of node.
constexpr std::size_t kLongText = kLeafBytes < 100 ? 60 : 2 * kLeafBytes;

void edit_at_random(RandomEdits& random, Rope& rope, Model& model) {
  const std::size_t position = random.up_to(rope.length());
  const std::size_t behind = rope.length() - position;
  const std::size_t length =
      random.up_to(random.one_in(3) ? behind : std::min<std::size_t>(behind, 5));
  switch (random.up_to(7)) {
    case 0:
    case 1:
    case 2: {
      const std::u16string text = random.text(kLongText);
      const Attributes attributes = random.attributes();
      rope.insert(position, text, attributes);
      model.insert(position, text, attributes);
      break;
    }
    case 3: {
      const Embed embed = random.embed();
      const Attributes attributes = random.attributes();
      rope.insert_embed(position, embed, attributes);
      model.insert_embed(position, embed, attributes);
      break;
    }
    case 4:
      rope.erase(position, length);
      model.erase(position, length);
      break;
    case 5: {
      const Attributes change = random.change();
      rope.format(position, length, change);
      model.format(position, length, change);
      break;
    }
    default: {
      const Delta op = random.op(rope.length());
      ASSERT_TRUE(rope.apply(op));
      model.apply(op);
    }
  }
}

/// As somebody types: runs of single units and of backspaces at one place.
void type_at_random(RandomEdits& random, Rope& rope, Model& model) {
  std::size_t position = random.up_to(rope.length());
  const Attributes attributes = random.attributes();
  for (std::size_t keys = random.up_to(30); keys > 0; --keys) {
    if (position > 0 && random.one_in(4)) {
      --position;
      rope.erase(position, 1);
      model.erase(position, 1);
    } else {
      const std::u16string key = random.text(1);
      rope.insert(position, key, attributes);
      model.insert(position, key, attributes);
      position += key.size();
    }
    ASSERT_EQ(rope.check_invariants(), "");
  }
}

TEST(RopeProperty, EqualsTheNaiveModelAfterEveryEdit) {
  for_each_seed(kCases, [](RandomEdits& random) {
    Rope rope;
    Model model;
    for (std::size_t edit = 0; edit < kEdits; ++edit) {
      if (random.one_in(8)) {
        type_at_random(random, rope, model);
      } else {
        edit_at_random(random, rope, model);
      }
      ASSERT_EQ(rope.length(), model.length());
      ASSERT_EQ(rope.check_invariants(), "");
      if (edit % 4 == 3 || edit + 1 == kEdits) {
        ASSERT_TRUE(rope.to_delta() == model.to_delta());
      }
      const std::size_t from = random.up_to(rope.length());
      const std::size_t to = from + random.up_to(std::min<std::size_t>(20, rope.length() - from));
      ASSERT_TRUE(rope.to_delta(from, to) == model.to_delta(from, to));
    }
  });
}

TEST(RopeProperty, ApplyEqualsComposeInNormalForm) {
  for_each_seed(kCases, [](RandomEdits& random) {
    Delta document;
    Rope rope;
    for (std::size_t i = 0; i < 8; ++i) {
      const Delta op = random.op(rope.length());
      document = ot::rich_text::normal_form(ot::rich_text::compose(document, op));
      ASSERT_TRUE(rope.apply(op));
      ASSERT_TRUE(rope.to_delta() == document);
    }
    const Result<Rope> read_back = Rope::from_delta(document);
    ASSERT_TRUE(read_back);
    ASSERT_EQ(read_back->check_invariants(), "");
    ASSERT_TRUE(read_back->to_delta() == document);
  });
}

TEST(RopeProperty, InvertEqualsTheInverseAgainstTheDocumentAndTakesBack) {
  for_each_seed(kCases, [](RandomEdits& random) {
    Rope rope;
    for (std::size_t i = 0; i < 4; ++i) {
      ASSERT_TRUE(rope.apply(random.op(rope.length())));
    }
    const Delta before = rope.to_delta();
    const Delta op = random.op(rope.length());
    const Result<Delta> inverse = rope.invert(op);
    ASSERT_TRUE(inverse);
    ASSERT_TRUE(*inverse == ot::rich_text::invert(op, before));
    ASSERT_TRUE(rope.apply(op));
    ASSERT_TRUE(rope.apply(*inverse));
    ASSERT_TRUE(rope.to_delta() == before);
  });
}

TEST(RopeProperty, CopiesStayAsTheyWereWhileAllSidesGoOn) {
  for_each_seed(kCases / 4, [](RandomEdits& random) {
    std::vector<std::pair<Rope, Model>> branches(1);
    for (std::size_t edit = 0; edit < 2 * kEdits; ++edit) {
      const std::size_t index = random.up_to(branches.size() - 1);
      if (branches.size() < 6 && random.one_in(4)) {
        branches.push_back(branches[index]);
      } else if (branches.size() > 1 && random.one_in(10)) {
        branches.erase(branches.begin() + static_cast<std::ptrdiff_t>(index));
      } else {
        edit_at_random(random, branches[index].first, branches[index].second);
      }
    }
    for (const auto& [rope, model] : branches) {
      ASSERT_EQ(rope.check_invariants(), "");
      ASSERT_TRUE(rope.to_delta() == model.to_delta());
    }
  });
}

TEST(RopeProperty, AReaderSeesTheTextAsItWasWhenItStarted) {
  for_each_seed(kCases / 4, [](RandomEdits& random) {
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
      seen.push(piece.embed == nullptr ? Component::insert(text, piece.attributes)
                                       : Component::insert_embed(piece.embed, piece.attributes));
      edit_at_random(random, rope, model);
    }
    ASSERT_TRUE(seen == before);
    ASSERT_TRUE(rope.to_delta() == model.to_delta());
  });
}

TEST(RopeProperty, AnOpThatDoesNotFitChangesNothing) {
  for_each_seed(kCases / 4, [](RandomEdits& random) {
    Rope rope;
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_TRUE(rope.apply(random.op(rope.length())));
    }
    const Delta before = rope.to_delta();
    std::vector<Component> components = random.op(rope.length()).components();
    const std::size_t needed = Delta(components).base_length();
    const bool empty_component = random.one_in(3);
    components.push_back(empty_component
                             ? Component::remove(0)
                             : Component::remove(rope.length() - needed + 1 + random.up_to(3)));
    const Delta bad(std::move(components));
    const Result<void> applied = rope.apply(bad);
    ASSERT_FALSE(applied);
    ASSERT_EQ(applied.error().code, Errc::kNotApplicable);
    ASSERT_FALSE(rope.invert(bad));
    ASSERT_TRUE(rope.to_delta() == before);
  });
}

}  // namespace
}  // namespace plenary::text
