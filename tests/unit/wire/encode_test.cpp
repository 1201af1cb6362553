#include "protocol/wire/encode.hpp"

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"

namespace plenary::wire {
namespace {

TEST(Encode, NamesAreEscaped) {
  const DocumentKey key{"a\"b", "c\\\n\x01"};
  EXPECT_EQ(document_reply("u", key), R"({"a":"u","c":"a\"b","d":"c\\\n\u0001"})");
}

TEST(Encode, ALoneHalfOfAPairIsWrittenAsAnEscape) {
  const std::string name = utf::to_wtf8(u"\xd83d");
  EXPECT_EQ(document_reply("u", {name, "d"}), R"({"a":"u","c":"\ud83d","d":"d"})");
  EXPECT_TRUE(utf::is_utf8(acknowledge({name, name}, {1}, name, {1})));
}

TEST(Encode, ADocumentThatDoesNotExistHasAnExplicitNullType) {
  EXPECT_EQ(snapshot_object({3}, {}, {}), R"({"v":3,"type":null})");
  EXPECT_EQ(snapshot_object({1}, kJson0Uri, "5"),
            R"({"v":1,"data":5,"type":"http://sharejs.org/types/JSONv0"})");
  EXPECT_EQ(historic_snapshot("nt", "7", {0}, {}, {}),
            R"({"id":7,"v":0,"type":null,"m":null,"a":"nt"})");
}

TEST(Encode, ANoOpHasNoneOfTheThree) {
  EXPECT_EQ(body_member(OpMember::kNone, ""), "");
  EXPECT_EQ(op({"c", "d"}, {4}, "s", {2}, ""),
            R"({"a":"op","c":"c","d":"d","v":4,"src":"s","seq":2})");
  EXPECT_EQ(body_member(OpMember::kDel, ""), R"("del":true)");
  EXPECT_EQ(body_member(OpMember::kCreate, "{}"), R"("create":{})");
}

TEST(Encode, ARefusalIsTheRequestWithAnError) {
  const Refusal refusal{kUnavailable, "la\"ter"};
  const std::string error = R"("error":{"code":"ERR_UNAVAILABLE","message":"la\"ter"}})";
  EXPECT_EQ(refuse("{}", refusal), "{" + error);
  EXPECT_EQ(refuse(" { } \n", refusal), " { " + error);
  EXPECT_EQ(refuse(R"({"a":"f","x":{"y":"}"}} )", refusal), R"({"a":"f","x":{"y":"}"},)" + error);
  EXPECT_EQ(error_object(refusal), "{" + error);
}

TEST(Encode, BulkRepliesRepeatWhatWasSent) {
  EXPECT_EQ(
      bulk_echo_reply("bs", {Bulk::Action::kSubscribe, "n", true, {{"x", Version{5}}, {"y", {}}}}),
      R"({"a":"bs","c":"n","b":{"x":5,"y":null}})");
  EXPECT_EQ(bulk_echo_reply("bu", {Bulk::Action::kUnsubscribe, "n", false, {{"x", {}}, {"y", {}}}}),
            R"({"a":"bu","c":"n","b":["x","y"]})");
}

TEST(Encode, PresenceAboutNoDocumentNamesNone) {
  PresenceUpdate update;
  update.channel = "room";
  update.id = "i";
  update.presence_version = 3;
  update.value = "null";
  EXPECT_EQ(presence(update, "me"), R"({"a":"p","ch":"room","src":"me","id":"i","p":null,"pv":3})");
}

}  // namespace
}  // namespace plenary::wire
