#include "server/papers/document_view.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TEST(DocumentView, IdsAreWhatAnAddressNeverEscapes) {
  for (const char* right : {"a", "DC-paper_2.1~x", "...", "0"}) {
    EXPECT_TRUE(is_document_id(right)) << right;
  }
  for (const char* wrong : {"", ".", "..", "a b", "a/b", "ä", "a%20b", "a+b", "<b>"}) {
    EXPECT_FALSE(is_document_id(wrong)) << wrong;
  }
  EXPECT_TRUE(is_document_id(std::string(128, 'x')));
  EXPECT_FALSE(is_document_id(std::string(129, 'x')));
}

TEST(DocumentView, ADocumentIsAnObject) {
  DocumentView view{.id = "dc-paper",
                    .title = "The \"DC\" paper",
                    .type = ot::TypeId::kRichText,
                    .version = {12},
                    .created_at = {0},
                    .updated_at = {1000},
                    .people = {"Ama", "Li"},
                    .settings = {.frozen = true, .from_template = "a", .pages_max = 2}};
  std::string json;
  append(json, view);
  EXPECT_EQ(json,
            R"({"id":"dc-paper","title":"The \"DC\" paper","type":"rich-text","version":12,)"
            R"("created_at":"1970-01-01T00:00:00.000Z","updated_at":"1970-01-01T00:00:01.000Z",)"
            R"("address":"/d/dc-paper","people":["Ama","Li"],"template":false,"about":"",)"
            R"("frozen":true,"from_template":"a","words_max":null,"pages_max":2})");
}

TEST(DocumentView, PropertiesAreReadAsTheyWereWritten) {
  const Properties read =
      parse_properties(new_properties("Title", {1234567890123}, ot::TypeId::kJson0));
  EXPECT_EQ(read.title, "Title");
  EXPECT_EQ(read.created_at, Timestamp{1234567890123});
  EXPECT_EQ(read.type, ot::TypeId::kJson0);
}

TEST(DocumentView, PropertiesThatCannotBeReadAreAsIfNotThere) {
  for (const char* odd : {"", "[]", "null", "{", R"({"title":7,"created_at":"x","type":"odd"})",
                          R"({"title":""})", R"({"title":"\ud800"})"}) {
    const Properties read = parse_properties(odd);
    EXPECT_EQ(read.title, "Untitled") << odd;
    EXPECT_FALSE(read.created_at) << odd;
    EXPECT_FALSE(read.type) << odd;
  }
}

TEST(DocumentView, SettingsThatMakeNoSenseAreAsIfNotThere) {
  const Settings none;
  for (const char* odd : {R"({"template":1,"about":[],"frozen":"yes","from_template":7})",
                          R"({"words_max":0,"pages_max":-1})", R"({"words_max":"3"})"}) {
    EXPECT_EQ(parse_properties(odd).settings, none) << odd;
  }
}

TEST(DocumentView, ASettingChangesByItself) {
  const std::string stored =
      new_properties("Title", {7}, ot::TypeId::kRichText,
                     {.frozen = true, .from_template = "plenary:x", .words_max = 300});
  SettingsChange change;
  change.is_template = true;
  change.about = "For reports";
  change.words_max = LimitChange();
  change.pages_max = LimitChange{2};
  const Properties changed = parse_properties(with_settings(stored, change));
  EXPECT_EQ(changed.title, "Title");
  EXPECT_EQ(changed.settings, (Settings{.is_template = true,
                                        .about = "For reports",
                                        .frozen = true,
                                        .from_template = "plenary:x",
                                        .pages_max = 2}));
}

TEST(DocumentView, ANewTitleKeepsTheOtherProperties) {
  const std::string changed = with_title(R"({"colour":"green","title":"Old"})", "New");
  EXPECT_EQ(changed, R"({"colour":"green","title":"New"})");
  EXPECT_EQ(with_title("", "New"), R"({"title":"New"})");
}

}  // namespace
}  // namespace plenary::server
