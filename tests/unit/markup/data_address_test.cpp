// Pictures that are held by their own address.
#include "protocol/markup/data_address.hpp"

#include <string>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/markup/markdown.hpp"
#include "tests/unit/markup/notation.hpp"

namespace plenary::markup {
namespace {

using testing::show;

TEST(DataAddress, HoldsBytesOfAnyLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    const std::string address = data_address("image/png", bytes);
    EXPECT_EQ(address.size() % 4, std::string("data:image/png;base64,").size() % 4);
    EXPECT_EQ(bytes_in(address), bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
  EXPECT_EQ(data_address("image/gif", "Man"), "data:image/gif;base64,TWFu");
  EXPECT_EQ(data_address("image/gif", "M"), "data:image/gif;base64,TQ==");
}

TEST(DataAddress, IsReadInItsTwoForms) {
  EXPECT_EQ(bytes_in("DATA:image/svg+xml,%3Csvg%20a=b%2"), "<svg a=b%2");
  EXPECT_EQ(bytes_in("data:image/png;base64,TWF"), "Ma");
  for (const char* none : {"", "data:image/png;base64", "data:image/png;base64,TW u", "data:,x",
                           "data:text/plain;base64,TWFu", "https://example.org/a,b"}) {
    EXPECT_EQ(bytes_in(none), std::nullopt) << none;
  }
}

class HeldTest : public ::testing::Test {
 protected:
  /// Imports a source, with a store that takes everything but "bad".
  std::string imported(const std::string& source) {
    HeldAddresses held;
    const auto document = from_markdown(held.take_out(source));
    const auto store = [](std::string_view bytes) -> std::optional<ShownPicture> {
      if (bytes.starts_with("bad")) {
        return std::nullopt;
      }
      return ShownPicture{
          .address = "stored/" + std::to_string(bytes.size()), .width = 4, .height = 3};
    };
    return show(store_pictures(*document, store, held).document);
  }

  const std::string long_ = data_address("image/png", std::string(400, 'p'));
};

TEST_F(HeldTest, PicturesAreStoredHoweverLong) {
  EXPECT_EQ(imported("![m](" + long_ + "){width=9} ![](data:image/png;base64,TWFu)"),
            "[{'insert':{'image':'stored/400'},'attributes':{'alt':'m','width':'9'}},{'insert':' "
            "'},{'insert':{'image':'stored/"
            "3'},'attributes':{'height':'3','width':'4'}},{'insert':'\\n'}]");
}

TEST_F(HeldTest, WordsKeepTheirAddresses) {
  EXPECT_EQ(imported("`" + long_ + "` and [x](" + long_ + ")"),
            "[{'insert':'" + long_ + "','attributes':{'code':true}},{'insert':' and x (" + long_ +
                ")\\n'}]");
}

TEST_F(HeldTest, OnesThatCannotBeStoredAreWords) {
  const std::string bad = data_address("image/png", "bad" + std::string(400, 'p'));
  EXPECT_EQ(imported("![m](" + bad + ") ![](" + bad + ")"),
            "[{'insert':'[Picture: m] [Picture]\\n'}]");
}

TEST_F(HeldTest, WordsThatLookLikeAShortAddressStay) {
  const std::string tricky = "data:image/held-0;0, " + long_;
  EXPECT_EQ(imported(tricky), "[{'insert':'" + tricky + "\\n'}]");
}

TEST_F(HeldTest, ALongSourceIsReadIfItsPicturesMakeItLong) {
  const std::string huge = data_address("image/png", std::string(20'000'000, 'p'));
  EXPECT_NE(imported("![m](" + huge + ")").find("stored/20000000"), std::string::npos);
}

}  // namespace
}  // namespace plenary::markup
