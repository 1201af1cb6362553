#include "protocol/releases/block_ids.hpp"

#include <sodium.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/releases/block_text.hpp"

namespace plenary::releases {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

/// 32 signs, so that five bits are one. No "i", "l", "o", which look like digits, and no "u".
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kSignsLeast = 4;
constexpr std::size_t kBitsOfSign = 5;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// Hashes `bytes` for one purpose, so that an id is never part of the hash of a text.
template <std::size_t Size>
std::array<unsigned char, Size> keyed_hash(const IdSeed& seed, std::string_view purpose,
                                           std::string_view bytes) {
  std::array<unsigned char, Size> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, seed.data(), seed.size(), hash.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(purpose.data()),
                            purpose.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

std::optional<TextHash> hash_of(const UnitText& text, const Block& block, const IdSeed& seed) {
  const std::string identity = text.identity_of(block);
  if (identity.empty()) {
    return std::nullopt;
  }
  return keyed_hash<std::tuple_size_v<TextHash>>(seed, "text:", identity);
}

/// Makes ids that a paper has never had.
class IdMaker {
 public:
  IdMaker(const BlockIds& before, const IdSeed& seed) : seed_(seed), counter_(before.counter) {
    taken_.insert(before.ids.begin(), before.ids.end());
    for (const PastBlock& block : before.past) {
      taken_.insert(block.id);
    }
  }

  std::string next() {
    while (true) {
      const auto hash =
          keyed_hash<crypto_generichash_BYTES>(seed_, "id:", std::to_string(counter_++));
      std::string id = "p-";
      for (std::size_t i = 0; i < signs(); ++i) {
        id += kAlphabet[hash[i] % kAlphabet.size()];
      }
      if (taken_.insert(id).second) {
        return id;
      }
    }
  }
  [[nodiscard]] std::uint64_t counter() const { return counter_; }

 private:
  /// Four, while at most a quarter of these is taken: then an id is found at the second try.
  [[nodiscard]] std::size_t signs() const {
    std::size_t signs = kSignsLeast;
    while (taken_.size() >= std::size_t{1} << (kBitsOfSign * signs - 2)) {
      ++signs;
    }
    return signs;
  }

  const IdSeed& seed_;
  std::uint64_t counter_;
  std::unordered_set<std::string> taken_;
};

/// Where the units of the old text are in the new one. Asked from left to right.
class SurvivorMap {
 public:
  SurvivorMap(std::span<const Survivor> survivors, const std::u16string& text)
      : survivors_(survivors), text_(text) {}

  /// The new place of the first unit of the span that is still there and no white space; kNowhere
  /// if there is none. Requires: spans rise from call to call.
  std::size_t first_of(Span span) {
    while (at_ < survivors_.size() && end_of(survivors_[at_]) <= span.from) {
      ++at_;
    }
    for (std::size_t i = at_; i < survivors_.size() && survivors_[i].from < span.to; ++i) {
      const Survivor& piece = survivors_[i];
      const std::size_t end = std::min(end_of(piece), span.to);
      for (std::size_t unit = std::max(piece.from, span.from); unit < end; ++unit) {
        if (!is_white(text_[unit])) {
          return piece.to + (unit - piece.from);
        }
      }
    }
    return kNowhere;
  }

 private:
  static std::size_t end_of(const Survivor& piece) { return piece.from + piece.length; }

  std::span<const Survivor> survivors_;
  const std::u16string& text_;
  std::size_t at_{0};
};

/// The places of blocks by what they say, first in, first out.
class BlocksByText {
 public:
  void add(const TextHash& hash, std::size_t block) { queues_[key(hash)].blocks.push_back(block); }
  /// kNowhere if none is left.
  std::size_t take(const TextHash& hash) {
    const auto found = queues_.find(key(hash));
    if (found == queues_.end() || found->second.taken == found->second.blocks.size()) {
      return kNowhere;
    }
    return found->second.blocks[found->second.taken++];
  }

 private:
  struct Queue {
    std::vector<std::size_t> blocks;
    std::size_t taken{0};
  };
  static std::string key(const TextHash& hash) { return {hash.begin(), hash.end()}; }

  std::unordered_map<std::string, Queue> queues_;
};

/// One release after another. `next()` applies the rules in their order.
class Succession {
 public:
  Succession(const BlockIds& before, const ReleasedText& old_text, const ReleasedText& new_text,
             std::uint32_t release, const IdSeed& seed)
      : before_(before),
        old_(old_text.blocks),
        new_(new_text.blocks),
        old_units_(old_text.text),
        new_units_(new_text.text),
        release_(release),
        seed_(seed) {}

  BlockIds next(std::span<const Survivor> survivors) {
    after_.ids.resize(new_.size());
    follow_units(survivors);
    list_unclaimed();
    find_moved();
    remember_merged();
    find_returned();
    IdMaker maker(before_, seed_);
    for (std::string& id : after_.ids) {
      id = id.empty() ? maker.next() : std::move(id);
    }
    after_.counter = maker.counter();
    return std::move(after_);
  }

 private:
  void follow_units(std::span<const Survivor> survivors) {
    SurvivorMap map(survivors, old_units_.units());
    for (std::size_t i = 0; i < old_.size(); ++i) {
      const std::size_t unit = map.first_of(old_[i].span);
      const std::size_t block = unit == kNowhere ? kNowhere : new_block_at(unit);
      if (block == kNowhere) {
        lost_.push_back(i);
      } else if (after_.ids[block].empty()) {
        after_.ids[block] = before_.ids[i];
      } else {
        merged_.emplace_back(i, block);
      }
    }
  }

  std::size_t new_block_at(std::size_t unit) const {
    const auto range = blocks_in(new_, {unit, unit + 1});
    return range ? range->first : kNowhere;
  }

  void list_unclaimed() {
    if (lost_.empty() && before_.past.empty()) {
      return;
    }
    for (std::size_t i = 0; i < new_.size(); ++i) {
      if (after_.ids[i].empty()) {
        if (const auto hash = hash_of(new_units_, new_[i], seed_)) {
          unclaimed_.add(*hash, i);
        }
      }
    }
  }

  void find_moved() {
    for (const std::size_t old : lost_) {
      const auto hash = hash_of(old_units_, old_[old], seed_);
      const std::size_t block = hash ? unclaimed_.take(*hash) : kNowhere;
      if (block == kNowhere) {
        after_.past.push_back({before_.ids[old], release_, {}, hash});
      } else {
        after_.ids[block] = before_.ids[old];
      }
    }
  }

  /// Their words are in another block; they may stand alone again in a later release.
  void remember_merged() {
    for (const auto& [old, block] : merged_) {
      after_.past.push_back(
          {before_.ids[old], release_, after_.ids[block], hash_of(old_units_, old_[old], seed_)});
    }
  }

  void find_returned() {
    std::vector<const PastBlock*> newest_first;
    for (const PastBlock& block : before_.past) {
      newest_first.push_back(&block);
    }
    std::stable_sort(newest_first.begin(), newest_first.end(),
                     [](const PastBlock* a, const PastBlock* b) { return a->since > b->since; });
    std::vector<PastBlock> still_past;
    for (const PastBlock* past : newest_first) {
      const std::size_t block = past->text ? unclaimed_.take(*past->text) : kNowhere;
      if (block == kNowhere) {
        still_past.push_back(*past);
      } else {
        after_.ids[block] = past->id;
      }
    }
    after_.past.insert(after_.past.end(), std::make_move_iterator(still_past.begin()),
                       std::make_move_iterator(still_past.end()));
  }

  const BlockIds& before_;
  std::span<const Block> old_;
  std::span<const Block> new_;
  UnitText old_units_;
  UnitText new_units_;
  std::uint32_t release_;
  const IdSeed& seed_;

  BlockIds after_;
  std::vector<std::size_t> lost_;                            // old blocks of which no word survives
  std::vector<std::pair<std::size_t, std::size_t>> merged_;  // old ones, and where their words are
  BlocksByText unclaimed_;
};

/// What must hold of survivors, or units would be read beyond the texts.
void assert_in_order(std::span<const Survivor> survivors, std::size_t old_length,
                     std::size_t new_length) {
  std::size_t from = 0;
  std::size_t to = 0;
  for (const Survivor& piece : survivors) {
    PLENARY_ASSERT(piece.from >= from && piece.to >= to, "survivors rise in both texts");
    PLENARY_ASSERT(piece.from <= old_length && piece.length <= old_length - piece.from &&
                       piece.to <= new_length && piece.length <= new_length - piece.to,
                   "survivors lie in both texts");
    from = piece.from + piece.length;
    to = piece.to + piece.length;
  }
}

}  // namespace

std::vector<Survivor> survivors_of(const Delta& change, std::size_t length) {
  std::vector<Survivor> survivors;
  std::size_t from = 0;
  std::size_t to = 0;
  const auto keep = [&](std::size_t units) {
    if (units > 0 && !survivors.empty() &&
        survivors.back().from + survivors.back().length == from &&
        survivors.back().to + survivors.back().length == to) {
      survivors.back().length += units;
    } else if (units > 0) {
      survivors.push_back({from, to, units});
    }
    from += units;
    to += units;
  };
  for (const Component& component : change.components()) {
    if (component.is_insert()) {
      to += component.length;
    } else if (component.kind == Component::Kind::kDelete) {
      from += component.length;
    } else {
      keep(component.length);
    }
  }
  keep(length - from);
  return survivors;
}

BlockIds first_ids(std::size_t blocks, const IdSeed& seed) {
  BlockIds ids;
  IdMaker maker(ids, seed);
  for (std::size_t i = 0; i < blocks; ++i) {
    ids.ids.push_back(maker.next());
  }
  ids.counter = maker.counter();
  return ids;
}

Result<BlockIds> next_ids(const BlockIds& before, const ReleasedText& old_text,
                          const ReleasedText& new_text, std::span<const Survivor> survivors,
                          std::uint32_t release, const IdSeed& seed) {
  if (before.ids.size() != old_text.blocks.size()) {
    return Error{Errc::kCorrupt, "the release before has not one id for each of its blocks"};
  }
  assert_in_order(survivors, old_text.text.inserted_length(), new_text.text.inserted_length());
  return Succession(before, old_text, new_text, release, seed).next(survivors);
}

Place find_block(const BlockIds& ids, std::string_view id) {
  std::string_view wanted = id;
  std::uint32_t since = 0;
  // A chain of mergers is never longer than the list, so a damaged record cannot hold us.
  for (std::size_t steps = 0; steps <= ids.past.size(); ++steps) {
    const auto here = std::find(ids.ids.begin(), ids.ids.end(), wanted);
    if (here != ids.ids.end()) {
      const auto kind = wanted == id ? Place::Kind::kHere : Place::Kind::kMerged;
      return {kind, static_cast<std::size_t>(here - ids.ids.begin()), since};
    }
    const auto past = std::find_if(ids.past.begin(), ids.past.end(),
                                   [&](const PastBlock& block) { return block.id == wanted; });
    if (past == ids.past.end()) {
      return {};
    }
    if (past->into.empty()) {
      return {Place::Kind::kGone, 0, past->since};
    }
    since = steps == 0 ? past->since : since;
    wanted = past->into;
  }
  return {};
}

}  // namespace plenary::releases
