#include "server/documents/op_frames.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

using storage::OpKind;
using storage::OpRecord;

const std::string kTableChange =
    R"({"table-embed":{"cells":{"1:1":{"content":[{"insert":"a"}]}}}})";
const std::string kNoteChange = R"({"note":{"content":[{"insert":"b"}]}})";

OpRecord edit_with(std::string body) {
  return {{4}, OpKind::kEdit, {1000}, "", "s", {2}, std::move(body)};
}

/// What stands under `op` in the message of a record from the log; `embeds`: what is understood.
std::string told(const std::string& body, std::string_view embeds) {
  const std::string message = op_message({"c", "d"}, edit_with(body), EmbedKinds::named(embeds));
  const auto at = message.find("\"op\":") + 5;
  return message.substr(at, message.size() - at - 1);
}

TEST(OpFrames, AChangeOfAnEmbedIsAPlainRetainForThoseWhoDoNotUnderstandIt) {
  const std::string body = R"([{"retain":)" + kTableChange +
                           R"(,"attributes":{"align":"right"}},{"retain":3},{"retain":)" +
                           kNoteChange + "}]";
  EXPECT_EQ(told(body, "note,table-embed"), body);
  EXPECT_EQ(told(body, ""),
            R"([{"retain":1,"attributes":{"align":"right"}},{"retain":3},{"retain":1}])");
  EXPECT_EQ(told(body, "note"),
            R"([{"retain":1,"attributes":{"align":"right"}},{"retain":3},{"retain":)" +
                kNoteChange + "}]");
  EXPECT_EQ(told(R"({"ops":[{"retain":)" + kNoteChange + "}]}", ""), R"({"ops":[{"retain":1}]})")
      << "in the form in which it was sent";
}

TEST(OpFrames, WhatOnlyLooksLikeAChangeStaysAsItIs) {
  for (const std::string body : {R"([{"insert":"\"retain\":{\"note\":{}}"}])",
                                 R"([{"insert":{"image":{"retain":{"note":{}}}}}])",
                                 R"([{"p":["x"],"oi":{"retain":{"note":{}}}}])",
                                 R"([{"retain":1,"attributes":{"retain":{"note":{}}}}])"}) {
    EXPECT_EQ(told(body, ""), body);
  }
}

TEST(OpFrames, AnOperationInMemoryIsToldAsTheOneInTheLog) {
  const std::string body = R"([{"retain":)" + kTableChange + "}]";
  Committed op{edit_with(body), *ot::decode_edit(ot::TypeId::kRichText, body)};
  for (const std::string_view embeds : {"", "note", "table-embed", "table-embed,note"}) {
    EXPECT_EQ(op_message({"c", "d"}, op, EmbedKinds::named(embeds)),
              op_message({"c", "d"}, op.record, EmbedKinds::named(embeds)));
  }
  EXPECT_TRUE(depends_on_client(op));
  EXPECT_FALSE(depends_on_client({edit_with("[]"), ot::NoOp{}}));
}

}  // namespace
}  // namespace plenary::server
