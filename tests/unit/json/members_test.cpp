#include "protocol/json/members.hpp"

#include <gtest/gtest.h>

namespace plenary::json {
namespace {

Value object() {
  return *parse(R"({"text":"a","empty":"","none":null,"flag":true,"whole":2.0,"minus":-3,
                    "half":0.5,"big":9007199254740992,"bigger":9007199254740994,
                    "texts":["a","b"],"mixed":["a",1]})");
}

TEST(Members, ReadTheirKind) {
  const Value value = object();
  EXPECT_EQ(*required_text_member(value, "text"), "a");
  EXPECT_EQ(*required_text_member(value, "empty"), "");
  EXPECT_EQ(*optional_text_member(value, "text"), "a");
  EXPECT_EQ(*flag_member(value, "flag"), true);
  EXPECT_EQ(*whole_member(value, "whole"), 2U);
  EXPECT_EQ(*whole_member(value, "big"), kWholeMemberMax);
  EXPECT_EQ(*integer_member(value, "minus"), -3);
  EXPECT_EQ(*texts_member(value, "texts"), (std::vector<std::string>{"a", "b"}));
}

TEST(Members, MayBeLeftOutOrNull) {
  const Value value = object();
  for (const char* name : {"none", "nowhere"}) {
    EXPECT_EQ(find_member(value, name), nullptr);
    EXPECT_EQ(*optional_text_member(value, name), std::nullopt);
    EXPECT_EQ(*optional_whole_member(value, name), std::nullopt);
    EXPECT_EQ(*flag_member(value, name), std::nullopt);
    EXPECT_EQ(*text_member(value, name), "");
    EXPECT_TRUE(texts_member(value, name)->empty());
    EXPECT_FALSE(required_text_member(value, name));
    EXPECT_FALSE(whole_member(value, name));
    EXPECT_FALSE(integer_member(value, name));
  }
}

TEST(Members, OfAnotherKindAreNamedInTheError) {
  const Value value = object();
  EXPECT_EQ(required_text_member(value, "flag").error().detail, "\"flag\" must be a string");
  EXPECT_EQ(text_member(value, "whole").error().detail, "\"whole\" must be a string");
  EXPECT_EQ(flag_member(value, "text").error().detail, "\"text\" must be true or false");
  EXPECT_EQ(texts_member(value, "mixed").error().detail, "\"mixed\" must be an array of strings");
  EXPECT_EQ(whole_member(value, "text").error().code, Errc::kMalformed);
  for (const char* name : {"minus", "half", "bigger", "text"}) {
    EXPECT_FALSE(whole_member(value, name)) << name;
    EXPECT_FALSE(optional_whole_member(value, name)) << name;
  }
}

TEST(Members, OfWhatIsNoObjectAreLeftOut) {
  for (const Value& value : {Value(), Value(3), Value("text"), Value::array({1})}) {
    EXPECT_EQ(find_member(value, "text"), nullptr);
    EXPECT_FALSE(required_text_member(value, "text"));
    EXPECT_EQ(text_or_empty(value, "text"), "");
  }
}

TEST(Members, OfAnotherKindAreAsGoodAsNoneWhereNobodyIsToBeTold) {
  const Value value = object();
  EXPECT_EQ(text_or_empty(value, "text"), "a");
  EXPECT_EQ(text_or_empty(value, "flag"), "");
  EXPECT_EQ(integer_or_zero(value, "minus"), -3);
  EXPECT_EQ(integer_or_zero(value, "text"), 0);
  EXPECT_EQ(whole_or_zero(value, "whole"), 2U);
  EXPECT_EQ(whole_or_zero(value, "minus"), 0U);
  EXPECT_TRUE(flag_or_false(value, "flag"));
  EXPECT_FALSE(flag_or_false(value, "text"));
}

}  // namespace
}  // namespace plenary::json
