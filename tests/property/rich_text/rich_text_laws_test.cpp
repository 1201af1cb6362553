#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_delta.hpp"

// The laws that protocol/ot/rich_text/delta.hpp states, on random small documents. CASES and SEED:
// tests/support/ot/random.hpp.

namespace plenary::ot::rich_text {
namespace {

using test::for_cases;
using test::notation;
using test::Random;
using test::random_change;
using test::random_document;

constexpr std::size_t kCases = 6000;  // of each law

std::string normal(const Delta& delta) {
  return notation(normal_form(delta));
}

/// Units of a document that `op` applies to, after it.
std::size_t length_after(std::size_t length, const Delta& op) {
  for (const Component& component : op.components()) {
    if (component.is_insert()) {
      length += component.length;
    } else if (component.kind == Component::Kind::kDelete) {
      length -= component.length;
    }
  }
  return length;
}

struct Case {
  explicit Case(Random& random)
      : document(random_document(random)),
        length(document.inserted_length()),
        a(random_change(random, length)),
        b(random_change(random, length)) {}

  Delta document;
  std::size_t length;
  Delta a;
  Delta b;

  [[nodiscard]] std::string shown() const {
    return "document " + notation(document) + "\na " + notation(a) + "\nb " + notation(b);
  }
};

TEST(RichTextLaws, BothOrdersOfConcurrentChangesGiveOneDocument) {
  for_cases(3 * kCases, [](Random& random) {
    const Case c(random);
    const Delta a_first =
        compose(compose(c.document, c.a), transform(c.b, c.a, Priority::kOverFirst));
    const Delta b_first =
        compose(compose(c.document, c.b), transform(c.a, c.b, Priority::kOpFirst));
    EXPECT_EQ(normal(a_first), normal(b_first)) << c.shown();
  });
}

TEST(RichTextLaws, BothOrdersAreOneChange) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    const Delta a_first = compose(c.a, transform(c.b, c.a, Priority::kOverFirst));
    const Delta b_first = compose(c.b, transform(c.a, c.b, Priority::kOpFirst));
    EXPECT_EQ(normal(compose(c.document, a_first)), normal(compose(c.document, b_first)))
        << c.shown();
  });
}

TEST(RichTextLaws, AChangeThatWasRightStaysRightAfterTransform) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    for (const Priority priority : {Priority::kOverFirst, Priority::kOpFirst}) {
      const Delta moved = transform(c.a, c.b, priority);
      EXPECT_TRUE(check_applies(moved, length_after(c.length, c.b))) << c.shown();
    }
    EXPECT_TRUE(check_applies(c.a, c.length)) << c.shown();
    const Delta after = compose(c.document, c.a);
    EXPECT_TRUE(after.is_document()) << c.shown();
    EXPECT_EQ(after.inserted_length(), length_after(c.length, c.a)) << c.shown();
  });
}

TEST(RichTextLaws, ComposeIsOneAfterTheOther) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    const Delta next = random_change(random, length_after(c.length, c.a));
    EXPECT_EQ(normal(compose(compose(c.document, c.a), next)),
              normal(compose(c.document, compose(c.a, next))))
        << c.shown() << "\nthen " << notation(next);
  });
}

TEST(RichTextLaws, ComposeIsAssociative) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    const std::size_t length = length_after(c.length, c.a);
    const Delta second = random_change(random, length);
    const Delta third = random_change(random, length_after(length, second));
    EXPECT_EQ(normal(compose(compose(c.a, second), third)),
              normal(compose(c.a, compose(second, third))))
        << c.shown() << "\nsecond " << notation(second) << "\nthird " << notation(third);
  });
}

TEST(RichTextLaws, InvertTakesAChangeBack) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    const Delta after = compose(c.document, c.a);
    EXPECT_EQ(normal(compose(after, invert(c.a, c.document))), normal(c.document)) << c.shown();
  });
}

