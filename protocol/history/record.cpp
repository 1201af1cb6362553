#include "protocol/history/record.hpp"

#include <optional>

#include "protocol/base/assert.hpp"
#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;

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

std::size_t Record::room() const {
  return kPoolUnitsMost - pool_.size();
}

Span Record::birth(const Component& insert, std::uint32_t inside) {
  PLENARY_ASSERT(insert.length <= room(), "whoever inserts asked for room");
  Span span;
  span.text = static_cast<std::uint32_t>(pool_.size());
  span.length = static_cast<std::uint32_t>(insert.length);
  span.born.first = version() - 1;
  if (insert.kind == Component::Kind::kEmbed) {
    const Attributes kept = ot::rich_text::compose(nullptr, insert.attributes, false);
    span.style = static_cast<std::uint32_t>(styles_.size());
    styles_.push_back({kept, inside == kNoInside ? insert.embed : nullptr, inside});
    pool_.push_back(u'\0');
  } else {
    span.style = style_for(insert.attributes);
    pool_ += insert.text;
    moves_.inserted(insert.text, span.born.first, authors_.back());
  }
  return span;
}

std::uint32_t Record::style_for(const Attributes& attributes) {
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
    styles_.push_back({kept});
  }
  last_style_ = {attributes, found->second};
  return found->second;
}

void Record::deleted(std::u16string_view text) {
  moves_.deleted(text, version() - 1, authors_.back());
}

std::uint32_t Record::change(const Attributes& change) {
  changes_.push_back(change);
  return static_cast<std::uint32_t>(changes_.size() - 1);
}

std::uint32_t Record::lay(std::uint32_t change, std::uint32_t mark) {
  marks_.push_back({version() - 1, change, mark});
  return static_cast<std::uint32_t>(marks_.size() - 1);
}

void Record::revive(Span& span) {
  lives_.push_back({span.died, version() - 1, span.past});
  span.past = static_cast<std::uint32_t>(lives_.size() - 1);
  span.died = {};
}

Span Record::cut(Span& span, std::uint32_t at) {
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

/// The same lives for units that begin `units` further.
std::uint32_t Record::shifted(std::uint32_t life, std::uint32_t units) {
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

bool Record::join(Span& left, const Span& right) const {
  if (left.text + left.length != right.text || left.style != right.style ||
      left.mark != right.mark || left.past != 0 || right.past != 0 ||
      left.is_alive() != right.is_alive() || styles_[left.style].is_embed() ||
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

std::size_t Record::memory_bytes() const {
  return pool_.capacity() * sizeof(char16_t) + marks_.capacity() * sizeof(Mark) +
         lives_.capacity() * sizeof(Life) + authors_.capacity() * sizeof(AuthorIndex) +
         changes_.capacity() * sizeof(Attributes) + styles_.capacity() * sizeof(Style);
}

}  // namespace plenary::history
