#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/anchor/revival.hpp"
#include "tests/property/anchor/oracle.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random.hpp"

// Built twice: with the sizes of the product, and with tiny ones. CASES=1000000 for a long run, of
// which each case prints its SEED if it fails.

namespace plenary::anchor {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using test::for_cases;
using test::Random;

constexpr std::size_t kCases = 5'000;  // of each of the two builds
constexpr std::size_t kSteps = 12;

/// A document that is edited at random, with anchors, and the oracle that knows better.
class Scene {
 public:
  explicit Scene(Random& random) : random_(&random) {
    apply(Delta().push(fresh_text(10 + random.below(20))));
    undo_.clear();
    for (std::size_t n = 1 + random.below(4); n > 0; --n) {
      add_anchor();
    }
  }

  void step() {
    switch (random_->below(16)) {
      case 0:
        return add_anchor();
      case 1:
        return erase_anchor();
      case 2:
        return reload();
      case 3:
      case 4:
      case 5:
      case 6:
        return undo();
      case 7:
      case 8:
        return type_or_delete();
      default:
        return apply(random_op());
    }
  }

  /// Holds backspace and delete at one place, in any order, then takes all back in one.
  void delete_and_undo_at_once() {
    std::size_t caret = random_->below(rope_.length() + 1);
    for (std::size_t keys = 1 + random_->below(20); keys > 0; --keys) {
      const bool back = random_->chance(60);
      if (back ? caret > 0 : caret < rope_.length()) {
        caret -= back ? 1 : 0;
        apply(Delta().push(Component::retain(caret)).push(Component::remove(1)));
      }
    }
    if (!undo_.empty()) {
      Delta all = take_undo();
      while (!undo_.empty()) {
        all = ot::rich_text::compose(all, take_undo());
      }
      apply(all);
    }
  }

  void undo_all() {
    while (!undo_.empty() && !::testing::Test::HasFailure()) {
      undo();
    }
  }

  void apply(const Delta& op) {
    undo_.push_back(rope_.invert(op).value());
    std::vector<Anchor> before;
    anchors_.for_each([&](const Anchor& anchor) { before.push_back(anchor); });
    ++version_;
    const std::vector<Item> items_before = anchors_.items();
    const std::u16string text_before = oracle_.text();
    const std::vector<Change> changes = anchors_.apply(op, rope_, Version{version_});
    ASSERT_TRUE(rope_.apply(op));
    oracle_.apply(op);
    trail_ += "\n" + test::notation(op);
    ASSERT_EQ(anchors_.check_invariants(), "") << trail_;
    for (const Anchor& anchor : before) {
      forgive_short_pieces(anchor, op, items_before, text_before);
      check(anchor, op, changes);
    }
  }

  [[nodiscard]] Delta random_op() {
    Delta op;
    std::size_t left = rope_.length();
    for (std::size_t parts = 1 + random_->below(5); parts > 0; --parts) {
      const std::size_t longest = random_->chance(30) ? left : std::min<std::size_t>(left, 5);
      const std::size_t length = left == 0 ? 0 : 1 + random_->below(longest);
      switch (random_->below(left == 0 ? 1 : 4)) {
        case 0:
          op.push(fresh_text(1 + random_->below(4)));
          continue;
        case 1:
          op.push(Component::remove(length));
          break;
        default:
          op.push(Component::retain(length, random_->chance(20) ? bold() : nullptr));
      }
      left -= length;
    }
    return op.chop();
  }

 private:
  static ot::rich_text::Attributes bold() {
    return std::make_shared<const json::Value>(json::Value{{"bold", true}});
  }

  /// Letters that were never there before.
  Component fresh_text(std::size_t length) {
    std::u16string text;
    for (; length > 0; --length) {
      text.push_back(next_letter_++);
    }
    return Component::insert(text);
  }

  void add_anchor() {
    if (rope_.length() == 0) {
      return;
    }
    const std::size_t start = random_->below(rope_.length());
    const std::size_t longest = std::min<std::size_t>(rope_.length() - start, 8);
    const Range range{start, start + 1 + random_->below(longest)};
    // Of ranges that overlap in part one may lose what died in both: see AnchorSet.
    for (const auto& [id, letters] : oracle_.anchors()) {
      const Range other = oracle_.range(id);
      if ((other.start < range.start && range.start < other.end && other.end < range.end) ||
          (range.start < other.start && other.start < range.end && range.end < other.end)) {
        return;
      }
    }
    ASSERT_TRUE(anchors_.insert({++last_id_}, range));
    oracle_.insert(last_id_, range);
    trail_ += "\nanchor " + std::to_string(last_id_) + " at " + std::to_string(range.start) + ".." +
              std::to_string(range.end);
    ASSERT_EQ(anchors_.check_invariants(), "") << trail_;
  }

  void erase_anchor() {
    const std::uint64_t id = 1 + random_->below(last_id_);
    const bool there = oracle_.anchors().contains(id);
    ASSERT_EQ(anchors_.erase({id}), there);
    oracle_.erase(id);
    trail_ += "\nwithout anchor " + std::to_string(id);
    ASSERT_EQ(anchors_.check_invariants(), "") << trail_;
  }

  /// As from a checkpoint.
  void reload() {
    const std::vector<Item> items = anchors_.items();
    anchors_ = AnchorSet::from_items(items).value();
    trail_ += "\nreloaded";
    ASSERT_EQ(anchors_.check_invariants(), "") << trail_;
    ASSERT_EQ(anchors_.items(), items) << trail_;
  }

