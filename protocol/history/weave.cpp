#include "protocol/history/weave.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;
using Kind = Component::Kind;

constexpr std::size_t kPoolUnitsMost = 0xfffffffe;

/// The step with which the numbers of `right` continue those of `left`; nothing if they do not.
std::optional<std::int8_t> joined_step(const Numbers& left, std::uint32_t left_length,
                                       const Numbers& right, std::uint32_t right_length,
                                       std::int64_t step_least) {
  const auto distance = static_cast<std::int64_t>(right.first) - left.first;
  const std::int64_t step = left_length > 1 ? left.step : right_length > 1 ? right.step : distance;
  const bool fits = step >= step_least && step <= 1 && distance == step * left_length &&
                    (right_length == 1 || right.step == step);
  return fits ? std::optional(static_cast<std::int8_t>(step)) : std::nullopt;
}

}  // namespace

Result<void> Weave::apply(const Delta& op, AuthorIndex author) {
  PLENARY_ASSERT(authors_.size() < kNever - 1, "a history has fewer than 2^32 operations");
  authors_.push_back(author);
  PLENARY_TRY_VOID(ot::rich_text::check_applies(op, alive_));
  if (op.inserted_length() > kPoolUnitsMost - pool_.size()) {
    return Error{Errc::kTooLarge, "the history of this text is too long"};
  }
  const std::vector<Component>& parts = op.components();
  std::size_t position = 0;
  for (std::size_t i = 0; i < parts.size();) {
    if (parts[i].kind == Kind::kRetain) {
      if (parts[i].attributes != nullptr) {
        format(position, parts[i].length, parts[i].attributes);
      }
      position += parts[i++].length;
      continue;
    }
    // A replacement stands behind the text that it replaces: first all deletes of this place.
    const std::size_t first = i;
    for (; i < parts.size() && parts[i].kind != Kind::kRetain; ++i) {
      if (parts[i].kind == Kind::kDelete) {
        erase(position, parts[i].length);
      }
    }
    for (std::size_t at = first; at < i; ++at) {
      if (parts[at].is_insert()) {
        insert(position, parts[at]);
        position += parts[at].length;
      }
    }
  }
  return {};
}

void Weave::clear(AuthorIndex author) {
  authors_.push_back(author);
  if (alive_ > 0) {
    erase(0, alive_);
  }
}

void Weave::skip(AuthorIndex author) {
  authors_.push_back(author);
}

/// Puts the finger on the chunk that holds the unit at `position`, or on the last one, and answers
/// how far into the chunk's text it is.
std::size_t Weave::seek(std::size_t position) {
  while (position < before_) {
    at_ -= 1;
    before_ -= chunks_[at_].alive;
  }
  while (position >= before_ + chunks_[at_].alive && at_ + 1 < chunks_.size()) {
    before_ += chunks_[at_].alive;
    at_ += 1;
  }
  return position - before_;
}

std::uint32_t Weave::style_for(const Attributes& attributes) {
  if (attributes == nullptr || attributes->empty()) {
    return 0;
  }
  if (last_style_.first == attributes) {
    return last_style_.second;
  }
  const Attributes kept = ot::rich_text::compose(nullptr, attributes, false);
  if (kept == nullptr) {
    return 0;
  }
  const auto [found, is_new] = style_of_json_.try_emplace(
      json::to_string(*kept), static_cast<std::uint32_t>(styles_.size()));
  if (is_new) {
    styles_.push_back({kept, nullptr});
  }
  last_style_ = {attributes, found->second};
  return found->second;
}

