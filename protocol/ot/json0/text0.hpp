#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/ot/json0/pairwise.hpp"

/// The type `text0`: plain text inside a json0 document. Same answers as the stock JavaScript type
/// (ot-json0 1.1.0). Positions count UTF-16 units. Everything here is pure and may run on any
/// thread.
namespace plenary::ot::json0::text0 {

/// Puts text in at a position, or takes out text that must be there.
struct Edit {
  enum class Kind : std::uint8_t { kInsert, kDelete };

  Kind kind{Kind::kInsert};
  std::int64_t position{0};  // 0 .. 2^53
  std::u16string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// Edits that are made one after the other: each position counts what the earlier ones did.
using Op = std::vector<Edit>;

/// Adds an edit at the end: neighbours of one kind that touch are joined, empty ones vanish.
void append(Op& op, Edit edit);

/// Law: apply(apply(text, a), b) == apply(text, compose(a, b)). `a` stays as it is but for its last
/// edit.
[[nodiscard]] Op compose(Op a, const Op& b);

/// Rewrites `op` to apply after `over`; at the same place the left one's insert is in front.
/// Law (TP1): apply(apply(t, a), transform(b, a, kRight)) == apply(apply(t, b), transform(a, b,
/// kLeft)). Errors: kNotApplicable if both delete the same place but disagree about its text,
/// kTooLarge (kMaxCuts).
[[nodiscard]] Result<Op> transform(const Op& op, const Op& over, Side side);

[[nodiscard]] Op invert(const Op& op);

/// Makes the edits on `text`. An insert beyond the end goes to the end, as in the stock type,
/// unless `strict`. Errors: kNotApplicable, if a deleted text is not there. `text` is then partly
/// changed.
[[nodiscard]] Result<void> apply(std::u16string& text, const Op& op, bool strict);

}  // namespace plenary::ot::json0::text0
