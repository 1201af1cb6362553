#include "protocol/history/moves.hpp"

#include <algorithm>

namespace plenary::history {
namespace {

std::u16string_view trimmed(std::u16string_view text) {
  while (!text.empty() && text.front() == u'\n') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == u'\n') {
    text.remove_suffix(1);
  }
  return text;
}

std::uint32_t number_in(const std::unordered_map<OpNumber, std::uint32_t>& moves, OpNumber op) {
  const auto found = moves.find(op);
  return found == moves.end() ? 0 : found->second;
}

}  // namespace

void Moves::deleted(std::u16string_view whole, OpNumber op, std::uint32_t author) {
  const std::u16string_view text = trimmed(whole);
  if (text.size() < kMoveUnitsLeast) {
    return;
  }
  if (const auto paste = find(pasted_, text, author)) {
    pair(op, *paste);
  } else {
    keep(cut_, text, op, author);
  }
}

void Moves::inserted(std::u16string_view whole, OpNumber op, std::uint32_t author) {
  const std::u16string_view text = trimmed(whole);
  if (text.size() < kMoveUnitsLeast) {
    return;
  }
  if (const auto cut = find(cut_, text, author)) {
    pair(*cut, op);
  } else {
    keep(pasted_, text, op, author);
  }
}

std::uint32_t Moves::away(OpNumber op) const {
  return number_in(away_, op);
}

std::uint32_t Moves::here(OpNumber op) const {
  return number_in(here_, op);
}

std::optional<OpNumber> Moves::find(Candidates& among, std::u16string_view text,
                                    std::uint32_t author) {
  const auto found = std::find_if(among.rbegin(), among.rend(), [&](const Candidate& candidate) {
    return candidate.author == author && candidate.text == text;
  });
  if (found == among.rend()) {
    return std::nullopt;
  }
  return found->op;
}

void Moves::keep(Candidates& among, std::u16string_view text, OpNumber op, std::uint32_t author) {
  if (text.size() > kMoveUnitsMost / 2) {
    return;
  }
  among.push_back({std::u16string(text), op, author});
  units_ += text.size();
  while (among.size() > kMoveTextsMost || (units_ > kMoveUnitsMost && among.size() > 1)) {
    units_ -= among.front().text.size();
    among.pop_front();
  }
}

void Moves::pair(OpNumber away, OpNumber here) {
  if (away_.contains(away) || here_.contains(here)) {
    return;
  }
  moves_ += 1;
  away_[away] = moves_;
  here_[here] = moves_;
}

}  // namespace plenary::history