void Weave::insert(std::size_t position, const Component& component) {
  Span span;
  span.text = static_cast<std::uint32_t>(pool_.size());
  span.length = static_cast<std::uint32_t>(component.length);
  span.born.first = version() - 1;
  if (component.kind == Kind::kEmbed) {
    const Attributes kept = ot::rich_text::compose(nullptr, component.attributes, false);
    span.style = static_cast<std::uint32_t>(styles_.size());
    styles_.push_back({kept, component.embed});
    pool_.push_back(u'\0');
  } else {
    span.style = style_for(component.attributes);
    pool_ += component.text;
    moves_.inserted(component.text, span.born.first, authors_.back());
  }
  std::size_t rest = seek(position);
  Chunk& chunk = chunks_[at_];
  std::size_t index = 0;
  for (; index < chunk.spans.size(); ++index) {
    const Span& there = chunk.spans[index];
    if (there.is_alive()) {
      if (rest < there.length) {
        break;
      }
      rest -= there.length;
    }
  }
  alive_ += span.length;
  chunk.alive += span.length;
  if (rest > 0) {
    split_span(chunk, index, static_cast<std::uint32_t>(rest));
    index += 1;
  } else if (index > 0 && join(chunk.spans[index - 1], span)) {
    return;
  }
  chunk.spans.insert(chunk.spans.begin() + static_cast<std::ptrdiff_t>(index), span);
  limit_chunk();
}

/// Makes the units from `position` on, as far as one living span goes, but at most `length`, a span
/// of its own in the finger's chunk, and answers its index there.
std::size_t Weave::isolate(std::size_t position, std::size_t length, std::uint32_t& taken) {
  std::size_t rest = seek(position);
  Chunk& chunk = chunks_[at_];
  std::size_t index = 0;
  for (;; ++index) {
    PLENARY_ASSERT(index < chunk.spans.size(), "what is to be changed is there");
    const Span& there = chunk.spans[index];
    if (there.is_alive()) {
      if (rest < there.length) {
        break;
      }
      rest -= there.length;
    }
  }
  if (rest > 0) {
    split_span(chunk, index, static_cast<std::uint32_t>(rest));
    index += 1;
  }
  if (chunk.spans[index].length > length) {
    split_span(chunk, index, static_cast<std::uint32_t>(length));
  }
  taken = chunk.spans[index].length;
  return index;
}

void Weave::erase(std::size_t position, std::size_t length) {
  const OpNumber op = version() - 1;
  if (length >= kMoveUnitsLeast) {
    moves_.deleted(alive_text(position, length), op, authors_.back());
  }
  while (length > 0) {
    std::uint32_t taken = 0;
    const std::size_t index = isolate(position, length, taken);
    Chunk& chunk = chunks_[at_];
    chunk.spans[index].died = {op, 0};
    chunk.alive -= taken;
    alive_ -= taken;
    length -= taken;
    join_around(chunk, index);
    limit_chunk();
  }
}

void Weave::format(std::size_t position, std::size_t length, const Attributes& change) {
  const auto number = static_cast<std::uint32_t>(changes_.size());
  changes_.push_back(change);
  // Units with the same marks before have the same ones after.
  std::map<std::uint32_t, std::uint32_t> mark_over;
  while (length > 0) {
    std::uint32_t taken = 0;
    const std::size_t index = isolate(position, length, taken);
    Span& span = chunks_[at_].spans[index];
    const auto [over, is_new] =
        mark_over.try_emplace(span.mark, static_cast<std::uint32_t>(marks_.size()));
    if (is_new) {
      marks_.push_back({version() - 1, number, span.mark});
    }
    span.mark = over->second;
    position += taken;
    length -= taken;
    join_around(chunks_[at_], index);
    limit_chunk();
  }
}

Span Weave::cut(Span& span, std::uint32_t at) {
  Span right = span;
  right.text += at;
  right.length -= at;
  right.born.first = span.born.at(at);
  if (!span.is_alive()) {
    right.died.first = span.died.at(at);
  }
  right.past = shifted(span.past, at);
  span.length = at;
  return right;
}

void Weave::split_span(Chunk& chunk, std::size_t index, std::uint32_t at) {
  const Span right = cut(chunk.spans[index], at);
  chunk.spans.insert(chunk.spans.begin() + static_cast<std::ptrdiff_t>(index) + 1, right);
}

