#pragma once

#include <string>
#include <string_view>

#include "protocol/json/value.hpp"
#include "protocol/ot/json0/op.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Short forms, so that a case of a table is a line.
namespace plenary::test {

/// A delta as text: parts with spaces between, each
///   +'text'   inserts text; JSON escapes work, `\u0027` is the quote
///   +{"image":"x"}   inserts an embed
///   =3   retains     -2   deletes
/// and attributes follow a part at once: =3{"bold":null}. Parts are not joined. A mistake fails the
/// test.
[[nodiscard]] ot::rich_text::Delta delta(std::string_view notation);
[[nodiscard]] std::string notation(const ot::rich_text::Delta& delta);

/// JSON with ' for ". A mistake fails the test.
[[nodiscard]] json::Value value(std::string_view json);
[[nodiscard]] std::string text(const json::Value& value);

/// A json0 operation, as `value`. A mistake fails the test.
[[nodiscard]] ot::json0::Op op(std::string_view json);
[[nodiscard]] std::string text(const ot::json0::Op& op);

}  // namespace plenary::test
