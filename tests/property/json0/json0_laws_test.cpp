#include <gtest/gtest.h>

#include "protocol/ot/json0/check.hpp"
#include "protocol/ot/json0/codec.hpp"
#include "protocol/ot/json0/json0.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_json0.hpp"

// The laws that protocol/ot/json0/json0.hpp states, on random small documents. The two forms of
// string edits are never mixed: the stock type does not transform one past the other, and we answer
// as it does.

namespace plenary::ot::json0 {
namespace {

using test::for_cases;
using test::Random;
using test::random_json_document;
using test::random_operation;
using test::StringForm;
using test::text;

constexpr std::size_t kCases = 6000;  // of each law

json::Value applied(const json::Value& document, const Op& op) {
  Result<json::Value> after = apply(document, op);
  EXPECT_TRUE(after) << text(document) << "\n" << text(op) << "\n" << after.error().detail;
  return after ? *after : json::Value();
}

Op transformed(const Op& op, const Op& over, Side side) {
  Result<Op> moved = transform(op, over, side);
  EXPECT_TRUE(moved) << text(op) << "\nover " << text(over) << "\n" << moved.error().detail;
  return moved ? *moved : Op();
}

struct Case {
  explicit Case(Random& random)
      : form(random.chance(50) ? StringForm::kOld : StringForm::kText),
        document(random_json_document(random)),
        a(random_operation(random, document, form)),
        b(random_operation(random, document, form)) {}

  StringForm form;
  json::Value document;
  Op a;
  Op b;

  [[nodiscard]] std::string shown() const {
    return "document " + text(document) + "\na " + text(a) + "\nb " + text(b);
  }
};

TEST(Json0Laws, BothOrdersOfConcurrentOperationsGiveOneDocument) {
  for_cases(3 * kCases, [](Random& random) {
    const Case c(random);
    const json::Value a_first =
        applied(applied(c.document, c.a), transformed(c.b, c.a, Side::kRight));
    const json::Value b_first =
        applied(applied(c.document, c.b), transformed(c.a, c.b, Side::kLeft));
    EXPECT_EQ(text(a_first), text(b_first)) << c.shown();
  });
}

TEST(Json0Laws, AnOperationThatWasRightStaysRightAfterTransform) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const Op moved = transformed(c.a, c.b, side);
      json::Value after = applied(c.document, c.b);
      const json::Value expected = applied(after, moved);
      const Result<void> done = apply_strictly(after, moved);
      EXPECT_TRUE(done) << done.error().detail << "\n" << c.shown() << "\nmoved " << text(moved);
      EXPECT_EQ(text(after), text(expected)) << c.shown();
    }
  });
}

TEST(Json0Laws, ComposeIsOneAfterTheOther) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    const json::Value middle = applied(c.document, c.a);
    const Op next = random_operation(random, middle, c.form);
    const Op both = compose(c.a, next);
    EXPECT_EQ(text(applied(middle, next)), text(applied(c.document, both)))
        << c.shown() << "\nnext " << text(next) << "\nboth " << text(both);
  });
}

TEST(Json0Laws, NormalizeChangesNothing) {
  for_cases(kCases, [](Random& random) {
    const json::Value document = random_json_document(random);
    const Op op = random_operation(random, document, StringForm::kOld, 8);
    EXPECT_EQ(text(applied(document, op)), text(applied(document, normalize(op)))) << text(op);
  });
}

TEST(Json0Laws, InvertTakesAnOperationBack) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    const Op moved = transformed(c.a, c.b, Side::kLeft);
    for (const auto& [document, op] :
         {std::pair(c.document, c.a), std::pair(applied(c.document, c.b), moved)}) {
      EXPECT_EQ(text(applied(applied(document, op), invert(op))), text(document)) << c.shown();
    }
  });
}

TEST(Json0Laws, JsonOfAnOperationReadsBackAsIt) {
  for_cases(kCases, [](Random& random) {
    const Case c(random);
    std::string json;
    append(json, c.a);
    const Result<Op> decoded = decode(json);
    ASSERT_TRUE(decoded) << json;
    EXPECT_TRUE(*decoded == c.a) << json << "\n" << text(*decoded);
  });
}

TEST(Json0Laws, AnOperationThatFailsLeavesTheDocumentAsItWas) {
  const Op kFailures = test::op(
      "[{'p':['str'],'na':1},{'p':['list',99],'li':1},{'p':['no','way'],'oi':1},{'p':['num',0],'si'"
      ":'x'},{'p':['str',0],'sd':'zzz'}]");
  for_cases(kCases, [&](Random& random) {
    Case c(random);
    c.a.push_back(random.pick(kFailures));
    json::Value after = c.document;
    if (!apply_strictly(after, c.a)) {
      EXPECT_EQ(text(after), text(c.document)) << c.shown();
    }
  });
}

}  // namespace
}  // namespace plenary::ot::json0
