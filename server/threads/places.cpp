#include "server/threads/places.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/threads/limits.hpp"

namespace plenary::server {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

/// Cuts WTF-8 to the limit, between characters.
std::string cut(std::string words) {
  if (words.size() > threads::kMaxQuoteBytes) {
    std::size_t end = threads::kMaxQuoteBytes;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    words.resize(end);
  }
  return words;
}

/// The change of a text; null for anything else.
const ot::rich_text::Decoded* text_edit(const ot::Operation& operation) {
  const auto* const edit = std::get_if<ot::Edit>(&operation);
  return edit == nullptr ? nullptr : std::get_if<ot::rich_text::Decoded>(edit);
}

/// Half a character at an edge of a range is nobody's word.
std::u16string whole_characters(std::u16string units) {
  if (!units.empty() && utf::is_low_surrogate(units.front())) {
    units.erase(0, 1);
  }
  if (!units.empty() && utf::is_high_surrogate(units.back())) {
    units.pop_back();
  }
  return units;
}

}  // namespace

std::string words_of(const text::Rope& rope, anchor::Range range) {
  std::u16string units;
  text::Reader reader = rope.read(range.start, range.end);
  text::Piece piece;
  while (units.size() <= threads::kMaxQuoteBytes && reader.next(piece)) {
    piece.append_to(units);
  }
  return quote_of(std::move(units));
}

std::string quote_of(std::u16string words) {
  words.resize(std::min(words.size(), threads::kMaxQuoteBytes + 1));
  return cut(utf::to_wtf8(whole_characters(std::move(words))));
}

anchor::Range mapped(anchor::Range range, const ot::Operation& operation) {
  if (const auto* edit = text_edit(operation)) {
    return anchor::map(range, edit->delta);
  }
  const bool stays =
      std::holds_alternative<ot::NoOp>(operation) || std::holds_alternative<ot::Edit>(operation);
  return stays ? range : anchor::Range{};
}

bool may_matter(anchor::Range range, bool inside, const ot::Operation& operation) {
  const auto* const edit = text_edit(operation);
  if (edit == nullptr) {
    return !std::holds_alternative<ot::NoOp>(operation) &&
           !std::holds_alternative<ot::Edit>(operation);
  }
  std::size_t at = 0;  // in the text before
  for (const Component& component : edit->delta.components()) {
    const bool deletes = component.kind == Component::Kind::kDelete;
    const bool at_edge = component.is_insert() && (at == range.start || at == range.end);
    const bool changes = inside && component.change != nullptr && at == range.start;
    if (deletes || at_edge || changes) {
      return true;
    }
    at += component.is_insert() ? 0 : component.length;
  }
  return false;
}

Result<Places> Places::resume(Version version, ot::Content content, anchor::AnchorSet anchors,
                              InnerRanges::State inner) {
  const text::Rope* rope = content.rich_text();
  const std::size_t length = rope == nullptr ? 0 : rope->length();
  bool fits = true;
  anchors.for_each(
      [&fits, length](const anchor::Anchor& anchor) { fits = fits && anchor.range.end <= length; });
  if (!fits) {
    return Error{Errc::kCorrupt, "a checkpoint of anchors is not of this text"};
  }
  Places places(version, std::move(content));
  places.anchors_ = std::move(anchors);
  const text::Rope* const text = places.content_.rich_text();
  PLENARY_TRY(places.inner_,
              InnerRanges::resume(std::move(inner), text == nullptr ? text::Rope() : *text));
  return places;
}

Result<void> Places::add(threads::Number thread, anchor::Range range, const InnerName* inside) {
  const text::Rope* rope = content_.rich_text();
  if (rope == nullptr || range.empty() || range.end > rope->length()) {
    return Error{Errc::kNotApplicable, "the range is not in the text of that version"};
  }
  return inside == nullptr ? anchors_.insert(anchor::AnchorId{thread}, range)
                           : inner_.add(thread, range, *inside, *rope);
}

/// Moves the anchors. Returns the threads on words that may come back with the operation.
std::vector<threads::Number> Places::follow(const Delta& op, const text::Rope& before) {
  if (anchors_.size() > 0) {
    std::ignore = anchors_.apply(op, before, version_);
  }
  return inner_.empty() ? std::vector<threads::Number>() : inner_.follow(op, before, version_);
}

Result<void> Places::follow(const ot::Operation& operation) {
  const text::Rope* rope = content_.rich_text();
  const ot::rich_text::Decoded* const edit = text_edit(operation);
  std::vector<threads::Number> away;
  if (rope != nullptr && edit != nullptr &&
      ot::rich_text::check_applies(edit->delta, rope->length())) {
    away = follow(edit->delta, *rope);
  } else if (rope != nullptr && std::holds_alternative<ot::Delete>(operation)) {
    away = follow(Delta().push(Component::remove(rope->length())), *rope);
  }
  // It was decided under the limits of its time.
  constexpr ot::SizeLimits kNoLimits = ot::SizeLimits::none();
  const bool replays = rope != nullptr && edit != nullptr;
  if (const auto applied =
          replays ? content_.replay(edit->delta) : content_.apply(operation, kNoLimits);
      !applied) {
    return Error{Errc::kCorrupt, "operation " + std::to_string(version_.value) +
                                     " does not apply: " + applied.error().detail};
  }
  if (const text::Rope* const after = content_.rich_text(); after != nullptr) {
    inner_.look_for(away, *after, version_);
  }
  version_ = version_.next();
  return {};
}

std::size_t Places::memory_bytes() const {
  return sizeof(Places) + anchors_.memory_bytes() + inner_.memory_bytes() + memory_of(content_);
}

std::size_t memory_of(const ot::Content& content) {
  const text::Rope* const rope = content.rich_text();
  return rope == nullptr ? 0 : rope->memory_bytes();
}

std::optional<Places::Place> Places::range_of(threads::Number thread) const {
  if (const auto found = anchors_.find(anchor::AnchorId{thread})) {
    return Place{found->range, found->orphaned_at, {}};
  }
  const auto found = inner_.find(thread);
  return found ? std::optional(Place{
                     found->embed.range, found->range.orphaned_at(), {}, found->range.range()})
               : std::nullopt;
}

std::optional<Places::Place> Places::find(threads::Number thread) const {
  auto place = range_of(thread);
  const text::Rope* const rope = content_.rich_text();
  if (place && inner_.find(thread)) {
    place->words = quote_of(inner_.words(thread, rope));
  } else if (place && place->orphaned_at) {
    place->words =
        cut(utf::to_wtf8(whole_characters(anchors_.lost_words(anchor::AnchorId{thread}))));
  } else if (place && rope != nullptr) {
    place->words = words_of(*rope, place->range);
  }
  return place;
}

}  // namespace plenary::server
