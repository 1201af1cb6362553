#include <algorithm>
#include <utility>

#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/ot/rich_text/iterator.hpp"

namespace plenary::ot::rich_text {
namespace {

using Kind = Component::Kind;

/// What takes back a retain over `piece` of the document.
Component taken_back(const Component& retain, const Component& piece) {
  Component back = Component::retain(piece.length, invert(retain.attributes, piece.attributes));
  back.change = invert(retain.change, piece.embed);
  return back;
}

/// The part [from, from + length) of a document, in the pieces that it has.
Delta slice(const Delta& document, std::size_t from, std::size_t length) {
  std::vector<Component> pieces;
  ComponentIterator at(document);
  while (at.has_next() && from > 0) {
    const std::size_t step = std::min(from, at.length_left());
    at.advance(step);
    from -= step;
  }
  while (at.has_next() && length > 0) {
    pieces.push_back(at.next(length));
    length -= pieces.back().length;
  }
  return Delta(std::move(pieces));
}

}  // namespace

Delta transform(const Delta& op, const Delta& over, Priority priority) {
  ComponentIterator mine(op);
  ComponentIterator theirs(over);
  Delta result;
  while (mine.has_next() || theirs.has_next()) {
    if (theirs.at_insert() && (priority == Priority::kOverFirst || !mine.at_insert())) {
      result.push(Component::retain(theirs.length_left()));
      theirs.advance();
      continue;
    }
    if (mine.at_insert()) {
      result.push(mine.next());
      continue;
    }
    const std::size_t length = std::min(mine.length_left(), theirs.length_left());
    const Component their_part = theirs.next(length);
    Component my_part = mine.next(length);
    if (their_part.kind == Kind::kDelete) {
      continue;
    }
    if (my_part.kind == Kind::kRetain) {
      my_part.change = transform(my_part.change, their_part.change, priority);
      my_part.attributes =
          unless_empty(transform(my_part.attributes, their_part.attributes, priority));
    }
    result.push(std::move(my_part));
  }
  return result.chop();
}

Delta invert(const Delta& op, const Delta& base) {
  Delta inverse;
  std::size_t at = 0;
  for (const Component& component : op.components()) {
    if (component.is_insert()) {
      inverse.push(Component::remove(component.length));
      continue;
    }
    if (component.is_plain_retain() && component.attributes == nullptr) {
      inverse.push(Component::retain(component.length));
    } else {
      const Delta covered = slice(base, at, component.length);
      for (const Component& piece : covered.components()) {
        inverse.push(component.kind == Kind::kDelete ? piece : taken_back(component, piece));
      }
    }
    at += component.length;
  }
  return inverse.chop();
}

std::size_t transform_position(std::size_t position, const Delta& op, Bias bias) {
  std::size_t offset = 0;
  for (const Component& component : op.components()) {
    if (offset > position) {
      break;
    }
    if (component.kind == Kind::kDelete) {
      position -= std::min(component.length, position - offset);
      continue;
    }
    if (component.is_insert() && (offset < position || bias == Bias::kAfter)) {
      position += component.length;
    }
    offset += component.length;
  }
  return position;
}

json::Value transform_presence(const json::Value& range, const Delta& op, bool own_op) {
  const bool falsy = range.is_null() || range == false || range == 0 || range == "";
  if (falsy) {
    return nullptr;
  }
  if (!range.is_object() || !range.contains("index") || !range["index"].is_number_integer() ||
      range["index"].get<std::int64_t>() < 0) {
    return range;
  }
  const Bias bias = own_op ? Bias::kAfter : Bias::kBefore;
  const auto index = range["index"].get<std::int64_t>();
  const bool has_length = range.contains("length") && range["length"].is_number_integer();
  const std::int64_t length =
      has_length ? std::max<std::int64_t>(range["length"].get<std::int64_t>(), 0) : 0;
  const std::size_t start = transform_position(static_cast<std::size_t>(index), op, bias);
  const std::size_t end = transform_position(static_cast<std::size_t>(index + length), op, bias);
  json::Value moved = range;
  moved["index"] = static_cast<std::int64_t>(start);
  moved["length"] = static_cast<std::int64_t>(end - start);
  return moved;
}

}  // namespace plenary::ot::rich_text