/// The same lives for units that begin `units` further.
std::uint32_t Weave::shifted(std::uint32_t life, std::uint32_t units) {
  if (life == 0) {
    return 0;
  }
  Life copy = lives_[life];
  const std::uint32_t older = shifted(copy.older, units);
  if (copy.died.step == 0 && older == copy.older) {
    return life;
  }
  copy.died.first = copy.died.at(units);
  copy.older = older;
  lives_.push_back(copy);
  return static_cast<std::uint32_t>(lives_.size() - 1);
}

/// Makes `left` hold `right`, too, if that has the same story and goes on where it ends.
bool Weave::join(Span& left, const Span& right) const {
  if (left.text + left.length != right.text || left.style != right.style ||
      left.mark != right.mark || left.past != 0 || right.past != 0 ||
      left.is_alive() != right.is_alive() || styles_[left.style].embed != nullptr ||
      authors_[left.born.first] != authors_[right.born.first]) {
    return false;
  }
  const auto born = joined_step(left.born, left.length, right.born, right.length, 0);
  if (!born) {
    return false;
  }
  if (!left.is_alive()) {
    const auto died = joined_step(left.died, left.length, right.died, right.length, -1);
    if (!died || authors_[left.died.first] != authors_[right.died.first]) {
      return false;
    }
    left.died.step = *died;
  }
  left.born.step = *born;
  left.length += right.length;
  return true;
}

void Weave::join_around(Chunk& chunk, std::size_t index) {
  std::vector<Span>& spans = chunk.spans;
  if (index + 1 < spans.size() && join(spans[index], spans[index + 1])) {
    spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(index) + 1);
  }
  if (index > 0 && join(spans[index - 1], spans[index])) {
    spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

/// Cuts the finger's chunk in two if it has become too large.
void Weave::limit_chunk() {
  std::vector<Span>& spans = chunks_[at_].spans;
  if (spans.size() <= kChunkSpansMost) {
    return;
  }
  Chunk upper;
  const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
  upper.spans.reserve(kChunkSpansMost + 4);
  upper.spans.assign(middle, spans.end());
  spans.erase(middle, spans.end());
  for (const Span& span : upper.spans) {
    upper.alive += span.is_alive() ? span.length : 0;
  }
  chunks_[at_].alive -= upper.alive;
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, std::move(upper));
}

std::u16string Weave::alive_text(std::size_t position, std::size_t length) {
  std::u16string text;
  std::size_t skipped = seek(position);
  for (std::size_t at = at_; at < chunks_.size() && text.size() < length; ++at) {
    for (const Span& span : chunks_[at].spans) {
      if (!span.is_alive() || text.size() == length) {
        continue;
      }
      const std::size_t from = std::min<std::size_t>(skipped, span.length);
      skipped -= from;
      const std::size_t count = std::min(span.length - from, length - text.size());
      text.append(pool_, span.text + from, count);
    }
  }
  return text;
}

std::string Weave::check_invariants() const {
  std::size_t alive = 0;
  std::size_t before = 0;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    std::size_t in_chunk = 0;
    for (const Span& span : chunks_[i].spans) {
      if (span.length == 0) {
        return "a span is empty";
      }
      in_chunk += span.is_alive() ? span.length : 0;
    }
    if (in_chunk != chunks_[i].alive) {
      return "a chunk counts wrongly";
    }
    if (chunks_[i].spans.size() > kChunkSpansMost + 2) {
      return "a chunk is too large";
    }
    before += i < at_ ? in_chunk : 0;
    alive += in_chunk;
  }
  if (alive != alive_ || before != before_) {
    return "the text's length or the finger is wrong";
  }
  return {};
}

std::size_t Weave::memory_bytes() const {
  std::size_t bytes = pool_.capacity() * sizeof(char16_t) + marks_.capacity() * sizeof(Mark) +
                      lives_.capacity() * sizeof(Life) + authors_.capacity() * sizeof(AuthorIndex) +
                      chunks_.capacity() * sizeof(Chunk) +
                      changes_.capacity() * sizeof(Attributes) + styles_.capacity() * sizeof(Style);
  for (const Chunk& chunk : chunks_) {
    bytes += chunk.spans.capacity() * sizeof(Span);
  }
  return bytes;
}

}  // namespace plenary::history
