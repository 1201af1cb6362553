#include "protocol/releases/block_ids.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"

namespace plenary::releases {
namespace {

using history::Weave;
using ot::rich_text::Component;
using ot::rich_text::Delta;

const IdSeed kSeed = {7, 1, 3};

/// A paper with its releases: edits by words, ids by the weave.
class Releases {
 public:
  explicit Releases(std::u16string_view text) {
    insert(0, text);
    released_ = weave_.version();
    ids_ = first_ids(blocks().size(), kSeed);
  }

  void insert(std::size_t at, std::u16string_view text) {
    Delta op;
    op.push(Component::retain(at)).push(Component::insert(std::u16string(text)));
    apply(op);
  }
  void insert_before(std::u16string_view word, std::u16string_view text) {
    insert(place_of(word), text);
  }
  void erase(std::u16string_view text) {
    Delta op;
    op.push(Component::retain(place_of(text))).push(Component::remove(text.size()));
    apply(op);
  }
  void restore(history::OpNumber version) {
    const Delta op = restore_delta(weave_, version);
    ASSERT_TRUE(weave_.apply_restore(op, version, 0));
    document_ = history::text_at(weave_, weave_.version());
  }
  [[nodiscard]] history::OpNumber version() const { return weave_.version(); }

  void release() {
    const Delta old_text = history::text_at(weave_, released_);
    const std::vector<Block> old_blocks = blocks_of(old_text);
    const Delta change = history::difference(weave_, released_, weave_.version()).delta;
    const auto next = next_ids(ids_, {old_text, old_blocks}, {document_, blocks()},
                               survivors_of(change, old_text.inserted_length()), ++number_, kSeed);
    ASSERT_TRUE(next);
    ids_ = *next;
    released_ = weave_.version();
  }

  /// The id of the block that holds these words; empty if there is none.
  [[nodiscard]] std::string id_at(std::u16string_view words) const {
    const auto at = units().find(words);
    const auto range = blocks_in(blocks(), {at, at + 1});
    return at == std::u16string::npos || !range ? "" : ids_.ids.at(range->first);
  }
  [[nodiscard]] const BlockIds& ids() const { return ids_; }
  [[nodiscard]] Place place(const std::string& id) const { return find_block(ids_, id); }

 private:
  void apply(const Delta& op) {
    ASSERT_TRUE(weave_.apply(op, 0));
    document_ = history::text_at(weave_, weave_.version());
  }
  [[nodiscard]] std::u16string units() const {
    std::u16string out;
    for (const Component& component : document_.components()) {
      out += component.text;
    }
    return out;
  }
  [[nodiscard]] std::size_t place_of(std::u16string_view words) const {
    const std::size_t at = units().find(words);
    EXPECT_NE(at, std::u16string::npos);
    return at;
  }
  [[nodiscard]] std::vector<Block> blocks() const { return blocks_of(document_); }

