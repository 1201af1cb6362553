#include "clients/load/document.hpp"
#include "clients/load/frame_fields.hpp"
#include "clients/load/histogram.hpp"
#include "clients/load/url.hpp"
#include "clients/load/websocket_frames.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace plenary::load {
namespace {

using Messages = std::vector<std::pair<Opcode, std::string>>;

// A server frame: not masked.
std::string server_frame(Opcode opcode, std::string_view payload, bool is_final = true) {
  std::string frame;
  frame.push_back(static_cast<char>((is_final ? 0x80 : 0) | static_cast<int>(opcode)));
  if (payload.size() < 126) {
    frame.push_back(static_cast<char>(payload.size()));
  } else {
    frame.push_back(127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      frame.push_back(static_cast<char>((payload.size() >> shift) & 0xFF));
    }
  }
  return frame.append(payload);
}

Messages read_in_pieces(std::string_view stream, std::size_t piece) {
  FrameReader reader;
  Messages messages;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    EXPECT_TRUE(reader.feed(stream.substr(at, piece), [&](Opcode opcode, std::string_view text) {
      messages.emplace_back(opcode, std::string(text));
    }));
  }
  return messages;
}

TEST(FrameReader, MessagesComeOutWholeHoweverTheStreamIsCut) {
  const std::string large(70'000, 'x');
  const std::string stream =
      server_frame(Opcode::kText, "{\"a\":\"pp\"}") + server_frame(Opcode::kText, "") +
      server_frame(Opcode::kText, large) + server_frame(Opcode::kText, "one ", false) +
      server_frame(Opcode::kPing, "between") + server_frame(Opcode::kContinuation, "message") +
      server_frame(Opcode::kClose, "");
  const Messages expected = {{Opcode::kText, "{\"a\":\"pp\"}"},
                             {Opcode::kText, ""},
                             {Opcode::kText, large},
                             {Opcode::kPing, "between"},
                             {Opcode::kText, "one message"},
                             {Opcode::kClose, ""}};
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{7}, std::size_t{4096}, stream.size()}) {
    EXPECT_EQ(read_in_pieces(stream, piece), expected) << "in pieces of " << piece;
  }
}

TEST(FrameReader, MaskedAndReservedFramesEndTheStream) {
  FrameReader masked;
  std::string client;
  append_client_frame(client, Opcode::kText, "x");
  EXPECT_FALSE(masked.feed(client, [](Opcode, std::string_view) {}));
  FrameReader reserved;
  EXPECT_FALSE(reserved.feed("\xC1\x01x", [](Opcode, std::string_view) {}));
}

TEST(ClientFrame, HeaderFollowsTheLength) {
  for (const auto& [length, header] : std::vector<std::pair<std::size_t, std::size_t>>{
           {0, 6}, {125, 6}, {126, 8}, {65'535, 8}, {65'536, 14}}) {
    std::string frame;
    append_client_frame(frame, Opcode::kText, std::string(length, 'x'));
    EXPECT_EQ(frame.size(), header + length);
    EXPECT_EQ(static_cast<unsigned char>(frame[0]), 0x81);
    EXPECT_NE(static_cast<unsigned char>(frame[1]) & 0x80, 0);
  }
}

TEST(FrameFields, KeysAreFoundInAnyOrderAndNestedOnesAreNot) {
  FrameFields fields;
  ASSERT_TRUE(scan_frame(
      R"( {"x":{"v":9,"src":"no"},"src":"id\"01","seq":2,"v":17,"a":"op","d":"d1","op":[{"insert":"}]\"{"}]} )",
      fields));
  EXPECT_EQ(fields.action, "op");
  EXPECT_EQ(fields.source, R"(id\"01)");
  EXPECT_EQ(fields.document_id, "d1");
  EXPECT_EQ(fields.version, 17);
  EXPECT_EQ(fields.sequence, 2);
  EXPECT_TRUE(fields.has_op);
  EXPECT_TRUE(fields.error.empty());
}

TEST(FrameFields, AnAcknowledgementHasNoOpAndNullIsAbsent) {
  FrameFields fields;
  ASSERT_TRUE(scan_frame(R"({"src":"a","seq":1,"v":null,"a":"op","c":"c","d":"d"})", fields));
  EXPECT_FALSE(fields.has_op);
  EXPECT_EQ(fields.version, -1);
}

