// What is read out of a picture's bytes, and what is taken off.
#include "server/pictures/picture.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "tests/support/pictures/files.hpp"

namespace plenary::server {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the makers of files

void expect_same(const std::string& file, PictureType type, Size size) {
  const auto picture = read_picture(file);
  ASSERT_TRUE(picture) << picture.error().detail;
  EXPECT_EQ(picture->type, type);
  EXPECT_EQ(picture->size, size);
  EXPECT_EQ(picture->bytes, file);
}

void expect_cleaned(const std::string& file, const std::string& clean) {
  const auto picture = read_picture(file);
  ASSERT_TRUE(picture) << picture.error().detail;
  EXPECT_EQ(picture->bytes, clean);
  EXPECT_EQ(read_picture(clean)->bytes, clean) << "once is enough";
}

Errc fault_of(const std::string& file) {
  const auto picture = read_picture(file);
  return picture ? Errc::kIo : picture.error().code;
}

TEST(Picture, TypeAndSizeAreInItsBytes) {
  expect_same(png(640, 480), PictureType::kPng, {640, 480});
  expect_same(jpeg(640, 480), PictureType::kJpeg, {640, 480});
  expect_same(gif(640, 480), PictureType::kGif, {640, 480});
  expect_same(webp(webp_header(0, 640, 480)), PictureType::kWebp, {640, 480});
  expect_same(webp(webp_chunk("VP8L", "\x2f" + little(639U | 479U << 14U, 4))), PictureType::kWebp,
              {640, 480});
  expect_same(webp(webp_chunk("VP8 ", raw("\0\0\0\x9d\x01\x2a") + little(640, 2) + little(480, 2))),
              PictureType::kWebp, {640, 480});
}

TEST(Picture, SvgSaysItsSizeInManyWays) {
  const auto size_of = [](const std::string& attributes) {
    return read_picture("<svg " + attributes + "/>")->size;
  };
  EXPECT_EQ(size_of("width='64' height=\"48px\""), (Size{64, 48}));
  EXPECT_EQ(size_of("width='1in' height='72pt'"), (Size{96, 96}));
  EXPECT_EQ(size_of("viewBox='0 0 30.4 20'"), (Size{30, 20}));
  EXPECT_EQ(size_of("viewBox='-5,-5 30,20' width='60'"), (Size{60, 40}));
  EXPECT_EQ(size_of("viewBox='0 0 30 20' height='100' width='100%'"), (Size{150, 100}));
  EXPECT_EQ(size_of(""), (Size{300, 150}));
  EXPECT_EQ(size_of("width='-1' height='nan' viewBox='0 0 0 0'"), (Size{300, 150}));
  EXPECT_EQ(size_of("width='0.1' height='0.1'"), (Size{1, 1}));
  EXPECT_EQ(size_of("width='0' height='0' viewBox='0 0 1 1'"), (Size{1, 1}));
}

TEST(Picture, SvgMayHaveAPrologue) {
  for (const char* file :
       {"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE svg [ <!ENTITY a 'b'> ]>\n"
        "<svg width='4' height='3'></svg>",
        "\n<s:svg xmlns:s='http://www.w3.org/2000/svg' width='4' height='3'/>"}) {
    const auto picture = read_picture(file);
    ASSERT_TRUE(picture) << file;
    EXPECT_EQ(picture->type, PictureType::kSvg);
    EXPECT_EQ(picture->size, (Size{4, 3}));
    EXPECT_EQ(picture->bytes, file);
  }
}

TEST(Picture, WhatIsNoneIsNone) {
  for (const std::string& file :
       {std::string(), std::string("words"), std::string("<html><svg/></html>"),
        std::string("<svga/>"), std::string("BM and more"),
        raw("\0\0\0\x20"
            "ftypavif"),
        std::string("RIFF....WAVEfmt "), std::string("<svg>\xff</svg>"), std::string("<!-- <svg> "),
        std::string("<")}) {
    EXPECT_EQ(fault_of(file), Errc::kUnsupported) << file;
  }
}

TEST(Picture, EveryTruncationIsRefusedOrWhole) {
  for (const std::string& file : {png(64, 48), jpeg(64, 48), gif(64, 48),
                                  webp(webp_header(0, 64, 48) + webp_chunk("VP8 ", "data"))}) {
    for (std::size_t length = 0; length < file.size(); ++length) {
      const auto picture = read_picture(file.substr(0, length));
      EXPECT_TRUE(!picture || picture->size == (Size{64, 48})) << length;
    }
  }
}

TEST(Picture, DamageIsNamed) {
  EXPECT_EQ(fault_of(png(0, 48)), Errc::kMalformed);
  EXPECT_EQ(fault_of(png(64, 48).substr(0, 40)), Errc::kMalformed);
  EXPECT_EQ(fault_of(raw("\x89PNG\r\n\x1a\n") + png_chunk("IDAT", "x")), Errc::kMalformed);
  EXPECT_EQ(fault_of(raw("\x89PNG\r\n\x1a\n") + raw("\xff\xff\xff\xffIHDR")), Errc::kMalformed);
  EXPECT_EQ(fault_of("\xff\xd8" + jpeg_scan()), Errc::kMalformed);
  EXPECT_EQ(fault_of("\xff\xd8" + jpeg_frame(3, 3) + "\xff\xd9"), Errc::kMalformed);
  EXPECT_EQ(fault_of("\xff\xd8\xff\xe1" + big(1, 2)), Errc::kMalformed);
  EXPECT_EQ(fault_of(webp(webp_chunk("VP8 ", "short"))), Errc::kMalformed);
  EXPECT_EQ(fault_of("<svg width='4"), Errc::kMalformed);
  EXPECT_EQ(fault_of("<svg width"), Errc::kMalformed);
}

TEST(Picture, PixelsHaveALimit) {
  static_assert(kPicturePixelsMax == 50'000'000);
  EXPECT_TRUE(read_picture(png(10'000, 5'000)));
  const auto beyond = read_picture(png(10'000, 5'001));
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, Errc::kMalformed);
  EXPECT_NE(beyond.error().detail.find("10000 by 5001"), std::string::npos);
  EXPECT_EQ(fault_of(png(0x7fffffff, 0x7fffffff)), Errc::kMalformed);
  EXPECT_EQ(fault_of("<svg width='1e300' height='1e300'/>"), Errc::kIo) << "not believed";
}

