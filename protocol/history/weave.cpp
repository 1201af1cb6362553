#include "protocol/history/weave.hpp"

#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;
using Kind = Component::Kind;

}  // namespace

Result<void> Weave::apply(const Delta& op, AuthorIndex author) {
  PLENARY_ASSERT(version() < kNever - 1, "a history has fewer than 2^32 operations");
  record_.begin(author);
  return apply_to(strands_[kPaper], op);
}

Result<void> Weave::apply_to(Strand& strand, const Delta& op) {
  PLENARY_TRY_VOID(ot::rich_text::check_applies(op, strand.length()));
  const std::vector<Component>& parts = op.components();
  std::size_t position = 0;
  for (std::size_t i = 0; i < parts.size();) {
    if (parts[i].kind == Kind::kRetain) {
      if (parts[i].attributes != nullptr) {
        strand.format(record_, position, parts[i].length, parts[i].attributes);
      }
      if (parts[i].change != nullptr) {
        PLENARY_TRY_VOID(change_embed(strand, position, *parts[i].change));
      }
      position += parts[i++].length;
      continue;
    }
    // A replacement stands behind the text that it replaces: first all deletes of this place.
    const std::size_t first = i;
    for (; i < parts.size() && parts[i].kind != Kind::kRetain; ++i) {
      if (parts[i].kind == Kind::kDelete) {
        strand.erase(record_, position, parts[i].length);
      }
    }
    for (std::size_t at = first; at < i; ++at) {
      if (parts[at].is_insert()) {
        PLENARY_TRY_VOID(insert(strand, position, parts[at]));
        position += parts[at].length;
      }
    }
  }
  return {};
}

Result<void> Weave::insert(Strand& strand, std::size_t position, const Component& component) {
  std::uint32_t inside = kNoInside;
  if (component.kind == Kind::kEmbed) {
    if (const auto content = ot::rich_text::content_of(*component.embed)) {
      PLENARY_TRY(inside, enter(*content));
    }
  }
  if (component.length > record_.room()) {
    return Error{Errc::kTooLarge, "the history of this text is too long"};
  }
  strand.insert(record_, position, record_.birth(component, inside));
  return {};
}

void Weave::clear(AuthorIndex author) {
  record_.begin(author);
  if (length() > 0) {
    strands_[kPaper].erase(record_, 0, length());
  }
}

void Weave::skip(AuthorIndex author) {
  record_.begin(author);
}

StrandId Weave::new_strand() {
  strands_.emplace_back();
  return static_cast<StrandId>(strands_.size() - 1);
}

}  // namespace plenary::history
