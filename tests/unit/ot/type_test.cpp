#include "protocol/ot/type.hpp"

#include <gtest/gtest.h>

namespace plenary::ot {
namespace {

Operation edit(TypeId type, std::string_view json) {
  auto decoded = decode_edit(type, json);
  EXPECT_TRUE(decoded) << json;
  return decoded ? Operation(*std::move(decoded)) : Operation();
}

TEST(OtType, IsFoundByUriAndByName) {
  for (const TypeId type : {TypeId::kJson0, TypeId::kRichText}) {
    EXPECT_EQ(find_type(uri_of(type)), type);
  }
  EXPECT_EQ(find_type("json0"), TypeId::kJson0);
  EXPECT_EQ(find_type("rich-text"), TypeId::kRichText);
  EXPECT_EQ(find_type("text0"), std::nullopt);
  EXPECT_EQ(find_type(""), std::nullopt);
}

TEST(OtType, WhatIsEncodedDecodesToTheSame) {
  for (const std::string_view json :
       {R"([{"insert":"a"}])", R"({"ops":[{"retain":1},{"insert":"b"}]})"}) {
    EXPECT_EQ(encode_body(edit(TypeId::kRichText, json)), json) << "the form that was sent";
  }
  const Operation birth = Create{TypeId::kJson0, R"({"n":1})"};
  const auto again = decode_create(encode_body(birth));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->type, TypeId::kJson0);
  EXPECT_EQ(again->data, R"({"n":1})");
  EXPECT_EQ(decode_create(encode_body(Create{TypeId::kRichText, ""}))->data, "");
  EXPECT_EQ(encode_body(Delete{}), "");
  EXPECT_EQ(decode_create(R"({"type":"no-such"})").error().code, Errc::kUnknownType);
  EXPECT_EQ(decode_create("[]").error().code, Errc::kMalformed);
}

TEST(OtType, ANoOpMeetsNothing) {
  const Operation birth = Create{TypeId::kJson0, "1"};
  for (const Operation& operation : {Operation(NoOp{}), Operation(Delete{}), birth}) {
    EXPECT_TRUE(transform(NoOp{}, operation));
    const auto kept = transform(operation, NoOp{});
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->index(), operation.index());
  }
}

TEST(OtType, ACopyOfAContentIsASnapshot) {
  for (const auto& [type, data, change, before] :
       {std::tuple(TypeId::kRichText, R"([{"insert":"ab"}])", R"([{"insert":"x"}])",
                   R"({"ops":[{"insert":"ab"}]})"),
        std::tuple(TypeId::kJson0, R"([1])", R"([{"p":[0],"li":0}])", "[1]")}) {
    Content content;
    ASSERT_TRUE(content.apply(Create{type, data}, {}));
    const Content snapshot = content;
    ASSERT_TRUE(content.apply(edit(type, change), {}));
    EXPECT_EQ(snapshot.to_json(), before);
    EXPECT_NE(content.to_json(), before);
    const auto again = Content::from_json(content.type_uri(), content.to_json());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->to_json(), content.to_json());
  }
}

TEST(OtType, ADocumentThatDoesNotExistTakesOnlyACreateOrADelete) {
  Content content;
  EXPECT_EQ(content.to_json(), "");
  EXPECT_EQ(content.type_uri(), "");
  EXPECT_EQ(content.apply(edit(TypeId::kJson0, "[]"), {}).error().code, Errc::kDocumentMissing);
  EXPECT_TRUE(content.apply(Delete{}, {}));
  EXPECT_TRUE(content.apply(NoOp{}, {}));
  EXPECT_TRUE(content.apply(Create{TypeId::kJson0, ""}, {}));
  EXPECT_EQ(content.to_json(), "null");
  EXPECT_EQ(content.apply(Create{TypeId::kJson0, "1"}, {}).error().code, Errc::kDocumentExists);
  EXPECT_EQ(content.apply(edit(TypeId::kRichText, "[]"), {}).error().code, Errc::kNotApplicable);
  EXPECT_FALSE(Content::from_json("no-such-type", "1"));
}

TEST(OtType, ACreateOfATextHoldsInsertsOnly) {
  Content content;
  EXPECT_EQ(content.apply(Create{TypeId::kRichText, R"([{"retain":1}])"}, {}).error().code,
            Errc::kNotApplicable);
  EXPECT_FALSE(content.exists());
  EXPECT_TRUE(content.apply(Create{TypeId::kRichText, R"({"ops":[{"insert":"a"}]})"}, {}));
}

