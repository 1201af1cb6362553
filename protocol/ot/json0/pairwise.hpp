#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/try.hpp"

/// Transform of lists of components from the transform of two single ones. json0 and its text
/// subtype share it.
namespace plenary::ot::json0 {

/// Says whose change goes first where two meet. A server transforms incoming ops as kLeft.
enum class Side : bool { kLeft, kRight };

/// A component that is cut in two sends both halves through the rest of the other list, one level
/// deeper. A client's op is cut as often as the other op has inserts inside one deleted text;
/// beyond this it is an attack on the stack.
inline constexpr int kMaxCuts = 256;

/// Single components that may meet in one transform: about a second of work. A large operation
/// meets many small ones in its life and comes through; only two large ones at once do not.
inline constexpr int kMaxMeetings = 1'000'000;

namespace pairwise {

/// The work that one transform may still do.
struct Budget {
  int cuts{kMaxCuts};  // one inside the other
  int meetings{kMaxMeetings};
};

template <class Component>
struct Pair {
  std::vector<Component> left;
  std::vector<Component> right;
};

template <class Rules, class Component>
void append_all(std::vector<Component>& to, std::vector<Component> from) {
  for (Component& component : from) {
    Rules::append(to, std::move(component));
  }
}

template <class Component>
std::vector<Component> tail(const std::vector<Component>& list, std::size_t from) {
  return {list.begin() + static_cast<std::ptrdiff_t>(from), list.end()};
}

template <class Rules, class Component>
Result<Pair<Component>> cross(std::vector<Component> left, std::vector<Component> right,
                              Budget& budget);

/// Sends one component of the right list through the whole left list. `pair.left` becomes the
/// transformed left list; the rest of the component is appended to `pair.right`.
template <class Rules, class Component>
Result<void> cross_one(Pair<Component>& pair, Component traveller, Budget& budget) {
  std::vector<Component> left;
  for (std::size_t k = 0; k < pair.left.size(); ++k) {
    Component& met = pair.left[k];
    if (--budget.meetings < 0) {
      return Error{Errc::kTooLarge, "two operations are too large to be made at once"};
    }
    if (!Rules::touch(met, traveller)) {
      Rules::append(left, std::move(met));
      continue;
    }
    std::vector<Component> onward;
    const Component over_met = Rules::as_over(met);
    PLENARY_TRY_VOID(
        Rules::transform(left, std::move(met), Rules::as_over(traveller), Side::kLeft));
    PLENARY_TRY_VOID(Rules::transform(onward, std::move(traveller), over_met, Side::kRight));
    if (onward.size() == 1) {
      traveller = std::move(onward.front());
      continue;
    }
    std::vector<Component> rest = tail(pair.left, k + 1);
    if (!onward.empty()) {
      if (budget.cuts == 0) {
        return Error{Errc::kTooLarge, "an operation is cut into too many pieces"};
      }
      --budget.cuts;
      PLENARY_TRY(Pair<Component> crossed,
                  (cross<Rules, Component>(std::move(rest), std::move(onward), budget)));
      ++budget.cuts;
      append_all<Rules>(pair.right, std::move(crossed.right));
      rest = std::move(crossed.left);
    }
    append_all<Rules>(left, std::move(rest));
    pair.left = std::move(left);
    return {};
  }
  Rules::append(pair.right, std::move(traveller));
  pair.left = std::move(left);
  return {};
}

/// Both lists rewritten to apply after each other.
template <class Rules, class Component>
Result<Pair<Component>> cross(std::vector<Component> left, std::vector<Component> right,
                              Budget& budget) {
  Pair<Component> pair{std::move(left), {}};
  for (Component& component : right) {
    PLENARY_TRY_VOID(cross_one<Rules>(pair, std::move(component), budget));
  }
  return pair;
}

/// `op` rewritten to apply after `over`. Rules has:
///   static Result<void> transform(std::vector<Component>& to, Component, const Component& over,
///   Side) static void append(std::vector<Component>& to, Component)
template <class Rules, class Component>
Result<std::vector<Component>> transform(const std::vector<Component>& op,
                                         const std::vector<Component>& over, Side side) {
  if (over.empty()) {
    return op;
  }
  if (op.size() == 1 && over.size() == 1) {
    std::vector<Component> result;
    PLENARY_TRY_VOID(Rules::transform(result, op.front(), over.front(), side));
    return result;
  }
  Budget budget;
  if (side == Side::kLeft) {
    PLENARY_TRY(Pair<Component> pair, (cross<Rules, Component>(op, over, budget)));
    return std::move(pair.left);
  }
  PLENARY_TRY(Pair<Component> pair, (cross<Rules, Component>(over, op, budget)));
  return std::move(pair.right);
}

}  // namespace pairwise
}  // namespace plenary::ot::json0
