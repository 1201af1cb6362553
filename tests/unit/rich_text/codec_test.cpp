#include "protocol/ot/rich_text/codec.hpp"

#include <array>

#include <gtest/gtest.h>

#include "tests/support/ot/notation.hpp"

namespace plenary::ot::rich_text {
namespace {

using test::notation;

TEST(RichTextCodec, ReadsBothFormsAndRemembersWhich) {
  const Result<Decoded> list =
      decode(R"([{"insert":"a"},{"retain":1,"attributes":{"bold":true}},{"delete":2}])");
  ASSERT_TRUE(list);
  EXPECT_EQ(notation(list->delta), R"(+'a' =1{"bold":true} -2)");
  EXPECT_EQ(list->form, Form::kArray);
  const Result<Decoded> object = decode(R"({"ops":[{"insert":{"image":"x"}}],"other":1})");
  ASSERT_TRUE(object);
  EXPECT_EQ(notation(object->delta), R"(+{"image":"x"})");
  EXPECT_EQ(object->form, Form::kObject);
}

TEST(RichTextCodec, ReadsWhatMeansNothingAsNothing) {
  for (const char* text : {"null", "[]", R"({"ops":[]})"}) {
    const Result<Decoded> decoded = decode(text);
    ASSERT_TRUE(decoded) << text;
    EXPECT_TRUE(decoded->delta.empty()) << text;
  }
  EXPECT_EQ(notation(decode(R"([{"insert":"a","attributes":{}}])")->delta), "+'a'");
  EXPECT_EQ(notation(decode(R"([{"insert":"a","attributes":null}])")->delta), "+'a'");
  EXPECT_EQ(notation(decode(R"([{"insert":"a","unknown":[1]}])")->delta), "+'a'");
}

TEST(RichTextCodec, KeepsPartsAsTheyWereSent) {
  EXPECT_EQ(notation(decode(R"([{"insert":"a"},{"insert":"b"},{"retain":1},{"retain":2}])")->delta),
            "+'a' +'b' =1 =2");
}

TEST(RichTextCodec, RefusesWhatWouldDamageADocument) {
  constexpr std::array kCases = {R"([{"retain":0}])",
                                 R"([{"retain":-1}])",
                                 R"([{"retain":1.5}])",
                                 R"([{"retain":"1"}])",
                                 R"([{"retain":{"image":1}}])",
                                 R"([{"delete":0}])",
                                 R"([{"delete":-2}])",
                                 R"([{"insert":""}])",
                                 R"([{"insert":5}])",
                                 R"([{"insert":null}])",
                                 R"([{"insert":["a"]}])",
                                 R"([{"insert":true}])",
                                 R"([{}])",
                                 R"([{"foo":1}])",
                                 R"([{"insert":"a","retain":1}])",
                                 R"([5])",
                                 R"([null])",
                                 R"([{"retain":1,"attributes":[1]}])",
                                 R"([{"insert":"a","attributes":"bold"}])",
                                 R"({"ops":{}})",
                                 R"([{"retain":9007199254740993000}])",
                                 R"([{"retain":1e300}])"};
  for (const char* text : kCases) {
    const Result<Decoded> decoded = decode(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().code, Errc::kBadOperation) << text;
  }
}

TEST(RichTextCodec, LengthsAddUpToWhatCanBeCountedAndNoMore) {
  // 2^53 - 1, in one component and in several.
  EXPECT_TRUE(decode(R"([{"retain":9007199254740991}])"));
  EXPECT_TRUE(decode(R"([{"retain":9007199254740987},{"delete":1},{"insert":"ab"},{"retain":1}])"));
  for (const char* text :
       {R"([{"retain":9007199254740992}])", R"([{"retain":9007199254740991},{"retain":1}])",
        R"([{"retain":9007199254740987},{"delete":1},{"insert":"abc"},{"retain":1}])"}) {
    const Result<Decoded> decoded = decode(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().code, Errc::kBadOperation) << text;
  }
  std::string many = "[";
  for (int i = 0; i < 2048; ++i) {  // 2^11 times 2^53: a sum of 64 bits would be 0 again
    many += R"({"retain":9007199254740991},{"retain":1},)";
  }
  EXPECT_FALSE(decode(many + R"({"insert":"a"}])"));
}

TEST(RichTextCodec, ReadsChangesOfEmbeds) {
  for (const char* json : {
           R"([{"retain":{"note":{"content":[{"retain":2},{"delete":1}]}}}])",
           R"([{"retain":{"note":{}},"attributes":{"a":1}}])",
           R"([{"retain":{"table-embed":{}}}])",
           R"([{"retain":{"table-embed":{"rows":[{"retain":1},{"insert":{"id":"r"}}]}}}])",
           R"([{"retain":{"table-embed":{"rows":[{"delete":1}],"columns":[{"delete":2}],)"
           R"("cells":{"1:2":{"content":[{"insert":"x"}],"attributes":{"done":null}}}}}}])",
       }) {
    const Result<Decoded> decoded = decode(json);
    ASSERT_TRUE(decoded) << json << decoded.error().detail;
    std::string text;
    append(text, decoded->delta);
    EXPECT_EQ(text, json);
  }
}

TEST(RichTextCodec, RefusesWhatIsNoChangeOfAnEmbed) {
  for (const char* change : {
           "{}",
           R"({"image":"x"})",
           R"({"note":{},"table-embed":{}})",
           R"({"note":[]})",
           R"({"note":{"content":"x"}})",
           R"({"note":{"content":{"ops":[]}}})",
           R"({"note":{"other":1}})",
           R"({"table-embed":{"rows":[{"insert":"text"}]}})",
           R"({"table-embed":{"rows":[{"insert":{"id":1}}]}})",
           R"({"table-embed":{"rows":[{"insert":{"id":"r","x":1}}]}})",
           R"({"table-embed":{"rows":[{"retain":{"note":{}}}]}})",
           R"({"table-embed":{"cells":{"0:1":{}}}})",
           R"({"table-embed":{"cells":{"1:01":{}}}})",
           R"({"table-embed":{"cells":{"1":{}}}})",
           R"({"table-embed":{"cells":{"1:1:1":{}}}})",
           R"({"table-embed":{"cells":{"1:99999999999999999999":{}}}})",
           R"({"table-embed":{"cells":{"1:1":{"content":[{"retain":0}]}}}})",
           R"({"table-embed":{"cells":{"1:1":{"width":3}}}})",
           R"({"table-embed":{"width":3}})",
       }) {
    const Result<Decoded> decoded = decode(R"([{"retain":)" + std::string(change) + "}]");
    ASSERT_FALSE(decoded) << change;
  }
}

TEST(RichTextCodec, RefusesWhatIsNotJson) {
  EXPECT_EQ(decode("[{").error().code, Errc::kMalformed);
  EXPECT_FALSE(decode(""));
  const std::string deep =
      R"([{"insert":{"x":)" + std::string(200, '[') + std::string(200, ']') + "}}]";
  EXPECT_EQ(decode(deep).error().code, Errc::kTooDeep);
}

TEST(RichTextCodec, WritesHalvesOfPairsAsEscapes) {
  const Result<Decoded> decoded = decode(R"([{"insert":"\ud83d"},{"insert":"\ud83d\ude00"}])");
  ASSERT_TRUE(decoded);
  std::string text;
  append(text, decoded->delta, Form::kObject);
  EXPECT_EQ(text, R"({"ops":[{"insert":"\ud83d"},{"insert":"😀"}]})");
}

}  // namespace
}  // namespace plenary::ot::rich_text
