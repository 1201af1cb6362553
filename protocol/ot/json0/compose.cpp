#include <algorithm>
#include <utility>

#include "protocol/ot/json0/json0.hpp"

namespace plenary::ot::json0 {
namespace {

bool same_but_last(const Path& a, const Path& b) {
  return a.size() == b.size() && !a.empty() && std::equal(a.begin(), a.end() - 1, b.begin());
}

/// JavaScript's === of two copies: never true of lists and objects, which are compared by identity.
bool identical(const std::optional<Frozen>& a, const std::optional<Frozen>& b) {
  return a && b && !a->get().is_structured() && a->get() == b->get();
}

/// The outcome of an attempt to merge a component into the last one.
enum class Merged { kNo, kYes, kVanished };

Merged kept(const std::optional<Frozen>& removed) {
  return removed ? Merged::kYes : Merged::kVanished;
}

Merged merge(ListChange& last, const ListChange& next) {
  if (!last.inserted || next.inserted || !identical(next.removed, last.inserted)) {
    return Merged::kNo;
  }
  last.inserted.reset();
  return kept(last.removed);
}

Merged merge(ObjectChange& last, const ObjectChange& next) {
  const bool replaces_gap = last.removed && !last.inserted && next.inserted && !next.removed;
  if (!replaces_gap && !(last.inserted && next.removed)) {
    return Merged::kNo;
  }
  last.inserted = next.inserted;
  return last.inserted ? Merged::kYes : kept(last.removed);
}

Merged merge(NumberAdd& last, const NumberAdd& next) {
  last.amount += next.amount;
  return Merged::kYes;
}

Merged merge(TextChange& last, const TextChange& next) {
  last.edits = text0::compose(std::move(last.edits), next.edits);
  return Merged::kYes;
}

template <class A, class B>
Merged merge(A& /*last*/, const B& /*next*/) {
  return Merged::kNo;
}

bool moves_nowhere(const Component& component) {
  const auto* move = std::get_if<ListMove>(&component.change);
  return move != nullptr && component.path.back() == Key(move->to);
}

/// Two older string edits of one string are composed as text. Adds one component or none.
void append_string_edit(Op& op, Component component) {
  Component last = as_text_change(std::move(op.back()));
  op.pop_back();
  auto& edits = std::get<TextChange>(last.change).edits;
  edits = text0::compose(std::move(edits),
                         std::get<TextChange>(as_text_change(std::move(component)).change).edits);
  for (text0::Edit& edit : edits) {
    op.push_back(as_string_change(last.path, std::move(edit)));
  }
}

bool is_string_edit(const Component& component) {
  return std::holds_alternative<StringChange>(component.change);
}

Component inverse_of(const Component& component) {
  struct Inverse {
    Path& path;

    Change operator()(const NumberAdd& change) const { return NumberAdd{-change.amount}; }
    Change operator()(const ListChange& change) const {
      return ListChange{change.inserted, change.removed};
    }
    Change operator()(const ObjectChange& change) const {
      return ObjectChange{change.inserted, change.removed};
    }
    Change operator()(const TextChange& change) const {
      return TextChange{text0::invert(change.edits)};
    }
    Change operator()(const StringChange& change) const {
      const bool inserted = change.kind == text0::Edit::Kind::kInsert;
      return StringChange{inserted ? text0::Edit::Kind::kDelete : text0::Edit::Kind::kInsert,
                          change.text};
    }
    Change operator()(const ListMove& change) const {
      const Key from = std::exchange(path.back(), Key(change.to));
      return ListMove{std::get<std::int64_t>(from)};
    }
  };
  Path path = component.path;
  Change change = std::visit(Inverse{path}, component.change);
  return {std::move(path), std::move(change)};
}

}  // namespace

void append(Op& op, Component component) {
  if (op.empty()) {
    op.push_back(std::move(component));
    return;
  }
  Component& last = op.back();
  if (is_string_edit(last) && is_string_edit(component)) {
    if (same_but_last(last.path, component.path)) {
      append_string_edit(op, std::move(component));
    } else {
      op.push_back(std::move(component));
    }
    return;
  }
  if (last.path != component.path) {
    op.push_back(std::move(component));
    return;
  }
  const Merged merged =
      std::visit([](auto& a, const auto& b) { return merge(a, b); }, last.change, component.change);
  if (merged == Merged::kVanished) {
    op.pop_back();
  } else if (merged == Merged::kNo && !moves_nowhere(component)) {
    op.push_back(std::move(component));
  }
}

Op compose(Op a, const Op& b) {
  for (const Component& component : b) {
    append(a, component);
  }
  return a;
}

Op invert(const Op& op) {
  Op inverse;
  inverse.reserve(op.size());
  std::transform(op.rbegin(), op.rend(), std::back_inserter(inverse), inverse_of);
  return inverse;
}

Op normalize(const Op& op) {
  return compose({}, op);
}

}  // namespace plenary::ot::json0
