#include "server/documents/snapshot_frame.hpp"

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "tests/support/server/recording_peer.hpp"

namespace plenary::server {
namespace {

const DocumentKey kFramed{"c", "d"};

ot::Content text_of(std::size_t units) {
  return ot::Content::from_json("rich-text", R"([{"insert":")" + std::string(units, 'x') + R"("}])")
      .value();
}

SnapshotFrameRef frame_of(std::size_t units, std::string_view action = "s") {
  return std::make_shared<SnapshotFrame>(kFramed, action, Version{3}, text_of(units));
}

TEST(SnapshotFrame, IsTheReplyAndHoldsTheSnapshotObject) {
  const SnapshotFrameRef frame = frame_of(2);
  EXPECT_FALSE(frame->is_encoded());
  frame->encode();
  ByteBudget budget({0, 0});
  const auto bytes = frame->bytes_for("anna", budget);
  ASSERT_TRUE(bytes) << "a small one needs no room";
  const std::string object =
      R"({"v":3,"data":{"ops":[{"insert":"xx"}]},"type":"http://sharejs.org/types/rich-text/v1"})";
  EXPECT_EQ(testing::payloads_of(bytes->part),
            std::vector<std::string>{R"({"data":)" + object + R"(,"a":"s","c":"c","d":"d"})"});
  EXPECT_EQ(frame->data(), object);
}

TEST(SnapshotFrame, OfADocumentThatDoesNotExistHasNoData) {
  const auto frame = std::make_shared<SnapshotFrame>(kFramed, "f", Version{0}, ot::Content());
  EXPECT_TRUE(frame->encode_within(kEncodeHereBytes));
  EXPECT_EQ(frame->data(), R"({"v":0,"type":null})");
}

TEST(SnapshotFrame, IsEncodedWithinSoManyBytesAndNoMore) {
  const std::size_t json = text_of(1000).to_json().size();
  EXPECT_TRUE(frame_of(1000)->encode_within(json));
  EXPECT_FALSE(frame_of(1000)->encode_within(999));
}

TEST(SnapshotFrame, ALargeOneCountsOnceForEachAskerUntilItsLastSocketHasSentIt) {
  const std::size_t size = 2 * kEncodeHereBytes;
  ByteBudget budget({100 * size, 2 * size});
  const SnapshotFrameRef frame = frame_of(size);
  frame->encode();
  auto first = frame->bytes_for("anna", budget);
  auto second = frame->bytes_for("anna", budget);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->part.data(), second->part.data());
  EXPECT_TRUE(first->in_budget);
  EXPECT_EQ(budget.held(), frame->bytes());
  auto other = frame->bytes_for("bert", budget);
  EXPECT_EQ(budget.held(), 2 * frame->bytes());
  first = Bytes();
  EXPECT_EQ(budget.held(), 2 * frame->bytes()) << "another socket of hers still sends it";
  second = Bytes();
  EXPECT_EQ(budget.held(), frame->bytes());
  other = Bytes();
  EXPECT_EQ(budget.held(), 0u);
}

TEST(SnapshotFrame, ALargeOneWaitsForRoom) {
  const std::size_t size = 2 * kEncodeHereBytes;
  ByteBudget budget({10 * size, size + size / 2});
  const SnapshotFrameRef one = frame_of(size);
  const SnapshotFrameRef two = frame_of(size);
  one->encode();
  two->encode();
  auto sent = one->bytes_for("anna", budget);
  ASSERT_TRUE(sent);
  const auto refused = two->bytes_for("anna", budget);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kBusy);
  EXPECT_TRUE(two->bytes_for("bert", budget)) << "it costs only her";
  sent = Bytes();
  EXPECT_TRUE(two->bytes_for("anna", budget));
}

TEST(SnapshotFrame, TheLargestOneCanBeHadByOneAsker) {
  ByteBudget budget({kReadAnswerBytesMax, kReadAnswerBytesPerAskerMax});
  const SnapshotFrameRef frame = frame_of(kReadAnswerBytesPerAskerMax + 1);
  frame->encode();
  EXPECT_TRUE(frame->bytes_for("anna", budget));
}

TEST(SnapshotFrames, SmallOnesAreKeptAndLargeOnesSharedWhileSomebodyHasThem) {
  SnapshotFrames frames;
  const auto at = [&](std::uint64_t version, const ot::Content& content) {
    return frames.at(kFramed, "s", {version}, content);
  };
  const ot::Content small = text_of(10);
  const SnapshotFrame* const kept = at(1, small).get();
  EXPECT_TRUE(kept->is_encoded());
  EXPECT_EQ(at(1, small).get(), kept);
  EXPECT_NE(at(2, small).get(), kept);
  const ot::Content large = text_of(kEncodeHereBytes);
  SnapshotFrameRef shared = at(3, large);
  EXPECT_FALSE(shared->is_encoded());
  EXPECT_EQ(at(3, large), shared);
  const std::weak_ptr<SnapshotFrame> gone = std::exchange(shared, nullptr);
  EXPECT_TRUE(gone.expired());
  // Once it is known to be small again, it is encoded here again.
  SnapshotFrame tiny(kFramed, "s", {4}, small);
  ASSERT_TRUE(tiny.encode_within(kEncodeHereBytes));
  frames.encoded(tiny);
  EXPECT_TRUE(at(4, small)->is_encoded());
}

}  // namespace
}  // namespace plenary::server
