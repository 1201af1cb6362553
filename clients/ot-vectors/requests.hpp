#pragma once

#include <string>

#include "protocol/base/result.hpp"
#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"

/// Requests of the vector files: what a type is asked, as JSON. Each answer is JSON text, or why
/// there is none.
namespace plenary::ot_vectors {

/// `compose {a,b}`, `apply {doc,a}`, `transform {a,b,side}`, `invert {a,base}`, `transformPosition
/// {a,index,priority}`, `transformPresence {range,a,isOwnOp}`. An op past the end of its document
/// is an error.
[[nodiscard]] Result<std::string> answer_rich_text(const json::Value& request);

/// `compose {a,b}`, `apply {doc,a}`, `transform {a,b,side}`, `invert {a}`, `normalize {a}`.
[[nodiscard]] Result<std::string> answer_json0(const json::Value& request);

/// The member of that name; null if there is none.
[[nodiscard]] inline const json::Value& member(const json::Value& request, const char* name) {
  static const json::Value kNull;
  const auto found = request.find(name);
  return found == request.end() ? kNull : *found;
}

/// True for `left`, false for `right`. Errors: kMalformed.
[[nodiscard]] inline Result<bool> is_left(const json::Value& request) {
  const json::Value& side = member(request, "side");
  if (side == "left" || side == "right") {
    return side == "left";
  }
  return Error{Errc::kMalformed, "side is neither left nor right"};
}

}  // namespace plenary::ot_vectors
