#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/history/difference.hpp"
#include "protocol/releases/block_ids.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_delta.hpp"
#include "tests/support/ot/random_embeds.hpp"

// The laws of permanent ids on random papers, against a list that gives each unit an identity. The
// pieces of old text come from the history, as they do in a server. CASES and SEED:
// tests/support/ot/random.hpp.

namespace plenary::releases {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using test::for_cases;
using test::Random;

constexpr std::size_t kCases = 1000;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);
const IdSeed kSeed = {5, 5, 5};

std::u16string units_of(const Delta& document) {
  std::u16string out;
  for (const Component& component : document.components()) {
    out +=
        component.kind == Component::Kind::kEmbed ? std::u16string(1, u'\uFFFC') : component.text;
  }
  return out;
}

/// Words that no other line has, with the odd white space.
std::u16string fresh_words(Random& random, std::size_t& counter) {
  std::u16string out;
  for (std::size_t n = 1 + random.below(4); n > 0; --n) {
    out += out.empty() ? u"" : random.chance(20) ? u"  " : u" ";
    out += u'w';
    for (const char digit : std::to_string(counter++)) {
      out += static_cast<char16_t>(digit);
    }
  }
  return out;
}

/// What a line says, by a plainer rule than the code's: its units without neighbouring spaces.
std::u16string said(const std::u16string& units, Span span) {
  std::u16string out;
  for (const char16_t unit : units.substr(span.from, span.length())) {
    if (unit == u' ' && (out.empty() || out.back() == u' ')) {
      continue;
    }
    out += unit;
  }
  while (!out.empty() && out.back() == u' ') {
    out.pop_back();
  }
  return out;
}

bool tells(const std::u16string& words) {
  return std::count(words.begin(), words.end(), u' ') >= 2;
}

/// A release: its text, its blocks, and who its units are.
struct Moment {
  Delta document;
  std::u16string units;
  std::vector<std::size_t> identities;
  std::vector<Block> blocks;
  history::OpNumber version{0};
};

struct Paper {
  history::Weave weave;
  Delta document;
  std::vector<std::size_t> identities;  // one for each unit
  std::size_t next_identity{0};
  std::size_t words{0};
  bool embeds{false};  // there may be more than text in it

  void apply(const Delta& op) {
    ASSERT_TRUE(weave.apply(op, 0)) << test::notation(op);
    std::vector<std::size_t> after;
    std::size_t at = 0;
    for (const Component& component : op.components()) {
      for (std::size_t i = 0; i < component.length; ++i) {
        if (component.is_insert()) {
          after.push_back(next_identity++);
        } else if (component.kind == Component::Kind::kDelete) {
          ++at;
        } else {
          after.push_back(identities[at++]);
        }
      }
    }
    after.insert(after.end(), identities.begin() + static_cast<std::ptrdiff_t>(at),
                 identities.end());
    identities = std::move(after);
    document = history::text_at(weave, weave.version());
    ASSERT_EQ(identities.size(), document.inserted_length());
  }

  void splice(std::size_t at, std::size_t erased, const std::u16string& inserted) {
    Delta op;
    op.push(Component::retain(at));
    if (!inserted.empty()) {
      op.push(Component::insert(inserted));
    }
    if (erased > 0) {
      op.push(Component::remove(erased));
    }
    if (erased > 0 || !inserted.empty()) {
      apply(op);
    }
  }

  [[nodiscard]] Moment moment() const {
    return {document, units_of(document), identities, blocks_of(document), weave.version()};
  }
};

/// A line with its line end, or what stands there instead.
Span random_line(Random& random, const std::u16string& units) {
  const std::size_t at = random.below(units.size());
  const std::size_t before = at == 0 ? std::u16string::npos : units.rfind(u'\n', at - 1);
  const std::size_t end = units.find(u'\n', at);
  return {before == std::u16string::npos ? 0 : before + 1,
          end == std::u16string::npos ? units.size() : end + 1};
}

