#include "protocol/anchor/anchor_set.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "tests/support/ot/notation.hpp"

// Text with its anchor marked: "the [quick] fox", or, when it is an orphan, "the {quick}fox", where
// its words are not in the text.

namespace plenary::anchor {
namespace {

using ot::rich_text::Delta;
using test::delta;
using Changes = std::vector<Change>;

constexpr AnchorId kAnchor{7};

/// A document with anchors, its version, and what takes each operation back.
class Paper {
 public:
  explicit Paper(std::string_view marked) {
    std::string text(marked);
    const std::size_t start = text.find('[');
    text.erase(start, 1);
    const std::size_t end = text.find(']');
    text.erase(end, 1);
    rope_.insert(0, utf::to_utf16(text));
    EXPECT_TRUE(anchors.insert(kAnchor, {start, end}));
  }

  Changes apply(const Delta& op) {
    undo_.push_back(rope_.invert(op).value());
    ++version_;
    Changes changes = anchors.apply(op, rope_, Version{version_});
    EXPECT_TRUE(rope_.apply(op));
    EXPECT_EQ(anchors.check_invariants(), "");
    return changes;
  }
  Changes apply(std::string_view op) { return apply(delta(op)); }

  /// Takes back the last `count` operations, one by one.
  Changes undo(std::size_t count = 1) {
    Changes changes;
    for (; count > 0; --count) {
      changes = apply(last_undo());
      undo_.pop_back();
    }
    return changes;
  }

  /// Takes back the last `count` operations in one.
  Changes undo_at_once(std::size_t count) {
    Delta all = last_undo();
    for (; count > 1; --count) {
      all = ot::rich_text::compose(all, last_undo());
    }
    Changes changes = apply(all);
    undo_.pop_back();
    return changes;
  }

  [[nodiscard]] std::string shown(AnchorId id = kAnchor) const {
    std::u16string text;
    append_text(text, rope_, 0, rope_.length());
    const Anchor anchor = anchors.find(id).value();
    text.insert(anchor.range.end, anchor.orphaned() ? u"}" : u"]");
    text.insert(anchor.range.end, anchors.lost_words(id));
    text.insert(anchor.range.start, anchor.orphaned() ? u"{" : u"[");
    return utf::to_wtf8(text);
  }

  AnchorSet anchors;

 private:
  Delta last_undo() {
    const Delta undo = undo_.back();
    undo_.pop_back();
    return undo;
  }

