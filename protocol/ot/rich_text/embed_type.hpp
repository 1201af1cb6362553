#pragma once

#include <memory>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Embeds that have content of their own: tables and notes. The insert `{"table-embed":…}` is a
/// content; the retain of one unit `{"table-embed":…}` is a change of one. Both have the same
/// shape, as a document and its operations have. The answers are those of quill-delta 5.1.0 with a
/// handler for each kind; for tables that of Quill 2.0.3. Pure; any thread.
namespace plenary::ot::rich_text {

/// One kind of embed. The functions take what stands under its name, and have the laws of the
/// functions on deltas. A change that is not one (check_change) counts as no change.
struct EmbedType {
  std::string_view name;
  /// Errors: kBadOperation, in words.
  Result<void> (*check_change)(const json::Value& change);
  /// `keep_null`: the result is itself a change, so that nulls stay in attributes.
  json::Value (*compose)(const json::Value& a, const json::Value& b, bool keep_null);
  json::Value (*transform)(const json::Value& op, const json::Value& over, Priority priority);
  json::Value (*invert)(const json::Value& op, const json::Value& base);
};

/// The kind of that name; null if embeds of that name have no content.
[[nodiscard]] const EmbedType* find_embed_type(std::string_view name);

/// The kind of an embed or of a change of one. Null if it has no content, or not exactly one
/// member.
[[nodiscard]] const EmbedType* type_of(const json::Value& embed);

using SharedValue = std::shared_ptr<const json::Value>;

/// Whether this is a change of an embed of a known kind. Errors: kBadOperation.
[[nodiscard]] Result<void> check_embed_change(const json::Value& change);

// The same functions on embeds and changes with their names. Where the kinds differ there is
// nothing to change: `base`, `op` or a plain retain (null) is the answer. The stock library throws.

[[nodiscard]] SharedValue compose_embeds(const SharedValue& base, const SharedValue& change,
                                         bool keep_null);
[[nodiscard]] SharedValue transform_embeds(const SharedValue& op, const SharedValue& over,
                                           Priority priority);
[[nodiscard]] SharedValue invert_embeds(const SharedValue& op, const SharedValue& base);

}  // namespace plenary::ot::rich_text
