#include "protocol/ot/json0/text0.hpp"

#include <algorithm>
#include <utility>

namespace plenary::ot::json0::text0 {
namespace {

std::int64_t length(const Edit& edit) {
  return static_cast<std::int64_t>(edit.text.size());
}

std::int64_t end(const Edit& edit) {
  return edit.position + length(edit);
}

bool inserts(const Edit& edit) {
  return edit.kind == Edit::Kind::kInsert;
}

/// The units [from, to) of an edit's text, counted in the document. Bounds outside the edit mean
/// its ends.
std::u16string part(const Edit& edit, std::int64_t from, std::int64_t to) {
  const std::int64_t first = std::clamp<std::int64_t>(from - edit.position, 0, length(edit));
  const std::int64_t last = std::clamp<std::int64_t>(to - edit.position, first, length(edit));
  return edit.text.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
}

/// The position after `edit`. An insert exactly there moves it only with `insert_after`.
std::int64_t moved(std::int64_t position, const Edit& edit, bool insert_after) {
  if (inserts(edit)) {
    const bool pushed = edit.position < position || (edit.position == position && insert_after);
    return pushed ? position + length(edit) : position;
  }
  if (position <= edit.position) {
    return position;
  }
  return position <= end(edit) ? edit.position : position - length(edit);
}

/// A delete is cut where an insert went into it, so that the inserted text survives.
void delete_over_insert(Op& to, Edit edit, const Edit& over) {
  if (edit.position < over.position) {
    append(to, {edit.kind, edit.position, part(edit, edit.position, over.position)});
    edit.text = part(edit, over.position, end(edit));
  }
  append(to, {edit.kind, edit.position + length(over), std::move(edit.text)});
}

Result<void> delete_over_delete(Op& to, Edit edit, const Edit& over) {
  if (edit.position >= end(over)) {
    edit.position -= length(over);
    append(to, std::move(edit));
    return {};
  }
  if (end(edit) <= over.position) {
    append(to, std::move(edit));
    return {};
  }
  const std::int64_t from = std::max(edit.position, over.position);
  const std::int64_t until = std::min(end(edit), end(over));
  if (part(edit, from, until) != part(over, from, until)) {
    return Error{Errc::kNotApplicable, "two operations delete different text at the same place"};
  }
  std::u16string rest = part(edit, edit.position, from) + part(edit, until, end(edit));
  append(to, {edit.kind, moved(edit.position, over, false), std::move(rest)});
  return {};
}

struct Rules {
  static bool touch(const Edit& /*a*/, const Edit& /*b*/) { return true; }
  static const Edit& as_over(const Edit& edit) { return edit; }
  static void append(Op& to, Edit edit) { text0::append(to, std::move(edit)); }

  static Result<void> transform(Op& to, Edit edit, const Edit& over, Side side) {
    if (inserts(edit)) {
      edit.position = moved(edit.position, over, side == Side::kRight);
      text0::append(to, std::move(edit));
      return {};
    }
    if (inserts(over)) {
      delete_over_insert(to, std::move(edit), over);
      return {};
    }
    return delete_over_delete(to, std::move(edit), over);
  }
};

}  // namespace

void append(Op& op, Edit edit) {
  if (edit.text.empty()) {
    return;
  }
  if (op.empty() || op.back().kind != edit.kind) {
    op.push_back(std::move(edit));
    return;
  }
  Edit& last = op.back();
  if (inserts(edit) && last.position <= edit.position && edit.position <= end(last)) {
    last.text.insert(static_cast<std::size_t>(edit.position - last.position), edit.text);
  } else if (!inserts(edit) && edit.position <= last.position && last.position <= end(edit)) {
    edit.text.insert(static_cast<std::size_t>(last.position - edit.position), last.text);
    last = std::move(edit);
  } else {
    op.push_back(std::move(edit));
  }
}

Op compose(Op a, const Op& b) {
  for (const Edit& edit : b) {
    append(a, edit);
  }
  return a;
}

Result<Op> transform(const Op& op, const Op& over, Side side) {
  return pairwise::transform<Rules>(op, over, side);
}

Op invert(const Op& op) {
  Op inverse(op.rbegin(), op.rend());
  for (Edit& edit : inverse) {
    edit.kind = inserts(edit) ? Edit::Kind::kDelete : Edit::Kind::kInsert;
  }
  return inverse;
}

Result<void> apply(std::u16string& text, const Op& op, bool strict) {
  for (const Edit& edit : op) {
    const auto size = static_cast<std::int64_t>(text.size());
    if (edit.position < 0 || (strict && edit.position > size)) {
      return Error{Errc::kNotApplicable, "text position out of range"};
    }
    const auto at = static_cast<std::size_t>(std::min(edit.position, size));
    if (inserts(edit)) {
      text.insert(at, edit.text);
    } else if (text.compare(at, edit.text.size(), edit.text) == 0) {
      text.erase(at, edit.text.size());
    } else {
      return Error{Errc::kNotApplicable, "deleted text is not what is there"};
    }
  }
  return {};
}

}  // namespace plenary::ot::json0::text0
