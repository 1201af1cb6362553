#include "server/threads/checkpoint.hpp"

#include <random>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"
#include "server/threads/places.hpp"

namespace plenary::server {
namespace {

using anchor::AnchorId;
using anchor::AnchorSet;
using ot::rich_text::Component;
using ot::rich_text::Delta;

/// A set that has followed some edits, so that it holds orphans and dead text.
struct Edited {
  text::Rope text;
  AnchorSet anchors;
  std::uint64_t version{1};

  explicit Edited(std::uint64_t seed) : random(seed) {
    text.insert(0, std::u16string(500, u'a') + u"\xd83d\xde00" + std::u16string(500, u'b'));
    for (std::uint64_t id = 0; id < 40; ++id) {
      const std::size_t start = random() % 900;
      EXPECT_TRUE(anchors.insert(AnchorId{id}, {start, start + 1 + random() % 60}));
    }
    for (int i = 0; i < 200; ++i) {
      edit();
    }
  }
  void edit() {
    const std::size_t at = random() % text.length();
    Delta delta;
    delta.push(Component::retain(at));
    if (random() % 2 == 0) {
      delta.push(Component::insert(std::u16string(1 + random() % 6, u'x')));
    } else {
      delta.push(Component::remove(std::min<std::size_t>(1 + random() % 5, text.length() - at)));
    }
    apply(delta);
  }
  void apply(const Delta& delta) {
    anchors.apply(delta, text, Version{version++});
    std::size_t at = 0;
    for (const Component& component : delta.components()) {
      if (component.kind == Component::Kind::kRetain) {
        at += component.length;
      } else if (component.kind == Component::Kind::kText) {
        text.insert(at, component.text);
        at += component.text.size();
      } else {
        text.erase(at, component.length);
      }
    }
  }
  std::mt19937_64 random;
};

TEST(Checkpoint, GoesOnAsTheOneThatWasWrittenWould) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Edited first(seed);
    const auto read = decode_checkpoint(encode({{first.version}, 77, first.anchors, {}}));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->version, Version{first.version});
    EXPECT_EQ(read->next, 77u);
    EXPECT_EQ(read->anchors.items(), first.anchors.items());
    Edited second = first;
    second.anchors = read->anchors;
    for (int i = 0; i < 100; ++i) {
      first.edit();
      second.edit();
    }
    EXPECT_EQ(second.anchors.items(), first.anchors.items());
  }
}

/// As programs wrote it before there were threads on words inside of embeds.
TEST(Checkpoint, OneThatAnOlderProgramWroteIsRead) {
  const std::string old =
      R"({"version":9,"next":3,"items":[["s",2,0,4,null],["e",5,0],["s",7,1,5,6],)"
      R"(["d",7,"lost",6,null],["e",7,1]]})";
  const auto read = decode_checkpoint(old);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->anchors.find(AnchorId{0})->range, (anchor::Range{2, 5}));
  EXPECT_EQ(read->anchors.lost_words(AnchorId{1}), u"lost");
  EXPECT_TRUE(read->inner.ranges.empty());
  EXPECT_EQ(encode(*read), old) << "without such threads it is written as it was";
}

/// The form in which it stands in stores.
const std::string kWithWordsInEmbeds =
    R"({"version":9,"next":5,"anchors":[["s",2,0,4,null],["e",5,0]],)"
    R"("embeds":[["s",3,1,0,null],["e",4,1],["s",4,2,0,null],["e",5,2]],"inside":[)"
    R"({"thread":1,"cell":["r2","c\"2"],"place":[1,0],"items":[["s",4,0,0,7],)"
    R"(["d",4,"two",7,null],["e",4,0]]},)"
    R"({"thread":2,"range":[1,3],"absent":[8,"one"]}]})";

TEST(Checkpoint, HasTheWordsInsideOfEmbeds) {
  const auto read = decode_checkpoint(kWithWordsInEmbeds);
  ASSERT_TRUE(read) << read.error().detail;
  ASSERT_EQ(read->inner.ranges.size(), 2u);
  const auto& [cell_thread, cell] = read->inner.ranges[0];
  EXPECT_EQ(cell_thread, 1u);
  EXPECT_EQ(cell.cell, (threads::CellName{"r2", "c\"2"}));
  EXPECT_EQ(cell.place, (ot::rich_text::CellPlace{1, 0}));
  EXPECT_EQ(cell.anchors->lost_words(AnchorId{0}), u"two");
  const auto& [note_thread, note] = read->inner.ranges[1];
  EXPECT_EQ(note_thread, 2u);
  EXPECT_EQ(note.range, (anchor::Range{1, 3}));
  EXPECT_EQ(note.absence->text, u"one");
  EXPECT_EQ(note.absence->since, Version{8});
  EXPECT_EQ(encode(*read), kWithWordsInEmbeds);
}

TEST(Checkpoint, WordsInEmbedsThatAreDamagedAreNone) {
  const auto damaged = [](const std::string& from, const std::string& to) {
    std::string text = kWithWordsInEmbeds;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{R"("thread":1)", R"("thread":null)"},
                                                        {R"("embeds")", R"("else")"},
                                                        {R"(["r2","c\"2"])", R"(["r2"])"},
                                                        {R"([1,0])", R"([1,null])"},
                                                        {R"("range":[1,3],)", ""},
                                                        {R"([8,"one"])", R"([8,9])"},
                                                        {R"("anchors")", R"("items")"}}) {
    EXPECT_FALSE(decode_checkpoint(damaged(from, to))) << to;
  }
  const auto resumed = [](const std::string& json) {
    const auto read = decode_checkpoint(json);
    EXPECT_TRUE(read);
    return Places::resume(read->version, {}, {}, read->inner).has_value();
  };
  EXPECT_FALSE(resumed(kWithWordsInEmbeds)) << "of a text that is not there";
  EXPECT_FALSE(resumed(damaged(R"("thread":2)", R"("thread":1)"))) << "one is there twice";
  EXPECT_FALSE(resumed(damaged(R"("thread":2)", R"("thread":3)"))) << "in no embed";
}

TEST(Checkpoint, WhatIsDamagedIsNone) {
  for (const char* wrong : {"", "{}", "[]", R"({"version":1,"next":1})",
                            R"({"version":1,"next":1,"items":[["x",1,2]]})",
                            R"({"version":1,"next":1,"items":[["s",5,1,0,null]]})",
                            R"({"version":-1,"next":1,"items":[]})",
                            R"({"version":1,"next":1,"items":[["d",1,"",2,3]]})",
                            R"({"version":1,"next":1,"items":[["s",5,1,0,null],["e",4,1]]})"}) {
    EXPECT_FALSE(decode_checkpoint(wrong)) << wrong;
  }
  EXPECT_TRUE(decode_checkpoint(R"({"version":1,"next":1,"items":[]})"));
}

}  // namespace
}  // namespace plenary::server
