#include "protocol/text/change_fits.hpp"

#include <algorithm>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/iterator.hpp"
#include "protocol/text/embed_content.hpp"

namespace plenary::text {

using ot::rich_text::Component;
using ot::rich_text::Delta;

Result<void> check_fits(const Delta& op, const Delta& content) {
  PLENARY_TRY_VOID(ot::rich_text::check_applies(op, content.inserted_length()));
  const auto& parts = op.components();
  if (std::none_of(parts.begin(), parts.end(),
                   [](const Component& part) { return part.change != nullptr; })) {
    return {};
  }
  ot::rich_text::ComponentIterator base(content);
  for (const Component& component : op.components()) {
    if (component.is_insert()) {
      continue;
    }
    if (component.change != nullptr) {
      if (base.peek().embed == nullptr) {
        return Error{Errc::kNotApplicable, "the operation changes text as if it were an embed"};
      }
      PLENARY_TRY_VOID(embed_content(base.peek().embed)->check(*component.change));
    }
    for (std::size_t left = component.length; left > 0;) {
      const std::size_t step = std::min(left, base.length_left());
      base.advance(step);
      left -= step;
    }
  }
  return {};
}

}  // namespace plenary::text