TEST(OtType, SizesAreLimited) {
  const SizeLimits limits{4};
  Content text;
  EXPECT_EQ(text.apply(Create{TypeId::kRichText, R"([{"insert":"12345"}])"}, limits).error().code,
            Errc::kTooLarge);
  ASSERT_TRUE(text.apply(Create{TypeId::kRichText, R"([{"insert":"123"}])"}, limits));
  EXPECT_TRUE(text.apply(edit(TypeId::kRichText, R"([{"insert":"4"}])"), limits));
  EXPECT_EQ(text.apply(edit(TypeId::kRichText, R"([{"insert":"5"}])"), limits).error().code,
            Errc::kTooLarge);
  EXPECT_TRUE(text.apply(edit(TypeId::kRichText, R"([{"delete":1}])"), limits));
  Content tree;
  EXPECT_EQ(tree.apply(Create{TypeId::kJson0, "12345"}, limits).error().code, Errc::kTooLarge);
  EXPECT_TRUE(tree.apply(Create{TypeId::kJson0, "1234"}, limits));
}

TEST(OtType, OneLargeAttributeIsNotLaidOverManyRuns) {
  const SizeLimits limits{10'000};
  std::string alternating;
  for (int i = 0; i < 1000; ++i) {
    alternating += R"({"insert":"a","attributes":{"bold":true}},{"insert":"b"},)";
  }
  Content text;
  ASSERT_TRUE(
      text.apply(Create{TypeId::kRichText, "[" + alternating + R"({"insert":"c"}])"}, limits));
  const auto lay = [](std::size_t bytes, std::size_t length) {
    return edit(TypeId::kRichText, R"([{"retain":)" + std::to_string(length) +
                                       R"(,"attributes":{"x":")" + std::string(bytes, 'x') +
                                       R"("}}])");
  };
  const std::string before = text.to_json();
  EXPECT_EQ(text.apply(lay(10'000, 2000), limits).error().code, Errc::kTooLarge);
  EXPECT_EQ(text.to_json(), before);
  EXPECT_TRUE(text.apply(lay(10'000, 1), limits)) << "one run of it has room";
  // What is laid over the same runs again and again takes the place of what was there.
  for (std::size_t i = 0; i < 2'000; ++i) {
    static_cast<void>(text.apply(lay(10 + i % 10, 2000), limits));
  }
  EXPECT_TRUE(text.apply(lay(20, 1), limits));
  EXPECT_LE(text.to_json().size(), limits.json_bytes_max());
}

TEST(OtType, ChangesInsideOfEmbedsAreTaken) {
  Content text;
  ASSERT_TRUE(text.apply(
      Create{TypeId::kRichText, R"([{"insert":{"note":{"content":[{"insert":"a"}]}}}])"}, {}));
  const auto applied = text.apply(
      edit(TypeId::kRichText, R"([{"retain":{"note":{"content":[{"insert":"b"}]}}}])"), {});
  ASSERT_TRUE(applied) << applied.error().detail;
  EXPECT_EQ(text.to_json(), R"({"ops":[{"insert":{"note":{"content":[{"insert":"ba"}]}}}]})");
}

TEST(OtType, TheFormattingInsideOfEmbedsIsLimitedToo) {
  const SizeLimits limits{10'000};
  const std::string large = std::string(limits.json_bytes_max() / 100, 'x');
  Content text;
  ASSERT_TRUE(text.apply(Create{TypeId::kRichText, R"([{"insert":{"note":{"content":[{"insert":")" +
                                                       std::string(200, 'a') + R"("}]}}}])"},
                         limits));
  const auto lay = [&](std::size_t length) {
    return text.apply(edit(TypeId::kRichText,
                           R"([{"retain":{"note":{"content":[{"retain":)" + std::to_string(length) +
                               R"(,"attributes":{"x":")" + large + R"("}}]}}}])"),
                      limits);
  };
  const std::string before = text.to_json();
  EXPECT_EQ(lay(200).error().code, Errc::kTooLarge);
  EXPECT_EQ(text.to_json(), before);
  EXPECT_TRUE(lay(1));
}

TEST(OtType, AJsonDocumentThatShrankMayGrowAgain) {
  const SizeLimits limits{60};
  Content tree;
  ASSERT_TRUE(tree.apply(Create{TypeId::kJson0, "[]"}, limits));
  for (int i = 0; i < 20; ++i) {  // far more in all than fits at one time
    ASSERT_TRUE(tree.apply(edit(TypeId::kJson0, R"([{"p":[0],"li":"1234567890"}])"), limits)) << i;
    ASSERT_TRUE(tree.apply(edit(TypeId::kJson0, R"([{"p":[0],"ld":"1234567890"}])"), limits)) << i;
  }
}

}  // namespace
}  // namespace plenary::ot
