#include "protocol/markup/emphasis.hpp"

#include <algorithm>
#include <utility>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

Inline::Kind beginning(char sign, int signs) {
  return sign == '~'  ? Inline::Kind::kBeginStrike
         : signs == 2 ? Inline::Kind::kBeginBold
                      : Inline::Kind::kBeginItalic;
}
Inline::Kind ending(char sign, int signs) {
  return sign == '~'  ? Inline::Kind::kEndStrike
         : signs == 2 ? Inline::Kind::kEndBold
                      : Inline::Kind::kEndItalic;
}

/// CommonMark's rules 9 and 10, and GitHub's that tildes pair with as many tildes.
bool fits(const DelimiterRun& opener, const DelimiterRun& closer) {
  if (opener.sign != closer.sign || !opener.can_open) {
    return false;
  }
  if (opener.sign == '~') {
    return opener.length == closer.length;
  }
  const bool both_ways = closer.can_open || opener.can_close;
  return !both_ways || closer.length % 3 == 0 || (opener.length + closer.length) % 3 != 0;
}

}  // namespace

DelimiterRun delimiter_run(std::string_view text, std::size_t at, std::size_t length) {
  const char sign = text[at];
  const char32_t before = character_before(text, at);
  const char32_t after = character_at(text, at + length);
  const bool space_before = is_space(before);
  const bool space_after = is_space(after);
  const bool sign_before = is_punctuation(before);
  const bool sign_after = is_punctuation(after);
  const bool left = !space_after && (!sign_after || space_before || sign_before);
  const bool right = !space_before && (!sign_before || space_after || sign_after);
  const bool in_words = sign == '_';
  DelimiterRun run;
  run.sign = sign;
  run.can_open = left && (!in_words || !right || sign_before);
  run.can_close = right && (!in_words || !left || sign_after);
  run.length = static_cast<std::uint32_t>(length);
  run.left = run.length;
  return run;
}

void Emphasis::add(const DelimiterRun& run) {
  const std::uint32_t index = count();
  runs_.push_back(run);
  runs_.back().before = last_;
  if (last_ != kNone) {
    runs_[last_].after = index;
  }
  last_ = index;
}

std::size_t Emphasis::like(const DelimiterRun& run) {
  const std::size_t sign = run.sign == '*' ? 0 : run.sign == '_' ? 1 : 2;
  return sign * 6 + (run.can_open ? 3 : 0) + run.length % 3;
}

std::uint32_t Emphasis::opener_of(std::uint32_t closer, std::uint32_t from) const {
  const std::uint32_t lowest = std::max(from, none_below_[like(runs_[closer])]);
  for (std::uint32_t run = runs_[closer].before; run != kNone && run >= lowest;
       run = runs_[run].before) {
    if (fits(runs_[run], runs_[closer])) {
      return run;
    }
  }
  return kNone;
}

void Emphasis::settle(std::uint32_t from) {
  none_below_.fill(from);
  if (from >= runs_.size()) {
    return;
  }
  // The first run from `from` on that is still in the list: pairs inside an inner link are settled.
  std::uint32_t run = kNone;
  for (std::uint32_t i = last_; i != kNone && i >= from; i = runs_[i].before) {
    run = i;
  }
  const std::uint32_t outside = run == kNone ? last_ : runs_[run].before;
  while (run != kNone) {
    const std::uint32_t opener = runs_[run].can_close ? opener_of(run, from) : kNone;
    if (opener != kNone) {
      pair(opener, run);
      run = runs_[run].left == 0 ? runs_[run].after : run;
      continue;
    }
    const std::uint32_t next = runs_[run].after;
    if (runs_[run].can_close) {
      none_below_[like(runs_[run])] = run;
      if (!runs_[run].can_open) {
        take_out(run);
      }
    }
    run = next;
  }
  last_ = outside;
  if (last_ != kNone) {
    runs_[last_].after = kNone;
  }
}

void Emphasis::pair(std::uint32_t opener, std::uint32_t closer) {
  DelimiterRun& left = runs_[opener];
  DelimiterRun& right = runs_[closer];
  const std::uint32_t signs = left.sign == '~'                    ? left.length
                              : left.left >= 2 && right.left >= 2 ? 2
                                                                  : 1;
  const auto index = static_cast<std::uint32_t>(pairs_.size());
  pairs_.push_back({.signs = static_cast<std::uint8_t>(signs),
                    .next_begin = left.first_begin,
                    .next_end = kNone});
  left.first_begin = index;
  (right.last_end == kNone ? right.first_end : pairs_[right.last_end].next_end) = index;
  right.last_end = index;
  left.left -= signs;
  right.left -= signs;
  left.after = closer;
  right.before = opener;
  if (left.left == 0) {
    take_out(opener);
  }
  if (right.left == 0) {
    // Its neighbour after it is still needed to go on, and take_out leaves that.
    take_out(closer);
  }
}

void Emphasis::take_out(std::uint32_t run) {
  const std::uint32_t before = runs_[run].before;
  const std::uint32_t after = runs_[run].after;
  if (before != kNone) {
    runs_[before].after = after;
  }
  if (after != kNone) {
    runs_[after].before = before;
  } else {
    last_ = before;
  }
}

void Emphasis::append(Inlines& out, std::uint32_t run) const {
  const DelimiterRun& one = runs_[run];
  for (std::uint32_t i = one.first_end; i != kNone; i = pairs_[i].next_end) {
    out.pieces.push_back({.kind = ending(one.sign, pairs_[i].signs)});
  }
  if (one.left > 0) {
    out.pieces.push_back({.kind = Inline::Kind::kText,
                          .begin = static_cast<std::uint32_t>(out.words.size()),
                          .length = one.left});
    out.words.append(one.left, one.sign);
  }
  for (std::uint32_t i = one.first_begin; i != kNone; i = pairs_[i].next_begin) {
    out.pieces.push_back({.kind = beginning(one.sign, pairs_[i].signs)});
  }
}

}  // namespace plenary::markup