void edit(Random& random, Paper& paper) {
  const std::u16string units = units_of(paper.document);
  const std::size_t at = random.below(units.size() + 1);
  if (units.empty()) {
    return paper.splice(0, 0, fresh_words(random, paper.words) + u"\n");
  }
  const Span line = random_line(random, units);
  const std::u16string text = units.substr(line.from, line.length());
  const bool plain = text.find(u'\uFFFC') == std::u16string::npos;
  switch (random.below(9)) {
    case 0:
      return paper.splice(line.from, 0, fresh_words(random, paper.words) + u"\n");
    case 1:
      return paper.splice(at, 0, random.chance(50) ? u"x" : u" ");
    case 2:
      return paper.splice(at, 0, u"\n");
    case 3:  // merge with the next
      return paper.splice(line.to - 1, 1, u"");
    case 4:
      return paper.splice(line.from, line.length(), u"");
    case 5: {  // cut and paste, to the start of another line
      if (!plain) {
        return;
      }
      paper.splice(line.from, line.length(), u"");
      const std::u16string rest = units_of(paper.document);
      return paper.splice(rest.empty() ? 0 : random_line(random, rest).from, 0, text);
    }
    case 6:  // copy
      return plain ? paper.splice(line.from, 0, text) : void();
    case 7:
      return paper.splice(at, random.below(std::min<std::size_t>(units.size() - at, 12) + 1), u"");
    default:
      paper.embeds = true;
      return paper.apply(random.chance(50) ? test::random_change(random, units.size())
                                           : test::random_paper_change(random, paper.document));
  }
}

Paper random_start(Random& random) {
  Paper paper;
  std::u16string text;
  for (std::size_t lines = random.below(8); lines > 0; --lines) {
    text += random.chance(10) ? u"\n" : fresh_words(random, paper.words) + u"\n";
  }
  paper.splice(0, 0, text);
  return paper;
}

/// The new block that an old one goes to by its units, as the header says.
std::size_t heir_of(const Moment& before, const Moment& after, const Block& block) {
  for (std::size_t unit = block.span.from; unit < block.span.to; ++unit) {
    const auto found =
        std::find(after.identities.begin(), after.identities.end(), before.identities[unit]);
    const char16_t sign = before.units[unit];
    if (found == after.identities.end() || sign == u' ' || sign == u'\t' || sign == u'\r' ||
        sign == 0xa0 || sign == 0x2028 || sign == 0xfeff) {
      continue;
    }
    const auto place = static_cast<std::size_t>(found - after.identities.begin());
    for (std::size_t i = 0; i < after.blocks.size(); ++i) {
      if (after.blocks[i].span.from <= place && place < after.blocks[i].span.to) {
        return i;
      }
    }
  }
  return kNone;
}

/// What the laws remember from release to release.
struct Ledger {
  std::set<std::string> ever;
  std::map<std::string, std::u16string> last_said;  // by id, when it last had a block
};

void expect_ids_are_one_each(const BlockIds& ids, const Moment& now, Ledger& ledger) {
  ASSERT_EQ(ids.ids.size(), now.blocks.size());
  std::set<std::string> all(ids.ids.begin(), ids.ids.end());
  for (const PastBlock& past : ids.past) {
    all.insert(past.id);
  }
  ASSERT_EQ(all.size(), ids.ids.size() + ids.past.size()) << "an id is there twice";
  for (const std::string& id : ledger.ever) {
    ASSERT_TRUE(all.contains(id)) << id << " is forgotten";
    const Place place = find_block(ids, id);
    ASSERT_NE(place.kind, Place::Kind::kUnknown) << id;
    const bool here = std::find(ids.ids.begin(), ids.ids.end(), id) != ids.ids.end();
    ASSERT_EQ(place.kind == Place::Kind::kHere, here) << id;
  }
  ledger.ever.insert(all.begin(), all.end());
}

/// By units: edits inside, splits and mergers.
void expect_heirs(const BlockIds& before, const BlockIds& after, const Moment& old,
                  const Moment& now, std::vector<bool>& claimed, std::vector<std::size_t>& lost) {
  for (std::size_t i = 0; i < old.blocks.size(); ++i) {
    const std::size_t heir = heir_of(old, now, old.blocks[i]);
    if (heir == kNone) {
      lost.push_back(i);
    } else if (!claimed[heir]) {
      claimed[heir] = true;
      ASSERT_EQ(after.ids[heir], before.ids[i]) << "block " << i << " went to " << heir;
    } else {
      const Place place = find_block(after, before.ids[i]);
      ASSERT_EQ(place.kind, Place::Kind::kMerged) << "block " << i;
      ASSERT_EQ(place.block, heir) << "block " << i;
    }
  }
}

/// By words: the number of blocks that come back is that of equal texts, and none has another text.
void expect_moved(const BlockIds& before, const BlockIds& after, const Moment& old,
                  const Moment& now, const std::vector<bool>& claimed,
                  const std::vector<std::size_t>& lost) {
  std::map<std::u16string, std::vector<std::size_t>> unclaimed;
  for (std::size_t i = 0; i < now.blocks.size(); ++i) {
    if (!claimed[i]) {
      unclaimed[said(now.units, now.blocks[i].span)].push_back(i);
    }
  }
  std::map<std::u16string, std::size_t> taken;
  for (const std::size_t i : lost) {
    const std::u16string words = said(old.units, old.blocks[i].span);
    if (!tells(words) || words.find(u'\uFFFC') != std::u16string::npos) {
      continue;
    }
    const auto& places = unclaimed[words];
    if (taken[words] < places.size()) {
      ASSERT_EQ(after.ids[places[taken[words]++]], before.ids[i]) << "block " << i << " was moved";
    } else {
      ASSERT_EQ(find_block(after, before.ids[i]).kind, Place::Kind::kGone) << "block " << i;
    }
  }
}

