#include <limits>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/ot/json0/javascript.hpp"
#include "protocol/ot/json0/json0.hpp"

// Paths are compared at one depth, `common`: where the other component's path ends (its last
// element names what it changes). -1 is the document itself. Every comparison follows JavaScript's,
// because the clients' does: an absent element equals only an absent one.

namespace plenary::ot::json0 {
namespace {

using javascript::number_of;

template <class T>
T* change_of(Component& component) {
  return std::get_if<T>(&component.change);
}
template <class T>
const T* change_of(const Component& component) {
  return std::get_if<T>(&component.change);
}

/// Elements of the path that a component needs: a number or a text counts one more, since it is
/// changed and not its container.
int reach(const Component& component) {
  const bool inside =
      change_of<NumberAdd>(component) != nullptr || change_of<TextChange>(component) != nullptr;
  return static_cast<int>(component.path.size()) + static_cast<int>(inside);
}

/// The depth at which `a` changes something on the way of `b`, if it does.
std::optional<int> common_depth(const Component& a, const Component& b) {
  const int depth = reach(a) - 1;
  const int other_depth = reach(b) - 1;
  if (depth >= 0 && other_depth < depth) {
    return std::nullopt;
  }
  for (int i = 0; i < depth; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (a.path[at] != b.path[at]) {
      return std::nullopt;
    }
  }
  return depth;
}

const Key* key_at(const Path& path, int depth) {
  const bool there = depth >= 0 && depth < static_cast<int>(path.size());
  return there ? &path[static_cast<std::size_t>(depth)] : nullptr;
}

bool same(const Key* a, const Key* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

/// The stock type compares with == in two places: there a string of digits equals its number.
bool loosely_same(const Key* a, const Key* b) {
  if (a == nullptr || b == nullptr || a->index() == b->index()) {
    return same(a, b);
  }
  return number_of(*a) == number_of(*b);
}

enum class Fate : bool { kKept, kGone };

/// One component on its way past another.
struct Meeting {
  Component& mine;
  const Component& over;
  int depth;       // where `over` acts
  bool same_list;  // both act in the same container
  Side side;

  [[nodiscard]] const Key* my_key() const { return key_at(mine.path, depth); }
  [[nodiscard]] const Key* over_key() const { return key_at(over.path, depth); }
  [[nodiscard]] double my_index() const {
    return my_key() == nullptr ? std::numeric_limits<double>::quiet_NaN() : number_of(*my_key());
  }
  [[nodiscard]] std::int64_t over_index() const { return std::get<std::int64_t>(*over_key()); }
  /// Requires: the key is there and compares as a number.
  void shift(int by) const { place(static_cast<std::int64_t>(my_index()) + by); }
  void place(std::int64_t index) const { mine.path[static_cast<std::size_t>(depth)] = index; }
};

bool is_plain_insert(const ListChange* change) {
  return change != nullptr && change->inserted && !change->removed;
}

Fate past_list_replace(const Meeting& m, const ListChange& over) {
  if (!same(m.over_key(), m.my_key())) {
    return Fate::kKept;
  }
  if (!m.same_list) {
    return Fate::kGone;
  }
  auto* mine = change_of<ListChange>(m.mine);
  if (mine == nullptr || !mine->removed) {
    return Fate::kKept;
  }
  if (!mine->inserted || m.side == Side::kRight) {
    return Fate::kGone;
  }
  mine->removed = over.inserted;  // only one replacement can stay: it replaces the other
  return Fate::kKept;
}

Fate past_list_insert(const Meeting& m) {
  const auto at = static_cast<double>(m.over_index());
  if (is_plain_insert(change_of<ListChange>(m.mine)) && m.same_list &&
      same(m.my_key(), m.over_key())) {
    if (m.side == Side::kRight) {
      m.shift(+1);
    }
  } else if (at <= m.my_index()) {
    m.shift(+1);
  }
  auto* move = change_of<ListMove>(m.mine);
  if (move != nullptr && m.same_list && m.over_index() <= move->to) {
    ++move->to;
  }
  return Fate::kKept;
}

Fate past_list_delete(const Meeting& m) {
  const std::int64_t at = m.over_index();
  const bool same_item = same(m.over_key(), m.my_key());
  auto* move = change_of<ListMove>(m.mine);
  if (move != nullptr && m.same_list) {
    if (same_item) {
      return Fate::kGone;
    }
    if (at < move->to || (at == move->to && m.my_index() < static_cast<double>(move->to))) {
      --move->to;
    }
  }
  if (static_cast<double>(at) < m.my_index()) {
    m.shift(-1);
    return Fate::kKept;
  }
  if (!same_item) {
    return Fate::kKept;
  }
  if (!m.same_list) {
    return Fate::kGone;
  }
  auto* mine = change_of<ListChange>(m.mine);
  if (mine == nullptr || !mine->removed) {
    return Fate::kKept;
  }
  mine->removed.reset();  // a replacement of what is gone is an insert
  return mine->inserted ? Fate::kKept : Fate::kGone;
}

/// The target of a move after another move in the same list. The two move different items.
std::int64_t moved_target(std::int64_t from, std::int64_t to, std::int64_t over_from,
                          std::int64_t over_to, Side side) {
  std::int64_t shift = 0;
  if (to > over_from || (to == over_from && to > from)) {
    --shift;
  }
  if (to > over_to) {
    ++shift;
  } else if (to == over_to) {
    const bool same_direction =
        (over_to > over_from && to > from) || (over_to < over_from && to < from);
    if (same_direction) {
      shift += side == Side::kRight ? 1 : 0;
    } else if (to > from) {
      ++shift;
    } else if (to == over_from) {
      --shift;
    }
  }
  return to + shift;
}

Fate move_past_move(const Meeting& m, ListMove& mine, const ListMove& over) {
  const auto from = std::get<std::int64_t>(*m.my_key());
  const std::int64_t to = mine.to;
  const std::int64_t over_from = m.over_index();
  if (over_from == over.to) {
    return Fate::kKept;
  }
  if (from == over_from) {
    if (m.side == Side::kRight) {
      return Fate::kGone;
    }
    m.place(over.to);
    mine.to = from == to ? over.to : to;
    return Fate::kKept;
  }
  std::int64_t origin = from - static_cast<std::int64_t>(from > over_from);
  std::int64_t extra = 0;
  if (from > over.to) {
    ++origin;
  } else if (from == over.to && over_from > over.to) {
    ++origin;
    extra = static_cast<std::int64_t>(from == to);
  }
  m.place(origin);
  mine.to = moved_target(from, to, over_from, over.to, m.side) + extra;
  return Fate::kKept;
}

Fate past_list_move(const Meeting& m, const ListMove& over) {
  auto* move = change_of<ListMove>(m.mine);
  if (move != nullptr && m.same_list) {
    return move_past_move(m, *move, over);
  }
  const double at = m.my_index();
  const auto from = static_cast<double>(m.over_index());
  const auto to = static_cast<double>(over.to);
  const bool inserts_here = is_plain_insert(change_of<ListChange>(m.mine)) && m.same_list;
  if (!inserts_here && same(m.my_key(), m.over_key())) {
    m.place(over.to);
    return Fate::kKept;
  }
  const int taken = at > from ? -1 : 0;
  const bool pushed = at > to || (!inserts_here && at == to && from > to);
  if (taken != 0 || pushed) {
    m.shift(taken + static_cast<int>(pushed));
  }
  return Fate::kKept;
}

/// Transforms an object change past an object change. May add a component that goes before it to
/// `to`.
Fate past_object_change(Op& to, const Meeting& m, const ObjectChange& over) {
  auto* mine = change_of<ObjectChange>(m.mine);
  const bool sets = mine != nullptr && mine->inserted;
  if (!over.inserted) {
    if (!loosely_same(m.my_key(), m.over_key())) {
      return Fate::kKept;
    }
    if (!m.same_list || !sets) {
      return Fate::kGone;
    }
    mine->removed.reset();
    return Fate::kKept;
  }
  if (!same(m.my_key(), m.over_key())) {
    return Fate::kKept;
  }
  if (over.removed) {
    if (!sets || !m.same_list || m.side == Side::kRight) {
      return Fate::kGone;
    }
    mine->removed = over.inserted;
    return Fate::kKept;
  }
  if (!sets) {
    return Fate::kKept;
  }
  if (m.side == Side::kRight) {
    return Fate::kGone;
  }
  append(to, {m.mine.path, ObjectChange{over.inserted, std::nullopt}});
  return Fate::kKept;
}

Fate past(Op& to, const Meeting& m) {
  if (const auto* list = change_of<ListChange>(m.over)) {
    if (!list->removed) {
      return past_list_insert(m);
    }
    return list->inserted ? past_list_replace(m, *list) : past_list_delete(m);
  }
  if (const auto* move = change_of<ListMove>(m.over)) {
    return past_list_move(m, *move);
  }
  if (const auto* object = change_of<ObjectChange>(m.over)) {
    return past_object_change(to, m, *object);
  }
  return Fate::kKept;
}

/// The value that a component takes out, if it takes one out.
std::optional<Frozen>* removed_value(Component& component) {
  if (auto* list = change_of<ListChange>(component)) {
    return &list->removed;
  }
  if (auto* object = change_of<ObjectChange>(component)) {
    return &object->removed;
  }
  return nullptr;
}

/// If `over` changes something inside the value that `mine` takes out, the copy that mine carries
/// for its inverse follows.
Result<void> follow_change_inside(Component& mine, const Component& over) {
  std::optional<Frozen>* removed = removed_value(mine);
  const std::optional<int> depth = common_depth(mine, over);
  if (removed == nullptr || !*removed || !depth || reach(over) <= reach(mine) ||
      !loosely_same(key_at(mine.path, *depth), key_at(over.path, *depth))) {
    return {};
  }
  Component inside{{over.path.begin() + reach(mine), over.path.end()}, over.change};
  PLENARY_TRY(json::Value changed, apply(std::move(**removed).take(), {std::move(inside)}));
  *removed = Frozen(std::move(changed));
  return {};
}

/// Text past text at the same place. The older form stays the older form, one component for each
/// edit.
Result<void> text_past_text(Op& to, Component mine, Component over, Side side) {
  const bool old_form = change_of<StringChange>(mine) != nullptr;
  if (old_form) {
    mine = as_text_change(std::move(mine));
    over = as_text_change(std::move(over));
  }
  auto& edits = change_of<TextChange>(mine)->edits;
  PLENARY_TRY(edits, text0::transform(edits, change_of<TextChange>(over)->edits, side));
  if (!old_form) {
    if (!edits.empty()) {
      append(to, std::move(mine));
    }
    return {};
  }
  for (text0::Edit& edit : edits) {
    append(to, as_string_change(mine.path, std::move(edit)));
  }
  return {};
}

template <class T>
bool both(const Component& a, const Component& b) {
  return change_of<T>(a) != nullptr && change_of<T>(b) != nullptr;
}

struct Rules {
  static bool touch(const Component& a, const Component& b) {
    return common_depth(a, b) || common_depth(b, a);
  }

  /// The component without its removed value, which no other component looks at. The value may be
  /// large, and its only owner may change it in place.
  static Component as_over(Component component) {
    static const Frozen kUnseen(nullptr);
    std::optional<Frozen>* removed = removed_value(component);
    if (removed != nullptr && *removed) {
      *removed = kUnseen;
    }
    return component;
  }

  static void append(Op& to, Component component) { json0::append(to, std::move(component)); }

  static Result<void> transform(Op& to, Component mine, const Component& over, Side side) {
    const std::optional<int> depth = common_depth(over, mine);
    const bool same_list = reach(mine) == reach(over);
    PLENARY_TRY_VOID(follow_change_inside(mine, over));
    if (depth) {
      if (both<TextChange>(mine, over) || both<StringChange>(mine, over)) {
        return text_past_text(to, std::move(mine), over, side);
      }
      if (past(to, {mine, over, *depth, same_list, side}) == Fate::kGone) {
        return {};
      }
    }
    append(to, std::move(mine));
    return {};
  }
};

}  // namespace

Result<Op> transform(const Op& op, const Op& over, Side side) {
  return pairwise::transform<Rules>(op, over, side);
}

}  // namespace plenary::ot::json0
