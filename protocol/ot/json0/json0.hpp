#pragma once

#include "protocol/json/value.hpp"
#include "protocol/ot/json0/op.hpp"

/// The type `json0`, with the answers of the stock JavaScript type (ot-json0 1.1.0), component by
/// component, its known hole included: edits of one string in the older form (`si`, `sd`) and as
/// `text0` do not see each other. Everything here is pure and may run on any thread.
namespace plenary::ot::json0 {

/// List indexes beyond the end: negative ones count from the end, as in JavaScript's splice. A
/// replacement beyond the end pads the list with nulls, up to this many. The server's own
/// documents never go there (apply_strictly).
inline constexpr std::int64_t kMaxPadding = 4096;

/// The document after `op`, as the stock type answers, indexes out of range included. No check that
/// a removed value is the one named. Errors: kNotApplicable (a path that leads nowhere, a change of
/// the wrong kind of value, a deleted text that is not there), kTooLarge (kMaxPadding).
[[nodiscard]] Result<json::Value> apply(json::Value document, const Op& op);

/// Adds a component at the end of `op`, merged with the last one where the stock type merges.
void append(Op& op, Component component);

/// Law: apply(apply(d, a), b) == apply(d, compose(a, b)). `a` stays as it is but for its last
/// component.
[[nodiscard]] Op compose(Op a, const Op& b);

/// Rewrites `op` to apply after `over`. Where both touch the same thing the left one wins, and its
/// insert is in front. Law (TP1): apply(apply(d, a), transform(b, a, kRight)) == apply(apply(d, b),
/// transform(a, b, kLeft)). A server calls it with an incoming op, a committed `over` and kLeft.
/// Errors: kNotApplicable as the stock type throws, kTooLarge (kMaxCuts, kMaxMeetings). Cost:
/// O(components of op · components of over).
[[nodiscard]] Result<Op> transform(const Op& op, const Op& over, Side side);

/// Law: apply(apply(d, op), invert(op)) == d, if every removed value in `op` is the one that was
/// there.
[[nodiscard]] Op invert(const Op& op);

/// The same components, neighbours merged.
[[nodiscard]] Op normalize(const Op& op);

}  // namespace plenary::ot::json0