/// An id that comes back, or comes over, without a unit of its old text has all of its words.
void expect_no_other_text(const BlockIds& after, const Moment& now,
                          const std::vector<bool>& claimed, Ledger& ledger) {
  for (std::size_t i = 0; i < now.blocks.size(); ++i) {
    const std::u16string words = said(now.units, now.blocks[i].span);
    const auto known = ledger.last_said.find(after.ids[i]);
    if (!claimed[i] && known != ledger.last_said.end()) {
      ASSERT_EQ(words, known->second) << after.ids[i] << " was given to another text";
    }
    ledger.last_said[after.ids[i]] = words;
  }
}

void check_release(const Paper& paper, const Moment& old, std::uint32_t number, BlockIds& ids,
                   Ledger& ledger) {
  const Moment now = paper.moment();
  const Delta change = history::difference(paper.weave, old.version, now.version).delta;
  const auto survivors = survivors_of(change, old.units.size());
  const auto next = next_ids(ids, {old.document, old.blocks}, {now.document, now.blocks}, survivors,
                             number, kSeed);
  ASSERT_TRUE(next);
  ASSERT_EQ(*next, *next_ids(ids, {old.document, old.blocks}, {now.document, now.blocks}, survivors,
                             number, kSeed));
  expect_ids_are_one_each(*next, now, ledger);
  std::vector<bool> claimed(now.blocks.size());
  std::vector<std::size_t> lost;
  expect_heirs(ids, *next, old, now, claimed, lost);
  if (!paper.embeds) {
    expect_moved(ids, *next, old, now, claimed, lost);
    expect_no_other_text(*next, now, claimed, ledger);
  }
  const auto same = next_ids(*next, {now.document, now.blocks}, {now.document, now.blocks},
                             survivors_of(Delta(), now.units.size()), number + 1, kSeed);
  ASSERT_TRUE(same);
  ASSERT_EQ(same->ids, next->ids) << "an equal text has equal ids";
  ids = *next;
}

TEST(BlockIdLaws, HoldFromReleaseToRelease) {
  for_cases(kCases, [](Random& random) {
    Paper paper = random_start(random);
    Moment old = paper.moment();
    BlockIds ids = first_ids(old.blocks.size(), kSeed);
    Ledger ledger;
    expect_ids_are_one_each(ids, old, ledger);
    for (std::size_t i = 0; i < old.blocks.size(); ++i) {
      ledger.last_said[ids.ids[i]] = said(old.units, old.blocks[i].span);
    }
    for (std::uint32_t number = 2; number < 6; ++number) {
      const bool with_embeds = random.chance(30);
      for (std::size_t edits = random.below(7); edits > 0; --edits) {
        // Papers of words alone show more of the laws.
        Random own(random.below(kNone));
        Paper tried = paper;
        edit(own, tried);
        if (with_embeds || paper.embeds || !tried.embeds) {
          paper = std::move(tried);
        }
      }
      check_release(paper, old, number, ids, ledger);
      if (::testing::Test::HasFatalFailure()) {
        return;
      }
      old = paper.moment();
    }
  });
}

TEST(BlockIdLaws, SurvivorsAreTheUnitsOfTheOldTextThatAreStillThere) {
  for_cases(kCases, [](Random& random) {
    Paper paper = random_start(random);
    const Moment old = paper.moment();
    for (std::size_t edits = random.below(5); edits > 0; --edits) {
      edit(random, paper);
    }
    const Delta change = history::difference(paper.weave, old.version, paper.weave.version()).delta;
    std::set<std::size_t> kept;
    for (const Survivor& piece : survivors_of(change, old.units.size())) {
      for (std::size_t i = 0; i < piece.length; ++i) {
        ASSERT_EQ(old.identities.at(piece.from + i), paper.identities.at(piece.to + i));
        kept.insert(piece.from + i);
      }
    }
    for (std::size_t i = 0; i < old.identities.size(); ++i) {
      const bool there = std::find(paper.identities.begin(), paper.identities.end(),
                                   old.identities[i]) != paper.identities.end();
      ASSERT_EQ(there, kept.contains(i)) << "unit " << i;
    }
  });
}

}  // namespace
}  // namespace plenary::releases
