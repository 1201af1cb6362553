#include <algorithm>
#include <utility>

#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/ot/rich_text/iterator.hpp"

namespace plenary::ot::rich_text {
namespace {

using Kind = Component::Kind;

/// The stock library copies leading inserts that lie wholly under a plain retain as they are, not
/// joined. It shows for documents that are not in normal form (protocol reference, section 12.3).
std::vector<Component> take_untouched_start(ComponentIterator& a, ComponentIterator& b) {
  std::vector<Component> taken;
  if (!b.has_next() || !b.peek().is_plain_retain() || b.peek().attributes != nullptr) {
    return taken;
  }
  const std::size_t retained = b.peek().length;
  std::size_t left = retained;
  while (a.at_insert() && a.length_left() <= left) {
    left -= a.length_left();
    taken.push_back(a.next());
  }
  if (left < retained) {
    b.advance(retained - left);
  }
  return taken;
}

/// `over` is a retain: what becomes of `base`, an insert or a retain of the same length. Nulls are
/// lost over a change of an embed: so the stock library has it.
Component lay_over(Component base, const Component& over) {
  base.attributes = compose(base.attributes, over.attributes, base.is_plain_retain());
  if (over.change != nullptr && base.kind == Kind::kEmbed) {
    base.embed = compose(base.embed, over.change);
  } else if (over.change != nullptr && base.kind == Kind::kRetain) {
    base.change = base.change == nullptr ? over.change : compose(base.change, over.change);
  }
  return base;
}

}  // namespace

Delta compose(const Delta& first, const Delta& second) {
  ComponentIterator a(first);
  ComponentIterator b(second);
  Delta result(take_untouched_start(a, b));
  while (a.has_next() || b.has_next()) {
    if (b.at_insert()) {
      result.push(b.next());
      continue;
    }
    if (a.at_delete()) {
      result.push(a.next());
      continue;
    }
    const std::size_t length = std::min(a.length_left(), b.length_left());
    Component base = a.next(length);
    const Component over = b.next(length);
    if (over.kind == Kind::kDelete) {
      if (base.kind == Kind::kRetain) {
        result.push(over);
      }
      continue;
    }
    const Component laid = lay_over(std::move(base), over);
    result.push(laid);
    // Once `second` is used up, the rest of `first` follows as it is, joined at the seam only.
    if (!b.has_next() && result.components_.back() == laid) {
      if (a.has_next()) {
        result.push(a.next());
      }
      while (a.has_next()) {
        result.components_.push_back(a.next());
      }
      break;
    }
  }
  return result.chop();
}

}  // namespace plenary::ot::rich_text
