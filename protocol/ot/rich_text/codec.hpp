#pragma once

#include <string>
#include <string_view>

#include "protocol/json/reader.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Deltas as JSON. Pure; any thread; linear cost.
namespace plenary::ot::rich_text {

/// The form that a delta had on the wire: `[…]` or `{"ops":[…]}`. Both mean the same; others get
/// the form that was sent.
enum class Form : bool { kArray = false, kObject = true };

struct Decoded {
  Delta delta;
  Form form{Form::kArray};
};

/// Reads a delta at the reader's place and checks each component: exactly one of insert, retain and
/// delete; an insert is a text that is not empty or an object; lengths are whole numbers from 1;
/// `attributes` is an object (an empty one counts as absent). Unknown keys are ignored. JSON null
/// is an empty delta, as the stock type has it. Errors (in the reader): kMalformed for what is not
/// JSON, kBadOperation for the rest, each in words.
[[nodiscard]] Decoded read(json::Reader& reader);

/// The same for a text of its own.
[[nodiscard]] Result<Decoded> decode(std::string_view json_text);
/// The same for a tree. Cost: that of writing and reading it.
[[nodiscard]] Result<Decoded> from_value(const json::Value& value);

/// Reads the list `[…]`, as read() does, which also takes an object. Errors: as read().
[[nodiscard]] Delta read_list(json::Reader& reader);
/// Reads an object of attributes; null for null and for an empty one. Errors: as read().
[[nodiscard]] Attributes read_attributes(json::Reader& reader);

/// Appends `[…]`.
void append(std::string& out, const Delta& delta);
/// Appends `[…]` or `{"ops":[…]}`.
void append(std::string& out, const Delta& delta, Form form);
/// Appends one component, `{"insert":…}`.
void append(std::string& out, const Component& component);

}  // namespace plenary::ot::rich_text