  text::Rope rope_;
  std::uint64_t version_{0};
  std::vector<Delta> undo_;
};

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

struct SetLine {
  const char* marked;
  const char* ops;  // with ; between
  const char* expected;
};

TEST(AnchorSet, FollowsTheText) {
  const std::array lines = {
      SetLine{"the [quick] fox", "+'So '", "So the [quick] fox"},
      SetLine{"the [quick] fox", "=4 +'very '", "the very [quick] fox"},
      SetLine{"the [quick] fox", "=9 +'er'", "the [quick]er fox"},
      SetLine{"the [quick] fox", "=6 +'xx'", "the [quxxick] fox"},
      SetLine{"the [quick] fox", "=12 -1", "the [quick] fo"},
      SetLine{"the [quick] fox", "=3 -1", "the[quick] fox"},
      SetLine{"the [quick] fox", "=4 -1", "the [uick] fox"},
      SetLine{"the [quick] fox", "=8 -3", "the [quic]ox"},
      SetLine{"the [quick] fox", "=5 -3", "the [qk] fox"},
      SetLine{"the [quick] fox", "=4{\"bold\":true}", "the [quick] fox"},
      SetLine{"the [quick] fox", "-1 =6 +'x' =4 -1", "he [quixck] fx"},
      // Written over
      SetLine{"the [quick] fox", "=4 +'slow' -5", "the slow{quick} fox"},
      SetLine{"the [quick fox]", "=10 +'cat' -3", "the [quick cat]"},
      SetLine{"the [quick] fox", "=4 +'sl' -2", "the sl[ick] fox"},
      SetLine{"the [quick] fox", "=3 +'xx' -3", "thexx[ick] fox"},
      SetLine{"the [quick] fox", "=7 +'xx' -3", "the [quixx]fox"},
  };
  for (const SetLine& line : lines) {
    Paper paper(line.marked);
    for (const std::string& op : split(line.ops)) {
      paper.apply(op);
    }
    EXPECT_EQ(paper.shown(), line.expected) << line.marked << " after " << line.ops;
  }
}

TEST(AnchorSet, OrphansKeepTheirPlaceAndTheirWords) {
  const std::array lines = {
      SetLine{"the [quick] fox", "=4 -5", "the {quick} fox"},
      SetLine{"the [quick] fox", "-13", "{quick}"},
      SetLine{"the [quick] fox", "=4 -5;=4 -1", "the {quick}fox"},
      SetLine{"the [quick] fox", "=4 -5;=2 -3", "th{quick}fox"},
      SetLine{"the [quick] fox", "=4 -5;=2 -3;+'xx'", "xxth{quick}fox"},
      // One by one
      SetLine{"the [cat]", "=6 -1;=5 -1;=4 -1", "the {cat}"},
      SetLine{"the [cat]", "=4 -1;=4 -1;=4 -1", "the {cat}"},
      SetLine{"the [cat]", "=5 -1;=4 -1;=4 -1", "the {cat}"},
      SetLine{"the [cat] sat", "=6 -1;=5 -1;=4 -1;=3 -1;=2 -1", "th{cat} sat"},
      // Typed at the place: comes behind the orphan
      SetLine{"the [cat] sat", "=4 -3;=4 +'d';=5 +'o';=6 +'g'", "the {cat}dog sat"},
      // Text that was written over before is not among the last words
      SetLine{"the [quick brown fox]", "=10 -5;=10 +'red';=4 -13", "the {quick red fox}"},
      SetLine{"the [quick brown] fox", "=10 +'red' -5;=4 -9", "the {quick red} fox"},
  };
  for (const SetLine& line : lines) {
    Paper paper(line.marked);
    Changes changes;
    for (const std::string& op : split(line.ops)) {
      paper.apply(op);
    }
    EXPECT_EQ(paper.shown(), line.expected) << line.marked << " after " << line.ops;
    EXPECT_TRUE(paper.anchors.find(kAnchor)->orphaned());
  }
}

const std::array kDeletions = {
    SetLine{"the [quick] fox", "=4 -5", "the {quick} fox"},
    SetLine{"the [quick] fox", "=4 -2", "the [ick] fox"},
    SetLine{"the [quick] fox", "=7 -2", "the [qui] fox"},
    SetLine{"the [quick] fox", "=2 -5", "th[ck] fox"},
    SetLine{"the [quick] fox", "=7 -4", "the [qui]ox"},
    SetLine{"the [quick] fox", "-13", "{quick}"},
    SetLine{"the [quick] fox", "=5 -2", "the [qck] fox"},
    SetLine{"a [the] or the", "-12", "{the}"},
    SetLine{"the [cat]", "=6 -1;=5 -1;=4 -1", "the {cat}"},
    SetLine{"the [cat]", "=4 -1;=4 -1;=4 -1", "the {cat}"},
    SetLine{"the [cat]", "=5 -1;=4 -1;=4 -1", "the {cat}"},
    SetLine{"the [cat] sat", "=5 -1;=5 -1;=4 -1;=3 -1;=3 -1;=2 -1", "th{cat}sat"},
    SetLine{"the [hello] sat", "=7 -1;=6 -1;=5 -1;=4 -1;=3 -1", "the[o] sat"},
    SetLine{"the [hello] sat", "=4 -1;=4 -1;=4 -1", "the [lo] sat"},
    SetLine{"a [the] or the", "=11 -1;=10 -1;=9 -1;=8 -1;=7 -1;=6 -1;=5 -1;=4 -1;=3 -1;=2 -1;=1 -1",
            "a{the}"},
    SetLine{"the [quick] fox", "=3 -2;=3 -2;=4 -3", "the[c]ox"},
    // Written over
    SetLine{"the [quick brown] fox", "=4 +'slow' -5", "the slow[ brown] fox"},
    SetLine{"the [quick brown] fox", "=10 +'red' -5", "the [quick red] fox"},
    SetLine{"the [quick brown] fox", "=4 -5;=4 +'s';=5 +'l'", "the sl[ brown] fox"},
    SetLine{"the [quick brown] fox", "=9 -6;=9 +'s';=10 +'l'", "the [quick]sl fox"},
    SetLine{"the [quick] fox", "=4 +'slow' -5", "the slow{quick} fox"},
    SetLine{"[a] fox", "+'the' -1", "the{a} fox"},
    SetLine{"the [cat] sat", "=4 -3;=4 +'d';=5 +'o';=6 +'g';=4 -3;=4 +'c';=4 -1", "the {cat} sat"},
};

TEST(AnchorSet, UndoneOneByOneDeletionsBringTheRangeBack) {
  for (const SetLine& line : kDeletions) {
    Paper paper(line.marked);
    const std::vector<std::string> ops = split(line.ops);
    for (const std::string& op : ops) {
      paper.apply(op);
    }
    EXPECT_EQ(paper.shown(), line.expected) << line.marked << " after " << line.ops;
    paper.undo(ops.size());
    EXPECT_EQ(paper.shown(), line.marked) << "undone: " << line.ops;
  }
}

TEST(AnchorSet, DeletionsUndoneAtOnceBringTheRangeBack) {
  for (const SetLine& line : kDeletions) {
    Paper paper(line.marked);
    const std::vector<std::string> ops = split(line.ops);
    for (const std::string& op : ops) {
      paper.apply(op);
    }
    paper.undo_at_once(ops.size());
    EXPECT_EQ(paper.shown(), line.marked) << "undone at once: " << line.ops;
  }
}

TEST(AnchorSet, TellsWhatMapDoesNot) {
  using K = Change::Kind;
  Paper paper("the [quick] fox");
  EXPECT_EQ(paper.apply("=2 +'x'"), Changes{});
  EXPECT_EQ(paper.apply("=5 -2"), Changes{});
  EXPECT_EQ(paper.undo(), (Changes{{kAnchor, K::kMoved}}));
  EXPECT_EQ(paper.apply("=5 -5"), (Changes{{kAnchor, K::kOrphaned}}));
  EXPECT_EQ(paper.anchors.find(kAnchor)->orphaned_at, Version{4});
  EXPECT_EQ(paper.apply("+'x'"), Changes{});
  EXPECT_EQ(paper.undo(2), (Changes{{kAnchor, K::kReturned}}));
  EXPECT_EQ(paper.apply("=5 -2 =2 -1"), Changes{});
  EXPECT_EQ(paper.undo(), (Changes{{kAnchor, K::kMoved}}));
}

TEST(AnchorSet, OthersMayHaveDeletedInsideBefore) {
  Paper paper("the [quick brown] fox");
  paper.apply("=10 -3");
  paper.apply("=4 -8");
  EXPECT_EQ(paper.shown(), "the {quick brown} fox");
  paper.undo();
  EXPECT_EQ(paper.shown(), "the [quick wn] fox");
}

TEST(AnchorSet, WhatDiedBeforeAnAnchorCameNeverLayInIt) {
  Paper paper("the quick [f]ox");
  paper.apply("=4 +'slow' -5");
  ASSERT_TRUE(paper.anchors.insert({1}, {6, 12}));
  EXPECT_EQ(paper.shown({1}), "the sl[ow fox]");
  paper.undo();
  EXPECT_EQ(paper.shown({1}), "the quick[ fox]");
}

TEST(AnchorSet, EmbedsAreWordsToo) {
  Paper paper("the [quick] fox");
  paper.apply(R"(=6 +{"image":"x"})");
  paper.apply("=4 -6");
  EXPECT_EQ(paper.shown(), "the {qu\xEF\xBF\xBCick} fox");
  paper.undo();
  EXPECT_EQ(paper.shown(), "the [qu\xEF\xBF\xBCick] fox");
}

TEST(AnchorSet, AnchorsGoAlongWithTextThatIsMoved) {
  const std::array lines = {
      // In one operation
      SetLine{"the [quick] fox", "=4 -6 =3 +'quick '", "the fox[quick] "},
      SetLine{"the [quick] fox", "+'quick ' =4 -6", "[quick] the fox"},
      SetLine{"the [quick] fox", "+'(the quick fox)' -13", "(the [quick] fox)"},
      SetLine{"the [b]ac", "=4 -1 =1 +'b'", "the a[b]c"},
      SetLine{"the [quick] fox", "=5 -4 =4 +'quick'", "the [q] foxquick"},
      // Cut, and pasted later
      SetLine{"a [quick] and brown fox", "=2 -16;+'quick and brown '", "[quick] and brown a fox"},
      SetLine{"a [quick] and brown fox", "=2 -16;=1 -1;=2 +'(quick and brown )'",
              "af([quick] and brown )ox"},
      SetLine{"a [quick] fox", "=2 -6;+'quick '", "quick a {quick}fox"},
      SetLine{"a [quick and brown fox]", "=2 -19;+'that quick and brown fox!'",
              "that [quick and brown fox]!a "},
      SetLine{"a [quick and brown] fox", "=2 -16;+'no quick and brown, yes'",
              "no [quick and brown], yesa fox"},
      SetLine{"a [quick and brown] fox", "=2 -16;+'quick and brown quick and brown '",
              "quick and brown quick and brown a {quick and brown}fox"},
  };
  for (const SetLine& line : lines) {
    Paper paper(line.marked);
    for (const std::string& op : split(line.ops)) {
      paper.apply(op);
    }
    EXPECT_EQ(paper.shown(), line.expected) << line.marked << " after " << line.ops;
  }
}

TEST(AnchorSet, AMoveIsToldAndCanBeUndone) {
  using K = Change::Kind;
  Paper paper("the [quick] fox");
  EXPECT_EQ(paper.apply("=4 -6 =3 +'quick '"), (Changes{{kAnchor, K::kMoved}}));
  EXPECT_EQ(paper.undo(), (Changes{{kAnchor, K::kMoved}}));
  EXPECT_EQ(paper.shown(), "the [quick] fox");
  Paper cut("a [quick] and brown fox");
  EXPECT_EQ(cut.apply("=2 -16"), (Changes{{kAnchor, K::kOrphaned}}));
  EXPECT_EQ(cut.apply("+'quick and brown '"), (Changes{{kAnchor, K::kReturned}}));
  cut.undo(2);
  EXPECT_EQ(cut.shown(), "a [quick] and brown fox");
}

TEST(AnchorSet, ItemsMakeTheSameSetAgain) {
  Paper paper("the [quick brown] fox");
  ASSERT_TRUE(paper.anchors.insert({1}, {4, 9}));
  ASSERT_TRUE(paper.anchors.insert({2}, {0, 19}));
  paper.apply("=6 -8 =1 -1");
  paper.apply("=4 -2 +'x'");
  const std::vector<Item> items = paper.anchors.items();
  paper.anchors = AnchorSet::from_items(items).value();
  EXPECT_EQ(paper.anchors.items(), items);
  EXPECT_EQ(paper.shown({1}), "the x{quick}nfox");
  paper.undo(2);
  EXPECT_EQ(paper.shown(), "the [quick brown] fox");
  EXPECT_EQ(paper.shown({1}), "the [quick] brown fox");
}

TEST(AnchorSet, RefusesItemsThatNoSetGives) {
  using K = Item::Kind;
  const Item start{K::kStart, 3, {1}, 0, kNever, {}};
  const Item end{K::kEnd, 5, {1}, 0, kNever, {}};
  Item lost = start;
  lost.orphaned_at = 1;
  Item lost_end = end;
  lost_end.position = 3;
  const Item dead{K::kDead, 3, {}, 0, kNever, {u"x", 1, kNever}};
  Item empty = dead;
  empty.run.text.clear();
  Item early = dead;
  early.position = 2;
  Item far = dead;
  far.position = std::size_t{1} << 31;
  const std::vector<std::vector<Item>> good = {{}, {start, end}, {lost, dead, lost_end}, {dead}};
  for (const std::vector<Item>& items : good) {
    EXPECT_TRUE(AnchorSet::from_items(items));
  }
  const std::vector<std::vector<Item>> bad = {
      {start},           {end},       {start, start, end}, {start, end, end},
      {start, lost_end}, {lost, end}, {lost_end},          {empty},
      {dead, early},     {far},       {start, end, start}};
  for (const std::vector<Item>& items : bad) {
    const Result<AnchorSet> set = AnchorSet::from_items(items);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, Errc::kCorrupt);
  }
}

TEST(AnchorSet, RefusesWhatCannotBeAnAnchor) {
  AnchorSet anchors;
  EXPECT_EQ(anchors.insert({1}, {3, 3}).error().code, Errc::kNotApplicable);
  EXPECT_EQ(anchors.insert({1}, {4, 3}).error().code, Errc::kNotApplicable);
  EXPECT_EQ(anchors.insert({1}, {0, std::size_t{1} << 31}).error().code, Errc::kNotApplicable);
  EXPECT_TRUE(anchors.insert({1}, {0, (std::size_t{1} << 31) - 1}));
  EXPECT_EQ(anchors.insert({1}, {1, 2}).error().code, Errc::kNotApplicable);
  EXPECT_EQ(anchors.size(), 1U);
}

TEST(AnchorSet, ForgetsWhatIsErased) {
  Paper paper("the [quick] fox");
  EXPECT_TRUE(paper.anchors.insert({1}, {0, 3}));
  EXPECT_TRUE(paper.anchors.erase(kAnchor));
  EXPECT_FALSE(paper.anchors.erase(kAnchor));
  EXPECT_FALSE(paper.anchors.find(kAnchor));
  EXPECT_EQ(paper.apply("=4 -5"), Changes{});
  EXPECT_EQ(paper.anchors.find({1})->range, (Range{0, 3}));
  EXPECT_EQ(paper.anchors.size(), 1U);
}

std::string visited(const AnchorSet& anchors, Range range) {
  std::string ids;
  anchors.visit(range, [&](const Anchor& anchor) { ids += std::to_string(anchor.id.value) + " "; });
  return ids;
}

TEST(AnchorSet, VisitsWhatARangeShows) {
  Paper paper("0123456789[x]");
  ASSERT_TRUE(paper.anchors.insert({1}, {0, 10}));
  ASSERT_TRUE(paper.anchors.insert({2}, {2, 4}));
  ASSERT_TRUE(paper.anchors.insert({3}, {3, 6}));
  ASSERT_TRUE(paper.anchors.insert({4}, {5, 6}));
  EXPECT_EQ(visited(paper.anchors, {0, 1}), "1 ");
  EXPECT_EQ(visited(paper.anchors, {3, 4}), "1 2 3 ");
  EXPECT_EQ(visited(paper.anchors, {4, 5}), "1 3 ");
  EXPECT_EQ(visited(paper.anchors, {5, 11}), "1 3 4 7 ");
  EXPECT_EQ(visited(paper.anchors, {11, 99}), "");
  paper.apply("=5 -1");
  EXPECT_EQ(visited(paper.anchors, {5, 6}), "1 4 ");
  EXPECT_EQ(visited(paper.anchors, {4, 5}), "1 3 4 ");
  std::string all;
  paper.anchors.for_each(
      [&](const Anchor& anchor) { all += std::to_string(anchor.id.value) + " "; });
  EXPECT_EQ(all, "1 2 3 4 7 ");
}

}  // namespace
}  // namespace plenary::anchor
