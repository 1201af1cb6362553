#include "protocol/wire/decode.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"

namespace plenary::wire {
namespace {

std::string as_json(std::string_view json) {
  std::string out(json);
  std::replace(out.begin(), out.end(), '\'', '"');
  return out;
}

/// The message, written with ' for ".
template <class Message>
Message read(std::string_view json) {
  auto decoded = decode(as_json(json));
  if (auto* refusal = std::get_if<Refusal>(&decoded)) {
    ADD_FAILURE() << json << " is refused: " << refusal->message;
    return {};
  }
  auto* message = std::get_if<ClientMessage>(&decoded);
  if (message == nullptr || !std::holds_alternative<Message>(*message)) {
    ADD_FAILURE() << json << " is something else";
    return {};
  }
  return std::get<Message>(std::move(*message));
}

/// "CODE: message", or what it is instead of a refusal.
std::string refusal_of(std::string_view json) {
  const auto decoded = decode(as_json(json));
  if (const auto* refusal = std::get_if<Refusal>(&decoded)) {
    return std::string(refusal->code) + ": " + refusal->message;
  }
  return std::holds_alternative<Garbage>(decoded) ? "garbage" : "a message";
}

TEST(Decode, AHandshakeWithoutAnIdAsksForOne) {
  EXPECT_EQ(read<Handshake>("{'a':'hs','id':null,'protocol':1,'protocolMinor':2}").id, "");
  EXPECT_EQ(read<Handshake>("{'a':'hs'}").id, "");
  EXPECT_EQ(read<Handshake>("{'a':'hs','id':'x','protocol':'1'}").id, "x");
}

TEST(Decode, ReadsHaveAVersionOrWantTheSnapshot) {
  const auto fetch = read<Fetch>("{'a':'f','c':'notes','d':'d1','v':4}");
  EXPECT_EQ(fetch.key, (DocumentKey{"notes", "d1"}));
  EXPECT_EQ(fetch.from, Version{4});
  EXPECT_EQ(read<Subscribe>("{'a':'s','c':'notes','d':'d1','v':null}").from, std::nullopt);
  EXPECT_EQ(read<Subscribe>("{'a':'s','c':'notes','d':'d1'}").from, std::nullopt);
  EXPECT_EQ(read<Fetch>("{'a':'f','c':'','d':''}").key, DocumentKey())
      << "any names but dangerous ones";
}

TEST(Decode, BulkFormsAreListsOrMaps) {
  const auto list = read<Bulk>("{'a':'bs','c':'n','b':['x','y','x']}");
  EXPECT_EQ(list.action, Bulk::Action::kSubscribe);
  EXPECT_FALSE(list.with_versions);
  ASSERT_EQ(list.entries.size(), 2u) << "repeated ids count once";
  EXPECT_EQ(list.entries[1].id, "y");
  const auto map = read<Bulk>("{'a':'bf','c':'n','b':{'x':5,'y':null}}");
  EXPECT_TRUE(map.with_versions);
  ASSERT_EQ(map.entries.size(), 2u);
  EXPECT_EQ(map.entries[0].from, Version{5});
  EXPECT_EQ(map.entries[1].from, std::nullopt);
  EXPECT_EQ(read<Bulk>("{'a':'bu','c':'n','b':[]}").action, Bulk::Action::kUnsubscribe);
}

TEST(Decode, WhatAnOperationDoesIsDecidedByTheFirstKeyThatIsThere) {
  const auto edit =
      read<Submit>("{'a':'op','c':'n','d':'d','v':1,'seq':2,'x':{},'op':null,'create':5,'del':7}");
  EXPECT_EQ(edit.kind, SubmitKind::kEdit);
  EXPECT_EQ(edit.body, "null");
  EXPECT_EQ(edit.base, Version{1});
  EXPECT_EQ(edit.sequence, Sequence{2});
  EXPECT_EQ(edit.source, std::nullopt);
  const auto create = read<Submit>(
      "{'a':'op','c':'n','d':'d','seq':1,'src':'me','create':{'type':'rich-text','data':[1, "
      "2]},'del':true}");
  EXPECT_EQ(create.kind, SubmitKind::kCreate);
  EXPECT_EQ(create.type, "rich-text");
  EXPECT_EQ(create.body, "[1, 2]");
  EXPECT_EQ(create.base, std::nullopt);
  EXPECT_EQ(create.source, "me");
  EXPECT_EQ(read<Submit>("{'a':'op','c':'n','d':'d','seq':1,'create':{'type':'json0'}}").body, "");
  EXPECT_EQ(read<Submit>("{'a':'op','c':'n','d':'d','seq':1,'del':true}").kind,
            SubmitKind::kDelete);
}

TEST(Decode, HalfPairsPassAsTheyAre) {
  EXPECT_EQ(read<Submit>(R"({'a':'op','c':'n','d':'d','seq':1,'op':[{'insert':'\ud83d'}]})").body,
            R"([{"insert":"\ud83d"}])");
  EXPECT_EQ(read<Fetch>(R"({'a':'f','c':'\ud83d\ude00','d':'\ud83d'})").key.collection,
            "\xf0\x9f\x98\x80");
}

TEST(Decode, SnapshotsOfThePastKeepTheirRequestId) {
  const auto by_version = read<SnapshotByVersion>("{'a':'nf','id':1,'c':'n','d':'d','v':3}");
  EXPECT_EQ(by_version.request, "1");
  EXPECT_EQ(by_version.version, Version{3});
  const auto by_time = read<SnapshotByTime>("{'a':'nt','id':'x','c':'n','d':'d','ts':-1.5}");
  EXPECT_EQ(by_time.request, "\"x\"");
  EXPECT_EQ(by_time.time, Timestamp{-2});
  EXPECT_EQ(read<SnapshotByTime>("{'a':'nt','c':'n','d':'d','ts':null}").time, std::nullopt);
}

TEST(Decode, PresenceIsAboutADocumentOrAboutNone) {
  const auto cursor = read<PresenceUpdate>(
      "{'a':'p','ch':'n.d','id':'i','p':{'x':1},'pv':0,'c':'n','d':'d','v':7,'t':'rich-text'}");
  EXPECT_EQ(cursor.value, R"({"x":1})");
  EXPECT_EQ(cursor.key, (DocumentKey{"n", "d"}));
  EXPECT_EQ(cursor.version, Version{7});
  EXPECT_EQ(cursor.type, "rich-text");
  const auto room = read<PresenceUpdate>("{'a':'p','ch':'room','id':'i','pv':3}");
  EXPECT_EQ(room.value, "null");
  EXPECT_EQ(room.key, std::nullopt);
  EXPECT_EQ(read<PresenceSubscribe>("{'a':'ps','ch':'room','seq':2}").sequence, 2u);
  EXPECT_EQ(read<PresenceUnsubscribe>("{'a':'pu','ch':'room','seq':3}").channel, "room");
  EXPECT_EQ(read<PresenceRequest>("{'a':'pr','ch':'room'}").channel, "room");
}

TEST(Decode, QueriesPingsAndOurOwn) {
  EXPECT_EQ(read<Query>("{'a':'qs','id':1,'c':'n','q':{},'r':[['x',1]]}").action, "qs");
  EXPECT_EQ(read<QueryUnsubscribe>("{'a':'qu','id':2}").id, "2");
  read<Ping>("{'a':'pp'}");
  EXPECT_EQ(read<Watch>("{'a':'watch','c':'n','d':'d'}").key.id, "d");
  EXPECT_EQ(read<Unwatch>("{'a':'unwatch','c':'n','d':'d'}").key.id, "d");
}

struct Mistake {
  std::string_view json;
  std::string_view refusal;
};

TEST(Decode, MistakesAreNamedAsTheProtocolDoes) {
  // Protocol reference, 10.2.
  for (const auto& [json, message] : std::initializer_list<Mistake>{
           {"{}", "Invalid or unknown message"},
           {"{'a':5}", "Invalid or unknown message"},
           {"{'a':'init'}", "Invalid or unknown message"},
           {"{'a':'f','d':'d'}", "Invalid collection"},
           {"{'a':'f','c':5,'d':'d'}", "Invalid collection"},
           {"{'a':'f','c':'__proto__','d':'d'}", "Invalid collection"},
           {"{'a':'s','c':'n','d':'toString'}", "Invalid id"},
           {"{'a':'u','c':'n'}", "Invalid id"},
           {"{'a':'nf','id':1,'c':'n'}", "Invalid id"},
           {"{'a':'nt','id':1,'d':'d'}", "Invalid collection"},
           {"{'a':'f','c':'n','d':'d','v':-1}", "Invalid version"},
           {"{'a':'f','c':'n','d':'d','v':1.5}", "Invalid version"},
           {"{'a':'f','c':'n','d':'d','v':'1'}", "Invalid version"},
           {"{'a':'f','c':'n','d':'d','v':1e300}", "Invalid version"},
           {"{'a':'op','c':'n','d':'d','v':true,'seq':1,'del':true}", "Invalid version"},
           {"{'a':'nt','id':1,'c':'n','d':'d','ts':'now'}", "Invalid timestamp"},
           {"{'a':'nt','id':1,'c':'n','d':'d','ts':1e300}", "Invalid timestamp"},
           {"{'a':'bs','c':'n'}", "Invalid bulk subscribe data"},
           {"{'a':'bu','c':'n','b':'x'}", "Invalid bulk subscribe data"},
           {"{'a':'bf','c':'n','b':[5]}", "Invalid id"},
           {"{'a':'bf','c':'n','b':['valueOf']}", "Invalid id"},
           {"{'a':'bf','c':'n','b':{'x':'y'}}", "Invalid version"},
           {"{'a':'bf','c':'n','b':{'__proto__':1}}", "Invalid id"},
           {"{'a':'p','ch':'c','id':'','pv':1}", "Invalid presence ID"},
           {"{'a':'p','ch':'c','pv':1}", "Invalid presence ID"},
           {"{'a':'p','ch':'c','id':'i','pv':-1}", "Invalid presence version"},
           {"{'a':'p','ch':'c','id':'i'}", "Invalid presence version"},
           {"{'a':'p','ch':'c','id':'i','pv':1,'c':'n','d':'d'}", "Invalid version"},
           {"{'a':'p','id':'i','pv':1}", "Invalid presence channel"},
           {"{'a':'ps','ch':'constructor'}", "Invalid presence channel"},
           {"{'a':'pr','ch':1}", "Invalid presence channel"},
           {"{'a':'ps','ch':'c','seq':'1'}", "Invalid seq"},
           {"{'a':'op','c':'n','d':'d','v':1,'seq':'1','del':true}", "Invalid seq"},
           {"{'a':'op','c':'n','d':'d','v':1,'seq':-1,'del':true}", "Invalid seq"},
           {"{'a':'op','c':'n','d':'d','v':1,'seq':1,'src':5,'del':true}", "Invalid src"},
           {"{'a':'op','c':'n','d':'d','v':1,'seq':1}", "Invalid op message"},
           {"{'a':'hs','protocol':{}}", "Invalid protocol"},
           {"{'a':'hs','protocolMinor':[]}", "Invalid protocol"},
           {"{'a':'hs','id':5}", "Invalid id"},
           {"{'a':'qf','c':'n','q':{}}", "Missing query ID"},
           {"{'a':'qu','id':'1'}", "Missing query ID"},
           {"{'a':'qs','id':1,'r':{}}", "Invalid query results"},
           {"{'a':'qs','id':1,'r':[5]}", "Invalid query results"},
           {"{'a':'qs','id':1,'r':[[5,1]]}", "Invalid id"},
           {"{'a':'qs','id':1,'r':[['x',-1]]}", "Invalid version"}}) {
    EXPECT_EQ(refusal_of(json), "ERR_MESSAGE_BADLY_FORMED: " + std::string(message)) << json;
  }
}

TEST(Decode, MistakesInAnOperationAreNamedAsTheProtocolDoes) {
  // Protocol reference, 10.3.
  for (const auto& [json, refusal] : std::initializer_list<Mistake>{
           {"{'a':'op','c':'n','d':'d','seq':1,'create':5}",
            "ERR_OT_OP_BADLY_FORMED: Create data must be an object"},
           {"{'a':'op','c':'n','d':'d','seq':1,'create':{}}",
            "ERR_OT_OP_BADLY_FORMED: Missing create type"},
           {"{'a':'op','c':'n','d':'d','seq':1,'create':{'type':5}}",
            "ERR_OT_OP_BADLY_FORMED: Missing create type"},
           {"{'a':'op','c':'n','d':'d','seq':1,'del':false}",
            "ERR_OT_OP_BADLY_FORMED: del value must be true"},
           {"{'a':'op','c':'n','d':'d','seq':1,'del':'true'}",
            "ERR_OT_OP_BADLY_FORMED: del value must be true"},
           {"{'a':'op','c':'n','d':'d','del':true}",
            "ERR_OT_OP_BADLY_FORMED: Both src and seq must be set together"}}) {
    EXPECT_EQ(refusal_of(json), refusal) << json;
  }
  EXPECT_EQ(
      refusal_of("{'a':'op','c':'n','d':'d','seq':9007199254740991,'del':true}").substr(0, 35),
      "ERR_CONNECTION_SEQ_INTEGER_OVERFLOW");
  EXPECT_EQ(refusal_of("{'a':'op','c':'n','d':'d','seq':9007199254740990,'del':true}"),
            "a message");
}

TEST(Decode, WhatIsNoObjectOfJsonIsGarbage) {
  for (const std::string_view json : {"", " ", "null", "5", "true", "'x'", "[{}]", "{", "{'a':'pp'",
                                      "{'a':'pp'}}", "{'a':'pp'} x", "{'a':pp}", "{'a':'\xff'}",
                                      "{'a':'\xed\xa0\x80'}", "\xef\xbb\xbf{'a':'pp'}"}) {
    EXPECT_EQ(refusal_of(json), "garbage") << json;
  }
}

TEST(Decode, MessagesNestSoDeepAndNoDeeper) {
  const auto nested = [](int depth) {
    return "{'a':'op','c':'n','d':'d','seq':1,'op':" +
           std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  EXPECT_EQ(refusal_of(nested(json::kMaxDepth - 1)), "a message");
  EXPECT_EQ(refusal_of(nested(json::kMaxDepth)),
            "ERR_MESSAGE_BADLY_FORMED: The message nests too deeply");
  EXPECT_EQ(refusal_of(nested(100'000)), "ERR_MESSAGE_BADLY_FORMED: The message nests too deeply");
}

}  // namespace
}  // namespace plenary::wire