  Weave weave_;
  Delta document_;
  history::OpNumber released_{0};
  std::uint32_t number_{1};
  BlockIds ids_;
};

TEST(BlockIds, AreShortDistinctAndSayNothing) {
  const BlockIds ids = first_ids(1000, kSeed);
  const std::set<std::string> distinct(ids.ids.begin(), ids.ids.end());
  EXPECT_EQ(distinct.size(), 1000U);
  for (const std::string& id : ids.ids) {
    EXPECT_EQ(id.size(), 6U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz", 2), std::string::npos) << id;
    EXPECT_TRUE(id.starts_with("p-"));
  }
  EXPECT_EQ(first_ids(1000, kSeed), ids);
  EXPECT_FALSE(std::is_sorted(ids.ids.begin(), ids.ids.end()));
  const IdSeed other = {8};
  EXPECT_NE(first_ids(1000, other).ids, ids.ids);
}

TEST(BlockIds, StayThroughEditsInside) {
  Releases paper(u"One line.\nAnother line.\n");
  const std::string one = paper.id_at(u"One");
  const std::string another = paper.id_at(u"Another");
  paper.insert_before(u"Another", u"New.\nNot ");
  paper.erase(u"One ");
  paper.insert_before(u"line", u"Some ");
  paper.release();
  EXPECT_EQ(paper.id_at(u"Some line"), one);
  EXPECT_EQ(paper.id_at(u"Not Another"), another);
  EXPECT_EQ(paper.place(one), (Place{Place::Kind::kHere, 0, 0}));
}

TEST(BlockIds, OfASplitStayWithTheFirstHalf) {
  Releases paper(u"First half. Second half.\n");
  const std::string id = paper.id_at(u"First");
  paper.insert_before(u"Second", u"\n");
  paper.release();
  EXPECT_EQ(paper.id_at(u"First"), id);
  EXPECT_NE(paper.id_at(u"Second"), id);
}

TEST(BlockIds, OfAMergerAreTheFirstOnes) {
  Releases paper(u"The first line.\nThe second line.\n");
  const std::string first = paper.id_at(u"first");
  const std::string second = paper.id_at(u"second");
  paper.erase(u"\nThe ");
  paper.release();
  EXPECT_EQ(paper.id_at(u"second"), first);
  EXPECT_EQ(paper.place(second), (Place{Place::Kind::kMerged, 0, 2}));
  // Parted again with the same words, the second one has its id again.
  paper.insert_before(u"second", u"\nThe ");
  paper.release();
  EXPECT_EQ(paper.id_at(u"first"), first);
  EXPECT_EQ(paper.id_at(u"second"), second);
}

TEST(BlockIds, AreNotMergedByASpaceThatStays) {
  Releases paper(u"gone gone\nThe next line.\n");
  const std::string next = paper.id_at(u"next");
  const std::string gone = paper.id_at(u"gone");
  paper.erase(u"gone");
  paper.erase(u"gone\n");
  paper.release();
  EXPECT_EQ(paper.id_at(u"next"), next);
  EXPECT_EQ(paper.place(gone), (Place{Place::Kind::kGone, 0, 2}));
}

TEST(BlockIds, FollowCutAndPaste) {
  Releases paper(u"We move this line.\nA line that stays.\n");
  const std::string moved = paper.id_at(u"move");
  paper.erase(u"We move this line.\n");
  paper.insert(19, u"We  move this line.\n");
  paper.release();
  EXPECT_EQ(paper.id_at(u"move"), moved);
}

TEST(BlockIds, DoNotFollowWordsThatSayTooLittle) {
  Releases paper(u"So be it\nYes, no.\nA line that stays.\n1234567890123456789\n");
  const std::string three = paper.id_at(u"So");
  const std::string two = paper.id_at(u"Yes");
  const std::string digits = paper.id_at(u"1234");
  for (const auto* words : {u"So be it\n", u"Yes, no.\n", u"1234567890123456789\n"}) {
    paper.erase(words);
    paper.insert(0, words);
  }
  paper.release();
  EXPECT_EQ(paper.id_at(u"So"), three);
  EXPECT_EQ(paper.place(two).kind, Place::Kind::kGone);
  EXPECT_EQ(paper.place(digits).kind, Place::Kind::kGone);
}

TEST(BlockIds, OfDoublesArePairedInOrder) {
  Releases paper(u"The same words here.\nBetween.\nThe same words here.\nEnd.\n");
  const std::vector<std::string> before = paper.ids().ids;
  paper.erase(u"The same words here.\n");
  paper.erase(u"The same words here.\n");
  paper.insert_before(u"End", u"The same words here.\nThe same words here.\n");
  paper.release();
  EXPECT_EQ(paper.ids().ids,
            (std::vector<std::string>{before[1], before[0], before[2], before[3]}));
}

TEST(BlockIds, ReturnWithTheirText) {
  Releases paper(u"This comes back later.\nA line that stays.\n");
  const std::string id = paper.id_at(u"This");
  const history::OpNumber whole = paper.version();
  paper.erase(u"This comes back later.\n");
  paper.release();
  EXPECT_EQ(paper.place(id), (Place{Place::Kind::kGone, 0, 2}));
  paper.insert(0, u"This does not come back.\n");
  paper.release();
  EXPECT_EQ(paper.place(id), (Place{Place::Kind::kGone, 0, 2}));
  paper.restore(whole);
  paper.release();
  EXPECT_EQ(paper.id_at(u"This"), id);
}

TEST(BlockIds, AreFollowedThroughMergers) {
  Releases paper(u"The first line.\nThe second line.\nThe third line.\n");
  const std::string third = paper.id_at(u"third");
  paper.erase(u"\nThe third");
  paper.release();
  EXPECT_EQ(paper.place(third).kind, Place::Kind::kMerged);
  paper.erase(u"\nThe second");
  paper.release();
  EXPECT_EQ(paper.place(third), (Place{Place::Kind::kMerged, 0, 2}));
  paper.erase(u"The first line. line. line.");
  paper.release();
  EXPECT_EQ(paper.place(third), (Place{Place::Kind::kGone, 0, 4}));
  EXPECT_EQ(paper.place("p-none"), Place());
}

TEST(BlockIds, NeedOneForEachOldBlock) {
  Delta text;
  text.push(Component::insert(u"a\n"));
  const std::vector<Block> blocks = blocks_of(text);
  const auto next = next_ids(BlockIds(), {text, blocks}, {text, blocks}, {}, 2, kSeed);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, Errc::kCorrupt);
}

TEST(BlockIds, OfAHundredThousandBlocksAreDistinct) {
  std::u16string text;
  for (int i = 0; i < 100'000; ++i) {
    text += u"Line with some words, number ";
    for (const char digit : std::to_string(i)) {
      text += static_cast<char16_t>(digit);
    }
    text += u".\n";
  }
  Delta document;
  document.push(Component::insert(text));
  const std::vector<Block> blocks = blocks_of(document);
  const BlockIds first = first_ids(blocks.size(), kSeed);
  // Nothing survives by units, so each is found by its words.
  const auto start = std::chrono::steady_clock::now();
  const auto next = next_ids(first, {document, blocks}, {document, blocks}, {}, 2, kSeed);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(next);
  EXPECT_EQ(next->ids, first.ids);
  EXPECT_EQ(std::set<std::string>(first.ids.begin(), first.ids.end()).size(), 100'000U);
  std::cout << "all found by their words in " << took.count() << " s\n";
}

}  // namespace
}  // namespace plenary::releases
