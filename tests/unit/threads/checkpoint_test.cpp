#include "server/threads/checkpoint.hpp"

#include <random>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"

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
    const auto read = decode_checkpoint(encode({{first.version}, 77, first.anchors}));
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
