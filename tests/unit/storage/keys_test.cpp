#include "storage/keys.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "storage/limits.hpp"

namespace plenary::storage {
namespace {

using std::string_literals::operator""s;

std::string key_of(const std::string& collection, const std::string& id) {
  return document_key({collection, id}).value();
}

// The examples of FORMAT.md, 3.
TEST(Keys, AreWrittenAsTheFormatSays) {
  EXPECT_EQ(key_of("a", "b"), "a\x00\x01"s + "b\x00\x01"s);
  EXPECT_EQ(key_of("a\0"s, "b"), "a\x00\xff\x00\x01"s + "b\x00\x01"s);
  EXPECT_EQ(version_key("k", {0x0102}), "k\x00\x00\x00\x00\x00\x00\x01\x02"s);
  EXPECT_EQ(client_key("c").value(), "c\x00\x01"s);
}

TEST(Keys, EndOfAPrefixIsAfterAllThatBeginWithIt) {
  const std::string prefix = key_of("a", "b");
  EXPECT_GT(end_of(prefix), version_key(prefix, {~std::uint64_t{0}}));
  EXPECT_LT(end_of(prefix), key_of("a", "b\0"s));
  EXPECT_LT(end_of(prefix), key_of("a", "b\x01"));
}

TEST(Keys, AreReadBack) {
  for (const DocumentKey& key : std::vector<DocumentKey>{
           {"", ""}, {"a", ""}, {"", "a"}, {"\0"s, "\0\0"s}, {"a\0\x01"s, "\xff"}, {"x", "y"}}) {
    const std::string bytes = document_key(key).value();
    EXPECT_EQ(parse_document_key(bytes), key);
    const std::string versioned = version_key(bytes, {0xfedcba9876543210});
    const auto split = split_version_key(versioned);
    ASSERT_TRUE(split);
    EXPECT_EQ(split->document, bytes);
    EXPECT_EQ(split->version, Version{0xfedcba9876543210});
  }
  EXPECT_EQ(parse_client_key(client_key("\0x"s).value()), "\0x"s);
}

TEST(Keys, OfNoDocumentAreRefused) {
  for (const std::string& bytes :
       {""s, "\0"s, "a"s, "a\0\x01"s, "a\0\x01"s + "b", "a\0\x01"s + "b\0"s,
        "a\0\x02"s + "b\0\x01"s, "a\0\x01"s + "b\0\x01"s + "c",
        "a\0\x01"s + "b\0\x01"s + "c\0\x01"s}) {
    EXPECT_EQ(parse_document_key(bytes), std::nullopt);
  }
  EXPECT_EQ(parse_client_key("a"), std::nullopt);
  EXPECT_EQ(parse_client_key("a\0\x01 "s), std::nullopt);
  EXPECT_FALSE(split_version_key("1234567"));
  const std::string too_long(kMaxNameBytes + 1, 'x');
  EXPECT_EQ(parse_document_key(too_long + "\0\x01"s + "b\0\x01"s), std::nullopt);
}

TEST(Keys, NamesBeyondTheLimitAreRefused) {
  const std::string longest(kMaxNameBytes, 'x');
  EXPECT_TRUE(document_key({longest, longest}));
  EXPECT_EQ(document_key({longest + "x", "a"}).error().code, Errc::kTooLarge);
  EXPECT_EQ(document_key({"a", longest + "x"}).error().code, Errc::kTooLarge);
  EXPECT_EQ(client_key(longest + "x").error().code, Errc::kTooLarge);
}

TEST(Keys, SortAsWhatTheyName) {
  std::mt19937_64 random(20260101);
  const auto name = [&random] {
    constexpr std::string_view kBytes(
        "\x00\x01\x02\xff"
        "a",
        5);
    std::string made;
    for (std::size_t n = random() % 4; n > 0; --n) {
      made.push_back(kBytes[random() % kBytes.size()]);
    }
    return made;
  };
  using Place = std::tuple<std::string, std::string, std::uint64_t>;
  std::vector<std::pair<Place, std::string>> all;
  for (int i = 0; i < 20'000; ++i) {
    const Place place{name(), name(), random() % 3 * 255};
    all.emplace_back(
        place, version_key(key_of(std::get<0>(place), std::get<1>(place)), {std::get<2>(place)}));
  }
  std::sort(all.begin(), all.end());
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_EQ(all[i - 1].first < all[i].first, all[i - 1].second < all[i].second);
  }
}

TEST(Keys, NamesForPeopleAreOneLineOfPrintableCharacters) {
  EXPECT_EQ(readable({"documents", "dc-paper"}), "documents/dc-paper");
  EXPECT_EQ(readable({"a b", "\n\\\xc3\xa9"}), "a\\x20b/\\x0a\\x5c\\xc3\\xa9");
}

}  // namespace
}  // namespace plenary::storage
