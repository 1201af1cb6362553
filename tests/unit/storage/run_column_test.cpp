#include "storage/run_column.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace plenary::storage {
namespace {

using std::string_literals::operator""s;

std::string packed(const std::vector<std::uint64_t>& values) {
  RunWriter writer;
  for (const std::uint64_t value : values) {
    writer.add(value);
  }
  return writer.finish();
}

TEST(RunColumn, NumbersComeBack) {
  const std::uint64_t most = ~std::uint64_t{0};
  const std::vector<std::vector<std::uint64_t>> columns{{},
                                                        {0},
                                                        {7, 7},
                                                        {7, 7, 7},
                                                        {1, 2, 3},
                                                        {most},
                                                        {most, most, most},
                                                        {0, 0, 0, 5, 0, 0, 0},
                                                        {1, 2, 2, 2, 2, 3},
                                                        {300, 300, 1, 300}};
  for (const std::vector<std::uint64_t>& column : columns) {
    const std::string bytes = packed(column);
    RunReader reader(bytes);
    for (const std::uint64_t value : column) {
      EXPECT_FALSE(reader.complete());
      EXPECT_EQ(reader.next(), value);
    }
    EXPECT_TRUE(reader.complete());
  }
}

TEST(RunColumn, RunsTakeTwoNumbersAndOthersOneEach) {
  EXPECT_EQ(packed(std::vector<std::uint64_t>(60, 9)), "\x79\x09"s);
  EXPECT_EQ(packed({1, 1, 2}), "\x06\x01\x01\x02"s);
  EXPECT_EQ(packed({5, 1, 1, 1}), "\x02\x05\x07\x01"s);
}

TEST(RunColumn, RepeatsCanBeSkipped) {
  const std::string bytes = packed({4, 4, 4, 4, 4, 8});
  RunReader reader(bytes);
  EXPECT_EQ(reader.repeats(), 0u);
  EXPECT_EQ(reader.next(), 4u);
  EXPECT_EQ(reader.repeats(), 4u);
  reader.skip(4);
  EXPECT_EQ(reader.next(), 8u);
  EXPECT_EQ(reader.repeats(), 0u) << "in a list";
  EXPECT_TRUE(reader.complete());
}

TEST(RunColumn, WhatIsNotThereIsZeroAndAFailure) {
  for (const std::string& bytes :
       {""s, "\x00"s, "\x01\x05"s, "\x04\x05"s, "\x07"s, "\x80"s, "\x02\x80\x00"s, "\x02\xff"s}) {
    RunReader reader(bytes);
    for (int i = 0; i < 3; ++i) {
      static_cast<void>(reader.next());
    }
    EXPECT_EQ(reader.next(), 0u);
    EXPECT_TRUE(reader.failed()) << bytes;
    EXPECT_FALSE(reader.complete()) << bytes;
  }
}

TEST(RunColumn, WhatIsLeftOverIsNotComplete) {
  const std::string bytes = packed({1, 2, 3});
  RunReader reader(bytes);
  EXPECT_EQ(reader.next(), 1u);
  EXPECT_FALSE(reader.complete());
  EXPECT_FALSE(reader.failed());
}

}  // namespace
}  // namespace plenary::storage
