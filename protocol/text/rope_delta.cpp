#include <utility>
#include <vector>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/text/bounded_json.hpp"
#include "protocol/text/rope.hpp"

// A Rope and Deltas.

namespace plenary::text {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using Kind = Component::Kind;

namespace {

/// Calls `take` with each component of a document in normal form, until it answers false.
template <class Take>
void for_each_component(Reader reader, Take take) {
  Component component;
  for (Piece piece; reader.next(piece);) {
    if (!piece.continues) {
      if (component.length > 0 && !take(std::move(component))) {
        return;
      }
      component = piece.is_embed() ? Component::insert_embed(piece.embed(), piece.attributes)
                                   : Component::insert({}, piece.attributes);
      component.length = 0;
    }
    piece.append_to(component.text);
    component.length += piece.length;
  }
  if (component.length > 0) {
    take(std::move(component));
  }
}

}  // namespace

Result<Rope> Rope::from_delta(const Delta& document) {
  Rope rope;
  if (auto applied = rope.apply(document); !applied) {
    return std::move(applied).error();
  }
  return rope;
}

/// Whether the changes of embeds fit: before anything is changed.
Result<void> Rope::check_changes(const Delta& op) const {
  std::size_t position = 0;
  for (const Component& component : op.components()) {
    if (component.change != nullptr) {
      const EmbedContent* const embed = embed_at(position);
      if (embed == nullptr) {
        return Error{Errc::kNotApplicable, "the operation changes text as if it were an embed"};
      }
      PLENARY_TRY_VOID(embed->check(*component.change));
    }
    position += component.is_insert() ? 0 : component.length;
  }
  return {};
}

Result<void> Rope::apply(const Delta& op) {
  if (auto fits = ot::rich_text::check_applies(op, length()); !fits) {
    return fits;
  }
  if (op.inserted_length() > kMaxLength - length()) {
    return Error{Errc::kTooLarge, "the text would be too long"};
  }
  PLENARY_TRY_VOID(check_changes(op));
  std::size_t position = 0;
  for (const Component& component : op.components()) {
    switch (component.kind) {
      case Kind::kText:
        insert(position, component.text, component.attributes);
        break;
      case Kind::kEmbed:
        insert_embed(position, component.embed, component.attributes);
        break;
      case Kind::kRetain:
        if (component.change != nullptr) {
          change_embed(position, [&](EmbedRef& embed) {
            embed = changed(std::move(embed), *component.change);
          });
        }
        format(position, component.length, component.attributes);
        break;
      case Kind::kDelete:
        erase(position, component.length);
        break;
    }
    position += component.kind == Kind::kDelete ? 0 : component.length;
  }
  return {};
}

Result<Delta> Rope::invert(const Delta& op) const {
  if (auto fits = ot::rich_text::check_applies(op, length()); !fits) {
    return std::move(fits).error();
  }
  Delta inverse;
  std::size_t position = 0;
  for (const Component& component : op.components()) {
    if (component.is_insert()) {
      inverse.push(Component::remove(component.length));
      continue;
    }
    const std::size_t end = position + component.length;
    if (component.kind == Kind::kDelete) {
      const Delta lost = to_delta(position, end);
      for (const Component& insert : lost.components()) {
        inverse.push(insert);
      }
    } else if (component.change != nullptr) {
      Reader reader = read(position, end);
      Piece piece;
      if (!reader.next(piece) || !piece.is_embed()) {
        return Error{Errc::kNotApplicable, "the operation changes text as if it were an embed"};
      }
      PLENARY_TRY(ChangeRef back, piece.content->inverse(*component.change));
      inverse.push(Component::change_embed(
          std::move(back), ot::rich_text::unless_empty(
                               ot::rich_text::invert(component.attributes, piece.attributes))));
    } else if (component.attributes == nullptr) {
      inverse.push(Component::retain(component.length));
    } else {
      Reader reader = read(position, end);
      for (Piece piece; reader.next(piece);) {
        inverse.push(Component::retain(
            piece.length, ot::rich_text::invert(component.attributes, piece.attributes)));
      }
    }
    position = end;
  }
  return inverse.chop();
}

Delta Rope::to_delta(std::size_t from, std::size_t to) const {
  std::vector<Component> components;
  for_each_component(read(from, to), [&](Component&& component) {
    components.push_back(std::move(component));
    return true;
  });
  return Delta(std::move(components));
}

Reader Rope::read(std::size_t from, std::size_t to) const {
  PLENARY_ASSERT(from <= to && to <= length(), "read within the text");
  return Reader(tree_.root(), from, to);
}

namespace {

/// Each unit of a text takes a byte at least. Cost: O(1) for a long text, else O(runs).
std::size_t json_bytes_least(const Rope& rope, std::size_t bytes_max) {
  std::size_t least = rope.length();
  Reader reader = rope.read();
  for (Piece piece; least <= bytes_max && reader.next(piece);) {
    least += piece.is_embed() ? piece.content->json_bytes_least() : 0;
  }
  return least;
}

}  // namespace

void append_json(std::string& out, const Rope& rope) {
  static_cast<void>(append_json_within(out, rope, out.max_size()));
}

bool append_json_within(std::string& out, const Rope& rope, std::size_t bytes_max) {
  if (json_bytes_least(rope, bytes_max) > bytes_max) {
    return false;  // before a large table is written for nothing
  }
  const std::size_t start = out.size();
  bool fits = true;
  char before = '[';
  for_each_component(rope.read(), [&](const Component& component) {
    out.push_back(std::exchange(before, ','));
    ot::rich_text::append(out, component);
    fits = out.size() - start <= bytes_max;
    return fits;
  });
  out.append(before == '[' ? "[]" : "]");
  return fits;
}

}  // namespace plenary::text
