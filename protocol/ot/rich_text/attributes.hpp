#pragma once

#include "protocol/ot/rich_text/delta.hpp"

/// The algebra of attribute maps, as Quill's AttributeMap has it. Pure. A null value takes an
/// attribute away.
namespace plenary::ot::rich_text {

/// `over` laid on `base`. Nulls stay where the result is itself a change (`keep_null`). Nothing
/// left gives null, not `{}`.
[[nodiscard]] Attributes compose(const Attributes& base, const Attributes& over, bool keep_null);

/// `attributes` rewritten to apply after `over`: with kOverFirst the keys of `over` are taken out.
[[nodiscard]] Attributes transform(const Attributes& attributes, const Attributes& over,
                                   Priority priority);

/// The change that takes `attributes` back on text that had `base`. May be null.
[[nodiscard]] Attributes invert(const Attributes& attributes, const Attributes& base);

/// Null for an empty map.
[[nodiscard]] Attributes unless_empty(Attributes attributes);

/// A shared map of a JSON object. Requires: value.is_object().
[[nodiscard]] Attributes share(json::Value value);

}  // namespace plenary::ot::rich_text