TEST(Metadata, OfPngIsTakenOff) {
  const std::string kept = png_chunk("iCCP", "colours") + png_chunk("acTL", "frames");
  std::string more = kept;
  for (const char* name : {"tEXt", "zTXt", "iTXt", "eXIf", "tIME"}) {
    more += png_chunk(name, "somewhere");
  }
  expect_cleaned(png(4, 3, more) + "behind it", png(4, 3, kept));
}

TEST(Metadata, OfJpegIsTakenOff) {
  const std::string kept = jpeg_segment(0xe0, raw("JFIF\0\x01\x01")) +
                           jpeg_segment(0xe2, raw("ICC_PROFILE\0colours")) +
                           jpeg_segment(0xee, "Adobe");
  const std::string more = jpeg_segment(0xe1, exif(1)) +
                           jpeg_segment(0xe1, raw("http://ns.adobe.com/xap/1.0/\0place")) +
                           jpeg_segment(0xe2, raw("MPF\0other pictures")) +
                           jpeg_segment(0xe4, "maker") + jpeg_segment(0xed, "Photoshop 3.0") +
                           jpeg_segment(0xfe, "a comment") + jpeg_segment(0xe0, raw("JFXX\0small"));
  expect_cleaned(jpeg(4, 3, kept + more) + jpeg(9, 9, jpeg_segment(0xe1, exif(1))),
                 jpeg(4, 3, kept));
}

TEST(Metadata, OrientationOfJpegStays) {
  for (const bool is_big : {true, false}) {
    for (const unsigned orientation : {1U, 3U, 6U, 8U}) {
      const auto picture =
          read_picture(jpeg(40, 30, jpeg_segment(0xe1, exif(orientation, is_big))));
      ASSERT_TRUE(picture);
      EXPECT_EQ(picture->size, (orientation >= 5 ? Size{30, 40} : Size{40, 30}));
      EXPECT_EQ(picture->bytes.find("here"), std::string::npos);
      EXPECT_EQ(picture->bytes.find("Exif") != std::string::npos, orientation != 1);
      EXPECT_EQ(read_picture(picture->bytes)->size, picture->size);
      EXPECT_EQ(read_picture(picture->bytes)->bytes, picture->bytes);
    }
  }
  for (const unsigned none : {0U, 9U, 65535U}) {
    const auto picture = read_picture(jpeg(40, 30, jpeg_segment(0xe1, exif(none))));
    EXPECT_EQ(picture->size, (Size{40, 30}));
  }
}

TEST(Metadata, BetweenTheScansOfAJpegIsTakenOff) {
  const std::string first = jpeg_frame(4, 3) + jpeg_scan();
  expect_cleaned("\xff\xd8" + first + jpeg_segment(0xfe, "where") + jpeg_scan() + "\xff\xd9",
                 "\xff\xd8" + first + jpeg_scan() + "\xff\xd9");
}

TEST(Metadata, OfWebpIsTakenOff) {
  const std::string kept = webp_chunk("ICCP", "odd") + webp_chunk("VP8L", "\x2f" + little(0, 4));
  expect_cleaned(webp(webp_header(0x2c, 4, 3) + kept + webp_chunk("EXIF", exif(6)) +
                      webp_chunk("XMP ", "place") + webp_chunk("what", "ever")) +
                     "behind it",
                 webp(webp_header(0x20, 4, 3) + kept));
}

TEST(Metadata, OfGifIsTakenOff) {
  const std::string repeats = raw("!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
  const std::string control = raw("!\xf9\x04\0\0\0\0\0");
  const std::string more = raw("!\xfe\x05place\x02,x\0") + raw("!\xff\x0bXMP DataXMP\x03xml\0");
  expect_cleaned(gif(4, 3, repeats + more + control) + "behind it", gif(4, 3, repeats + control));
}

}  // namespace
}  // namespace plenary::server
