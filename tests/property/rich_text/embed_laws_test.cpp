#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_delta.hpp"
#include "tests/support/ot/random_embeds.hpp"

// The laws that protocol/ot/rich_text/delta.hpp states, on documents with tables and notes. CASES
// and SEED: tests/support/ot/random.hpp.

namespace plenary::ot::rich_text {
namespace {

using test::for_cases;
using test::notation;
using test::Random;
using test::random_paper;
using test::random_paper_change;

constexpr std::size_t kPapers = 25'000;  // of each law: 100,000 of all

std::string normal_paper(const Delta& delta) {
  return notation(normal_form(delta));
}

struct PaperCase {
  explicit PaperCase(Random& random)
      : document(random_paper(random)),
        a(random_paper_change(random, document)),
        b(random_paper_change(random, document)) {}

  Delta document;
  Delta a;
  Delta b;

  [[nodiscard]] std::string shown() const {
    return "document " + notation(document) + "\na " + notation(a) + "\nb " + notation(b);
  }
};

TEST(EmbedLaws, BothOrdersOfConcurrentChangesGiveOneDocument) {
  for_cases(kPapers, [](Random& random) {
    const PaperCase c(random);
    const Delta a_first =
        compose(compose(c.document, c.a), transform(c.b, c.a, Priority::kOverFirst));
    const Delta b_first =
        compose(compose(c.document, c.b), transform(c.a, c.b, Priority::kOpFirst));
    EXPECT_EQ(normal_paper(a_first), normal_paper(b_first)) << c.shown();
  });
}

TEST(EmbedLaws, ComposeIsOneAfterTheOther) {
  for_cases(kPapers, [](Random& random) {
    const PaperCase c(random);
    const Delta between = compose(c.document, c.a);
    const Delta next = random_paper_change(random, between);
    EXPECT_EQ(normal_paper(compose(between, next)),
              normal_paper(compose(c.document, compose(c.a, next))))
        << c.shown() << "\nthen " << notation(next);
  });
}

TEST(EmbedLaws, InvertTakesAChangeBack) {
  for_cases(kPapers, [](Random& random) {
    const PaperCase c(random);
    const Delta after = compose(c.document, c.a);
    EXPECT_EQ(normal_paper(compose(after, invert(c.a, c.document))), normal_paper(c.document))
        << c.shown();
  });
}

/// Typing is a short way of composing.
TEST(EmbedLaws, TypingIsComposing) {
  std::size_t typed = 0;
  for_cases(kPapers, [&typed](Random& random) {
    Delta text;
    text.push(Component::insert(test::random_text(random, 1, 8)));
    const Delta change = test::random_change(random, text.inserted_length());
    Delta document = text;
    if (document.type(change)) {
      EXPECT_EQ(notation(document), notation(compose(text, change))) << notation(change);
      ++typed;
    } else {
      EXPECT_EQ(notation(document), notation(text));
    }
  });
  EXPECT_GT(typed, 0u);
}

TEST(EmbedLaws, JsonOfAChangeReadsBackAsIt) {
  for_cases(kPapers, [](Random& random) {
    const PaperCase c(random);
    std::string json;
    append(json, c.a);
    const auto decoded = decode(json);
    ASSERT_TRUE(decoded) << json;
    EXPECT_TRUE(decoded->delta == c.a) << json;
  });
}

}  // namespace
}  // namespace plenary::ot::rich_text