  /// Takes back some of the last operations, one by one.
  void undo() {
    for (std::size_t count = 1 + random_->below(6);
         count > 0 && !undo_.empty() && !::testing::Test::HasFailure(); --count) {
      apply(take_undo());
      undo_.pop_back();
    }
  }

  Delta take_undo() {
    Delta op = std::move(undo_.back());
    undo_.pop_back();
    return op;
  }

  /// A run of keys at one place.
  void type_or_delete() {
    std::size_t caret = random_->below(rope_.length() + 1);
    const std::size_t kind = random_->below(3);
    for (std::size_t keys = 1 + random_->below(8); keys > 0; --keys) {
      Delta op;
      if (kind == 0) {
        op.push(Component::retain(caret++)).push(fresh_text(1));
      } else if (kind == 1 && caret > 0) {
        op.push(Component::retain(--caret)).push(Component::remove(1));
      } else if (kind == 2 && caret < rope_.length()) {
        op.push(Component::retain(caret)).push(Component::remove(1));
      } else {
        return;
      }
      apply(op);
    }
  }

  /// The one limit that different letters do not take away: of an insertion that is not all
  /// remembered, pieces shorter than kShortestContained come back outside, as if they were new.
  /// Then they stay among the dead too, and are in the way of pieces as short that died before.
  void forgive_short_pieces(const Anchor& before, const Delta& op, const std::vector<Item>& items,
                            const std::u16string& text) {
    const Anchor anchor = anchors_.find(before.id).value();
    const Range expected = oracle_.range(before.id.value);
    if (anchor.orphaned() ? expected.empty() : anchor.range == expected) {
      return;
    }
    const auto has = [](const std::u16string& letters, char16_t letter) {
      return letters.find(letter) != std::u16string::npos;
    };
    Hunks hunks(op);
    while (const std::optional<Hunk> hunk = hunks.next()) {
      std::u16string dead;
      for (const Item& item : items) {
        const bool here =
            item.position >= hunk->before && item.position <= hunk->before + hunk->erased;
        dead += here ? item.run.text : u"";
      }
      const bool in_the_way =
          std::any_of(dead.begin(), dead.end(), [&](char16_t letter) { return has(text, letter); });
      const std::u16string inserted = hunk->inserted_text();
      const bool all_remembered = std::all_of(inserted.begin(), inserted.end(),
                                              [&](char16_t letter) { return has(dead, letter); });
      std::u16string own;
      std::copy_if(inserted.begin(), inserted.end(), std::back_inserter(own),
                   [&](char16_t l) { return oracle_.holds(before.id.value, l); });
      if ((in_the_way || !all_remembered) && !own.empty() && own.size() < kShortestContained) {
        oracle_.restrict_to(before.id.value, anchor.range);
      }
    }
  }

  void check(const Anchor& before, const Delta& op, const std::vector<Change>& changes) {
    const Anchor anchor = anchors_.find(before.id).value();
    // Text that was deleted outside of all anchors is not remembered: it comes back as if it were
    // new.
    if (!before.orphaned() && anchor.range == map(before.range, op)) {
      oracle_.adopt(before.id.value, anchor.range, op);
    }
    const Range expected = oracle_.range(before.id.value);
    const std::string where = "anchor " + std::to_string(before.id.value) + trail_;
    ASSERT_EQ(anchor.orphaned(), expected.empty()) << where;
    if (!anchor.orphaned()) {
      ASSERT_EQ(std::pair(anchor.range.start, anchor.range.end),
                std::pair(expected.start, expected.end))
          << where;
    } else {
      ASSERT_TRUE(anchor.range.empty() && anchor.range.end <= rope_.length()) << where;
      for (const char16_t letter : anchors_.lost_words(anchor.id)) {
        ASSERT_TRUE(oracle_.ever_held(anchor.id.value, letter)) << where;
      }
    }
    const auto told = [&](const Change& change) { return change.id == anchor.id; };
    const auto change = std::find_if(changes.begin(), changes.end(), told);
    ASSERT_LE(std::count_if(changes.begin(), changes.end(), told), 1) << where;
    using K = Change::Kind;
    if (anchor.orphaned() != before.orphaned()) {
      ASSERT_TRUE(change != changes.end() &&
                  change->kind == (anchor.orphaned() ? K::kOrphaned : K::kReturned))
          << where;
    } else if (!anchor.orphaned() && anchor.range != map(before.range, op)) {
      ASSERT_TRUE(change != changes.end() && change->kind == K::kMoved) << where;
    } else {
      ASSERT_TRUE(change == changes.end()) << where;
    }
  }

  Random* random_;
  text::Rope rope_;
  AnchorSet anchors_;
  Oracle oracle_;
  std::uint64_t version_{0};
  std::uint64_t last_id_{0};
  char16_t next_letter_{0x3400};
  std::vector<Delta> undo_;
  std::string trail_;
};

TEST(AnchorProperty, EqualsTheOracleAfterEachEditAndUndo) {
  for_cases(kCases, [](Random& random) {
    Scene scene(random);
    for (std::size_t step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) {
      scene.step();
    }
    scene.undo_all();
  });
}

// With the sizes of the product one or two units that come back together with others are not found.
#if PLENARY_ANCHOR_SHORTEST_CONTAINED == 1
TEST(AnchorProperty, EqualsTheOracleAfterARunOfDeletionsIsUndoneAtOnce) {
  for_cases(kCases / 5, [](Random& random) {
    Scene scene(random);
    scene.delete_and_undo_at_once();
  });
}
#endif

}  // namespace
}  // namespace plenary::anchor
