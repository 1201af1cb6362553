#include "protocol/json/reader.hpp"

#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"

namespace plenary::json {
namespace {

constexpr const char* kMalformed = "malformed";

/// How the text reads and is written again, or the name of the error.
std::string reads(std::string_view text) {
  const Result<Value> value = parse(text);
  return value ? to_string(*value) : std::string(name_of(value.error().code));
}

TEST(JsonReader, ReadsWhatJsonAllows) {
  constexpr std::array<std::pair<const char*, const char*>, 32> kCases = {{
      {"null", "null"},
      {" true\t", "true"},
      {"false\r\n", "false"},
      {"0", "0"},
      {"-0", "0"},
      {"-12", "-12"},
      {"1.0", "1"},
      {"1.50", "1.5"},
      {"2e3", "2000"},
      {"2E+3", "2000"},
      {"5e-1", "0.5"},
      {"999999999999999", "999999999999999"},
      {"1234567890123456", "1234567890123456"},
      {"9007199254740993", "9007199254740992"},
      {"1e-999", "0"},
      {R"("")", R"("")"},
      {R"("a\/b")", R"("a/b")"},
      {R"("\u0041\u00e9")", R"("Aé")"},
      {R"("\"\\\b\f\n\r\t")", R"("\"\\\b\f\n\r\t")"},
      {R"("\u0000\u001F")", R"("\u0000\u001f")"},
      {R"("\ud83d\ude00")", R"("😀")"},
      {"[]", "[]"},
      {"[ 1 , [ ] , {} ]", "[1,[],{}]"},
      {"{}", "{}"},
      {R"({ "b" : 1 , "a" : [2] })", R"({"a":[2],"b":1})"},
      {R"({"a":1,"a":2})", R"({"a":2})"},
      {R"({"":{"":0}})", R"({"":{"":0}})"},
      {R"({"a\nb":1})", R"({"a\nb":1})"},
      {R"({"\u0061bc":1})", R"({"abc":1})"},
      {R"({"ab\"c" :1})", R"({"ab\"c":1})"},
      {R"({"é文😀":1})", R"({"é文😀":1})"},
      {R"(["é文😀"])", R"(["é文😀"])"},
  }};
  for (const auto& [text, expected] : kCases) {
    EXPECT_EQ(reads(text), expected) << text;
  }
}

TEST(JsonReader, RefusesWhatJsonDoesNot) {
  constexpr std::array kCases = {
      "",         " ",     "nul",    "nulll", "True",      "+1",        "01",
      "1.",       ".5",    "-",      "1e",    "1e+",       "0x10",      "NaN",
      "Infinity", "1e999", "-1e999", "[",     "]",         "[1",        "[1,",
      "[1,]",     "[,1]",  "[1 2]",  "{",     "{\"a\"}",   "{\"a\":}",  "{\"a\":1,}",
      "{a:1}",    "{1:1}", "\"",     "\"a",   "\"\\x\"",   "\"\\u12\"", "\"\\u12g4\"",
      "\"a\nb\"", "'a'",   "1 2",    "[] x",  "/* c */ 1", "{\"a",      "{\"\n\":1}"};
  for (const char* text : kCases) {
    EXPECT_EQ(reads(text), kMalformed) << text;
  }
}

TEST(JsonReader, RefusesWhatIsNotUtf8) {
  for (const char* text :
       {"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\xbd\"", "\"\xf4\x90\x80\x80\""}) {
    EXPECT_EQ(reads(text), kMalformed) << text;
  }
}

TEST(JsonReader, ANullByteEndsNothing) {
  EXPECT_EQ(reads(std::string_view("1\0", 2)), kMalformed);
  EXPECT_EQ(reads(std::string_view("\0", 1)), kMalformed);
  EXPECT_EQ(reads(std::string_view("[1\0]", 4)), kMalformed);
}

TEST(JsonReader, KeepsHalvesOfPairsAndJoinsThoseThatMeet) {
  EXPECT_EQ(reads(R"("\ud83d")"), R"("\ud83d")");
  EXPECT_EQ(reads(R"("\ude00\ud83d")"), R"("\ude00\ud83d")");
  EXPECT_EQ(reads(R"("\ud83d\ud83d\ude00")"), R"("\ud83d😀")");
  EXPECT_EQ(reads(R"("\ud83d\n\ude00")"), R"("\ud83d\n\ude00")");
  EXPECT_EQ(reads(R"("\uD83Dé")"), R"("\ud83dé")");
  EXPECT_EQ(reads(R"({"\ud83d":1})"), R"({"\ud83d":1})");
}

TEST(JsonReader, NestsToTheLimitAndNotBeyond) {
  const auto nested = [](int depth) {
    const auto n = static_cast<std::size_t>(depth);
    return std::string(n, '[') + std::string(n, ']');
  };
  EXPECT_TRUE(parse(nested(kMaxDepth)));
  EXPECT_EQ(reads(nested(kMaxDepth + 1)), "too_deep");
  EXPECT_EQ(reads(std::string(1'000'000, '[')), "too_deep");
  EXPECT_EQ(parse("{\"a\":[1]}", 1).error().code, Errc::kTooDeep);
  EXPECT_TRUE(parse("[[],[],[[]]]", 3));
}

TEST(JsonReader, NumbersThatAreEqualReadAsEqual) {
  EXPECT_EQ(*parse("1"), *parse("1.0"));
  EXPECT_EQ(*parse("1e2"), *parse("100"));
  EXPECT_EQ(*parse("[0]"), *parse("[-0.0]"));
  EXPECT_NE(*parse("1"), *parse("true"));
}

TEST(JsonReader, GivesTheTextOfWhatItSkips) {
  Reader reader(R"({"a": [1, {"b":"]"}] ,"c":2})");
  std::string key;
  ASSERT_TRUE(reader.begin_object());
  ASSERT_TRUE(reader.next_member(key));
  EXPECT_EQ(reader.skip(), R"([1, {"b":"]"}])");
  ASSERT_TRUE(reader.next_member(key));
  EXPECT_EQ(key, "c");
  EXPECT_EQ(reader.number(), 2);
  EXPECT_FALSE(reader.next_member(key));
  EXPECT_TRUE(reader.finish());
}

TEST(JsonReader, KeepsTheFirstMistake) {
  Reader reader("[1,x]");
  ASSERT_TRUE(reader.begin_array());
  ASSERT_TRUE(reader.next_element());
  reader.fail(Errc::kBadOperation, "one is wrong");
  EXPECT_FALSE(reader.next_element());
  EXPECT_EQ(reader.peek(), Kind::kNone);
  EXPECT_EQ(reader.finish().error(), (Error{Errc::kBadOperation, "one is wrong"}));
}

TEST(JsonReader, ReadsTextAsUnits) {
  Reader reader(R"("aé\ud83d\ude00\ude00")");
  EXPECT_EQ(reader.string16(), std::u16string(u"aé😀") + char16_t{0xde00});
  EXPECT_TRUE(reader.finish());
}

TEST(JsonValue, DepthCountsContainers) {
  EXPECT_EQ(depth_of(*parse("1")), 0);
  EXPECT_EQ(depth_of(*parse("[]")), 1);
  EXPECT_EQ(depth_of(*parse(R"([1,{"a":[]},[]])")), 3);
}

}  // namespace
}  // namespace plenary::json
