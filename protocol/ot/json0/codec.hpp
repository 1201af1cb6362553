#pragma once

#include <string>
#include <string_view>

#include "protocol/json/reader.hpp"
#include "protocol/ot/json0/op.hpp"

/// json0 operations as JSON. Pure; any thread; linear cost.
namespace plenary::ot::json0 {

/// Reads an operation at the reader's place and checks its form: a list of components, each with a
/// path of strings and whole numbers and an instruction. Of several instructions the one that the
/// stock type would follow counts; unknown keys are ignored. Whether it may be applied is another
/// question (check.hpp). Errors (in the reader), in words: kMalformed for what is not JSON,
/// kBadOperation for a wrong list or path, kNotApplicable for an instruction that the stock type
/// refuses when it applies it.
[[nodiscard]] Op read(json::Reader& reader);

/// The same for a text of its own.
[[nodiscard]] Result<Op> decode(std::string_view json_text);
/// The same for a tree.
[[nodiscard]] Result<Op> from_value(const json::Value& value);
/// As from_value, for what `normalize` takes: a single component may stand without its list, and an
/// absent path is the document.
[[nodiscard]] Result<Op> from_loose_value(const json::Value& value);

[[nodiscard]] json::Value to_value(const Op& op);
/// Appends `[…]`.
void append(std::string& out, const Op& op);

}  // namespace plenary::ot::json0
