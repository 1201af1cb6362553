#include "protocol/history/strand.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::history {
namespace {

/// A chunk that is laid out anew has room for more spans.
constexpr std::size_t kFilledSpans = kChunkSpansMost * 3 / 4;

auto place(std::vector<Span>& spans, std::size_t index) {
  return spans.begin() + static_cast<std::ptrdiff_t>(index);
}

}  // namespace

/// Puts the finger on the chunk that holds the unit at `position`, or on the last one, and answers
/// how far into the chunk's text it is.
std::size_t Strand::seek(std::size_t position) {
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

/// The span in the finger's chunk that holds the unit `rest` units into its text, or the end of the
/// chunk; then how far into the span it is.
std::size_t Strand::find(std::size_t& rest) const {
  const std::vector<Span>& spans = chunks_[at_].spans;
  std::size_t index = 0;
  for (; index < spans.size(); ++index) {
    if (spans[index].is_alive()) {
      if (rest < spans[index].length) {
        break;
      }
      rest -= spans[index].length;
    }
  }
  return index;
}

const Span& Strand::span_at(std::size_t position) {
  std::size_t rest = seek(position);
  const std::size_t index = find(rest);
  PLENARY_ASSERT(index < chunks_[at_].spans.size(), "the unit that is asked for is there");
  return chunks_[at_].spans[index];
}

void Strand::insert(Record& record, std::size_t position, const Span& span) {
  std::size_t rest = seek(position);
  std::size_t index = find(rest);
  Chunk& chunk = chunks_[at_];
  alive_ += span.length;
  chunk.alive += span.length;
  if (rest > 0) {
    split_span(record, index, static_cast<std::uint32_t>(rest));
    index += 1;
  } else if (index > 0 && record.join(chunk.spans[index - 1], span)) {
    return;
  }
  chunk.spans.insert(place(chunk.spans, index), span);
  limit_chunk();
}

/// Makes the units from `position` on, as far as one living span goes, but at most `length`, a span
/// of its own in the finger's chunk, and answers its index there.
std::size_t Strand::isolate(Record& record, std::size_t position, std::size_t length,
                            std::uint32_t& taken) {
  std::size_t rest = seek(position);
  std::size_t index = find(rest);
  const std::vector<Span>& spans = chunks_[at_].spans;
  PLENARY_ASSERT(index < spans.size(), "what is to be changed is there");
  if (rest > 0) {
    split_span(record, index, static_cast<std::uint32_t>(rest));
    index += 1;
  }
  if (spans[index].length > length) {
    split_span(record, index, static_cast<std::uint32_t>(length));
  }
  taken = spans[index].length;
  return index;
}

void Strand::erase(Record& record, std::size_t position, std::size_t length) {
  const OpNumber op = record.version() - 1;
  if (length >= kMoveUnitsLeast) {
    record.deleted(text(record, position, length));
  }
  while (length > 0) {
    std::uint32_t taken = 0;
    const std::size_t index = isolate(record, position, length, taken);
    Chunk& chunk = chunks_[at_];
    chunk.spans[index].died = {op, 0};
    chunk.alive -= taken;
    alive_ -= taken;
    length -= taken;
    join_around(record, index);
    limit_chunk();
  }
}

void Strand::format(Record& record, std::size_t position, std::size_t length,
                    const Attributes& change) {
  const std::uint32_t number = record.change(change);
  // Units with the same marks before have the same ones after.
  std::map<std::uint32_t, std::uint32_t> mark_over;
  while (length > 0) {
    std::uint32_t taken = 0;
    const std::size_t index = isolate(record, position, length, taken);
    Span& span = chunks_[at_].spans[index];
    const auto [over, is_new] = mark_over.try_emplace(span.mark, 0);
    if (is_new) {
      over->second = record.lay(number, span.mark);
    }
    span.mark = over->second;
    position += taken;
    length -= taken;
    join_around(record, index);
    limit_chunk();
  }
}

void Strand::split_span(Record& record, std::size_t index, std::uint32_t at) {
  std::vector<Span>& spans = chunks_[at_].spans;
  const Span right = record.cut(spans[index], at);
  spans.insert(place(spans, index + 1), right);
}

void Strand::join_around(const Record& record, std::size_t index) {
  std::vector<Span>& spans = chunks_[at_].spans;
  if (index + 1 < spans.size() && record.join(spans[index], spans[index + 1])) {
    spans.erase(place(spans, index + 1));
  }
  if (index > 0 && record.join(spans[index - 1], spans[index])) {
    spans.erase(place(spans, index));
  }
}

/// Cuts the finger's chunk in two if it has become too large.
void Strand::limit_chunk() {
  std::vector<Span>& spans = chunks_[at_].spans;
  if (spans.size() <= kChunkSpansMost) {
    return;
  }
  Chunk upper;
  const auto middle = place(spans, spans.size() / 2);
  upper.spans.reserve(kChunkSpansMost + 4);
  upper.spans.assign(middle, spans.end());
  spans.erase(middle, spans.end());
  for (const Span& span : upper.spans) {
    upper.alive += span.is_alive() ? span.length : 0;
  }
  chunks_[at_].alive -= upper.alive;
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, std::move(upper));
}

std::u16string Strand::text(const Record& record, std::size_t position, std::size_t length) {
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
      text.append(record.text(span.text + static_cast<std::uint32_t>(from), count));
    }
  }
  return text;
}

void Strand::rebuild(const Record& record, const std::vector<Span>& spans) {
  *this = Strand();
  for (const Span& span : spans) {
    Chunk& chunk = chunks_.back();
    chunk.alive += span.is_alive() ? span.length : 0;
    alive_ += span.is_alive() ? span.length : 0;
    if (chunk.spans.empty() || !record.join(chunk.spans.back(), span)) {
      chunk.spans.push_back(span);
    }
    if (chunk.spans.size() >= kFilledSpans) {
      chunks_.push_back(Chunk{});
    }
  }
}

std::size_t Strand::memory_bytes() const {
  std::size_t bytes = sizeof(Strand) + chunks_.capacity() * sizeof(Chunk);
  for (const Chunk& chunk : chunks_) {
    bytes += chunk.spans.capacity() * sizeof(Span);
  }
  return bytes;
}

std::string Strand::check_invariants() const {
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

}  // namespace plenary::history