TEST(FrameFields, ErrorAndDataAreSlices) {
  FrameFields fields;
  ASSERT_TRUE(scan_frame(R"({"a":"f","data":{"v":3,"data":"\\"},"error":{"code":"E"}})", fields));
  EXPECT_EQ(fields.data, R"({"v":3,"data":"\\"})");
  EXPECT_EQ(fields.error, R"({"code":"E"})");
}

TEST(FrameFields, TextThatIsNoObjectIsRefused) {
  for (const std::string_view text :
       {"", "[1]", "{", "{\"a\"", "{\"a\":", "{\"a\":\"x", "{\"a\":1 \"b\":2}", "{a:1}"}) {
    FrameFields fields;
    EXPECT_FALSE(scan_frame(text, fields)) << text;
  }
}

TEST(Histogram, PercentilesAreWithinTheBucketWidth) {
  Histogram histogram;
  EXPECT_EQ(histogram.percentile_ms(0.5), 0);
  for (int i = 1; i <= 1000; ++i) {
    histogram.record(i * 1'000'000LL);
  }
  EXPECT_EQ(histogram.count(), 1000U);
  EXPECT_NEAR(histogram.percentile_ms(0.50), 500, 500.0 / 32);
  EXPECT_NEAR(histogram.percentile_ms(0.99), 990, 990.0 / 32);
  EXPECT_DOUBLE_EQ(histogram.percentile_ms(1), 1000);
  EXPECT_DOUBLE_EQ(histogram.max_ms(), 1000);
}

TEST(Histogram, TheSmallestAndTheLargestSamplesHaveAPlace) {
  Histogram histogram;
  histogram.record(-5);
  histogram.record(0);
  histogram.record(INT64_MAX);
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_EQ(histogram.percentile_ms(0.5), 0);
}

TEST(WebSocketUrl, PartsHaveDefaults) {
  const auto full = parse_websocket_url("ws://127.0.0.1:8080/sync?x=1");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host, "127.0.0.1");
  EXPECT_EQ(full->port, 8080);
  EXPECT_EQ(full->path, "/sync?x=1");
  const auto bare = parse_websocket_url("ws://localhost");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->port, 80);
  EXPECT_EQ(bare->path, "/");
  for (const auto* text :
       {"http://x", "ws://", "ws://:80/", "ws://x:0", "ws://x:70000", "ws://x:8o"}) {
    EXPECT_FALSE(parse_websocket_url(text)) << text;
  }
}

TEST(Document, LengthsFollowTheOpsAndAVersionHasOneAuthor) {
  Options options;
  options.chars = 100;
  Document document(options, "d");
  EXPECT_EQ(document.head(), 1);
  EXPECT_TRUE(document.note(1, 7, 2, 5));
  EXPECT_TRUE(document.note(2, 8, 2, -3));
  EXPECT_EQ(document.length_at(1), 100);
  EXPECT_EQ(document.length_at(2), 105);
  EXPECT_EQ(document.length_at(3), 102);
  EXPECT_TRUE(document.note(1, 7, 2, 5)) << "seen again by another subscriber";
  EXPECT_FALSE(document.note(1, 8, 2, 5)) << "another author";
  EXPECT_FALSE(document.note(1, 7, 3, 5)) << "another op";
}

TEST(Document, TheCreateFrameHoldsAsManyCharactersAsAskedFor) {
  for (const int run_chars : {0, 50}) {
    Options options;
    options.chars = 1'234;
    options.run_chars = run_chars;
    const std::string frame = Document(options, "d").create_frame(options);
    std::size_t units = 0;
    for (std::size_t at = 0; (at = frame.find("\"insert\":\"", at)) != std::string::npos;) {
      at += std::string_view("\"insert\":\"").size();
      for (; frame[at] != '"'; ++at, ++units) {
        at += frame[at] == '\\' ? 1 : 0;
      }
    }
    EXPECT_EQ(units, 1'234U);
    FrameFields fields;
    EXPECT_TRUE(scan_frame(frame, fields));
    EXPECT_EQ(fields.version, 0);
  }
}

}  // namespace
}  // namespace plenary::load