TEST(RichTextLaws, NormalFormIsItsOwnNormalForm) {
  for_cases(kCases, [](Random& random) {
    std::vector<Component> pieces;
    for (std::size_t n = random.below(4); n > 0; --n) {
      const Delta change = random_change(random, 6);
      pieces.insert(pieces.end(), change.components().begin(), change.components().end());
    }
    const Delta once = normal_form(Delta(pieces));
    EXPECT_EQ(notation(normal_form(once)), notation(once)) << notation(Delta(pieces));
  });
}

TEST(RichTextLaws, JsonOfADeltaReadsBackAsIt) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    std::string json;
    append(json, c.a);
    const auto decoded = decode(json);
    ASSERT_TRUE(decoded) << json;
    EXPECT_EQ(notation(decoded->delta), notation(c.a));
    EXPECT_TRUE(decoded->delta == c.a);
  });
}

/// A document of units that are all different, so that each can be found again.
Delta numbered_document(std::size_t length) {
  std::u16string text;
  for (std::size_t i = 0; i < length; ++i) {
    text.push_back(static_cast<char16_t>(0x4e00 + i));
  }
  return Delta({Component::insert(std::move(text))});
}

/// The place of unit i of a numbered document after `op`; npos if it is gone.
std::vector<std::size_t> places_after(const Delta& op, std::size_t length) {
  std::vector<std::size_t> places(length, std::u16string::npos);
  std::size_t at = 0;
  const Delta after = compose(numbered_document(length), op);
  for (const Component& component : after.components()) {
    for (std::size_t i = 0; i < component.text.size(); ++i) {
      const auto unit = static_cast<std::size_t>(component.text[i]) - 0x4e00;
      if (unit < length) {
        places[unit] = at + i;
      }
    }
    at += component.length;
  }
  return places;
}

TEST(RichTextLaws, PositionsStayWithTheirNeighbours) {
  constexpr std::size_t kLength = 10;
  for_cases(kCases, [](Random& random) {
    Delta op = random_change(random, kLength);
    // 文 is a unit of the numbered document's range: inserted text must not look like it.
    for (const Component& component : op.components()) {
      if (component.text.find(u'文') != std::u16string::npos) {
        return;
      }
    }
    const std::vector<std::size_t> places = places_after(op, kLength);
    std::size_t kept_before = 0;  // where the last kept unit before the position ends
    for (std::size_t unit = 0; unit < kLength; ++unit) {
      const std::size_t after = transform_position(unit, op, Bias::kAfter);
      const std::size_t before = transform_position(unit, op, Bias::kBefore);
      EXPECT_LE(kept_before, before) << notation(op);
      EXPECT_LE(before, after) << notation(op);
      if (places[unit] == std::u16string::npos) {
        continue;
      }
      EXPECT_EQ(after, places[unit]) << "unit " << unit << " of " << notation(op);
      EXPECT_EQ(transform_position(unit + 1, op, Bias::kBefore), places[unit] + 1) << notation(op);
      kept_before = places[unit] + 1;
    }
  });
}

TEST(RichTextLaws, PresenceMovesAsItsTwoEnds) {
  for_cases(kCases, [](Random& random) {
    const Delta op = random_change(random, 10);
    const std::size_t index = random.below(9);
    const std::size_t length = random.below(4);
    const bool own = random.chance(50);
    const Bias bias = own ? Bias::kAfter : Bias::kBefore;
    const json::Value range = {{"index", index}, {"length", length}, {"name", "n"}};
    const json::Value moved = transform_presence(range, op, own);
    const std::size_t start = transform_position(index, op, bias);
    const std::size_t end = transform_position(index + length, op, bias);
    EXPECT_EQ(moved, (json::Value{{"index", start}, {"length", end - start}, {"name", "n"}}))
        << notation(op);
  });
}

}  // namespace
}  // namespace plenary::ot::rich_text
