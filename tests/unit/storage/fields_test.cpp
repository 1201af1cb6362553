#include "storage/fields.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace plenary::storage {
namespace {

using std::string_literals::operator""s;

std::string varint_of(std::uint64_t value) {
  std::string out;
  FieldWriter(out).varint(value);
  return out;
}

TEST(Fields, VarintsAreAsShortAsTheyCanBe) {
  EXPECT_EQ(varint_of(0), "\x00"s);
  EXPECT_EQ(varint_of(127), "\x7f");
  EXPECT_EQ(varint_of(128), "\x80\x01");
  EXPECT_EQ(varint_of(300), "\xac\x02");
  EXPECT_EQ(varint_of(~std::uint64_t{0}), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST(Fields, VarintsAtEveryLengthComeBack) {
  for (unsigned bits = 0; bits < 64; ++bits) {
    for (const std::uint64_t value : {(std::uint64_t{1} << bits) - 1, std::uint64_t{1} << bits}) {
      const std::string bytes = varint_of(value);
      FieldReader reader(bytes);
      EXPECT_EQ(reader.varint(), value);
      EXPECT_TRUE(reader.complete()) << value;
    }
  }
}

TEST(Fields, VarintsThatAreNotTheShortestOrTooLongFail) {
  for (const std::string& bytes :
       {""s, "\x80"s, "\x80\x00"s, "\xff\x80\x00"s, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"s,
        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s}) {
    FieldReader reader(bytes);
    EXPECT_EQ(reader.varint(), 0u);
    EXPECT_TRUE(reader.failed());
  }
}

TEST(Fields, SignedNumbersComeBack) {
  using Limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1},
                                   std::int64_t{1'700'000'000'000}, Limits::min(), Limits::max()}) {
    std::string bytes;
    FieldWriter(bytes).zigzag(value);
    FieldReader reader(bytes);
    EXPECT_EQ(reader.zigzag(), value);
    EXPECT_TRUE(reader.complete());
  }
}

TEST(Fields, BytesThatClaimMoreThanThereIsFail) {
  FieldReader reader(
      "\x05"
      "abcd");
  EXPECT_EQ(reader.bytes(), "");
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.byte(), 0) << "nothing can be read after a failure";
}

TEST(Fields, LeftoverIsNotComplete) {
  FieldReader reader("\x01\x02");
  EXPECT_EQ(reader.byte(), 1);
  EXPECT_FALSE(reader.complete());
  EXPECT_EQ(reader.rest(), "\x02");
  EXPECT_TRUE(reader.complete());
}

}  // namespace
}  // namespace plenary::storage
