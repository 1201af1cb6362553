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
  return {.sign = sign,
          .length = length,
          .left = length,
          .can_open = left && (!in_words || !right || sign_before),
          .can_close = right && (!in_words || !left || sign_after),
          .ends = {},
          .begins = {}};
}

void Emphasis::add(DelimiterRun&& run) {
  links_.push_back({.before = last_, .after = kNone});
  if (last_ != kNone) {
    links_[last_].after = runs_.size();
  }
  last_ = runs_.size();
  runs_.push_back(std::move(run));
}

std::size_t Emphasis::like(const DelimiterRun& run) {
  const std::size_t sign = run.sign == '*' ? 0 : run.sign == '_' ? 1 : 2;
  return sign * 6 + (run.can_open ? 3 : 0) + run.length % 3;
}

std::size_t Emphasis::opener_of(std::size_t closer, std::size_t from) const {
  const std::size_t lowest = std::max(from, none_below_[like(runs_[closer])]);
  for (std::size_t run = links_[closer].before; run != kNone && run >= lowest;
       run = links_[run].before) {
    if (fits(runs_[run], runs_[closer])) {
      return run;
    }
  }
  return kNone;
}

void Emphasis::settle(std::size_t from) {
  none_below_.fill(from);
  if (from >= runs_.size()) {
    return;
  }
  // The first run from `from` on that is still in the list: pairs inside an inner link are settled.
  std::size_t run = kNone;
  for (std::size_t i = last_; i != kNone && i >= from; i = links_[i].before) {
    run = i;
  }
  const std::size_t outside = run == kNone ? last_ : links_[run].before;
  while (run != kNone) {
    const std::size_t opener = runs_[run].can_close ? opener_of(run, from) : kNone;
    if (opener != kNone) {
      pair(opener, run);
      run = runs_[run].left == 0 ? links_[run].after : run;
      continue;
    }
    const std::size_t next = links_[run].after;
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
    links_[last_].after = kNone;
  }
}

void Emphasis::pair(std::size_t opener, std::size_t closer) {
  DelimiterRun& left = runs_[opener];
  DelimiterRun& right = runs_[closer];
  const std::size_t signs = left.sign == '~'                    ? left.length
                            : left.left >= 2 && right.left >= 2 ? 2
                                                                : 1;
  left.begins.push_back(static_cast<char>(signs));
  right.ends.push_back(static_cast<char>(signs));
  left.left -= signs;
  right.left -= signs;
  links_[opener].after = closer;
  links_[closer].before = opener;
  if (left.left == 0) {
    take_out(opener);
  }
  if (right.left == 0) {
    // Its neighbour after it is still needed to go on, and take_out leaves that.
    take_out(closer);
  }
}

void Emphasis::take_out(std::size_t run) {
  const Link link = links_[run];
  if (link.before != kNone) {
    links_[link.before].after = link.after;
  }
  if (link.after != kNone) {
    links_[link.after].before = link.before;
  } else {
    last_ = link.before;
  }
}

void Emphasis::append(std::vector<Inline>& out, std::size_t run) const {
  const DelimiterRun& one = runs_[run];
  for (const char signs : one.ends) {
    out.push_back({.kind = ending(one.sign, signs), .text = {}, .address = {}});
  }
  if (one.left > 0) {
    out.push_back(
        {.kind = Inline::Kind::kText, .text = std::string(one.left, one.sign), .address = {}});
  }
  for (auto signs = one.begins.rbegin(); signs != one.begins.rend(); ++signs) {
    out.push_back({.kind = beginning(one.sign, *signs), .text = {}, .address = {}});
  }
}

}  // namespace plenary::markup
