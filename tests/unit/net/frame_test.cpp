#include "server/net/frame.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

std::string header_for(std::size_t size) {
  std::string frame;
  append_frame(frame, std::string(size, 'x'));
  EXPECT_EQ(frame.substr(frame.size() - size), std::string(size, 'x'));
  return frame.substr(0, frame.size() - size);
}

TEST(Frame, TheLengthTakesAsFewBytesAsTheRfcAsks) {
  using namespace std::string_literals;
  EXPECT_EQ(header_for(0), "\x81\x00"s);
  EXPECT_EQ(header_for(125), "\x81\x7d"s);
  EXPECT_EQ(header_for(126), "\x81\x7e\x00\x7e"s);
  EXPECT_EQ(header_for(65535), "\x81\x7e\xff\xff"s);
  EXPECT_EQ(header_for(65536), "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"s);
}

TEST(Frame, FramesLieOneAfterTheOther) {
  std::string out;
  append_frame(out, "a");
  append_frame(out, "bc");
  EXPECT_EQ(out,
            "\x81\x01"
            "a"
            "\x81\x02"
            "bc");
}

}  // namespace
}  // namespace plenary::server
