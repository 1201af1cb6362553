#include "clients/ot-vectors/requests.hpp"

#include "protocol/ot/json0/codec.hpp"
#include "protocol/ot/json0/json0.hpp"

namespace plenary::ot_vectors {
namespace {

namespace json0 = ot::json0;

std::string text_of(const json0::Op& op) {
  std::string text;
  json0::append(text, op);
  return text;
}

Result<std::string> transform(const json::Value& request, const json0::Op& a) {
  PLENARY_TRY(const json0::Op b, json0::from_value(member(request, "b")));
  PLENARY_TRY(const bool left, is_left(request));
  PLENARY_TRY(const json0::Op result,
              json0::transform(a, b, left ? json0::Side::kLeft : json0::Side::kRight));
  return text_of(result);
}

}  // namespace

Result<std::string> answer_json0(const json::Value& request) {
  const json::Value& function = member(request, "op");
  if (function == "normalize") {
    PLENARY_TRY(const json0::Op a, json0::from_loose_value(member(request, "a")));
    return text_of(json0::normalize(a));
  }
  PLENARY_TRY(const json0::Op a, json0::from_value(member(request, "a")));
  if (function == "apply") {
    PLENARY_TRY(const json::Value result, json0::apply(member(request, "doc"), a));
    return json::to_string(result);
  }
  if (function == "compose") {
    PLENARY_TRY(const json0::Op b, json0::from_value(member(request, "b")));
    return text_of(json0::compose(a, b));
  }
  if (function == "transform") {
    return transform(request, a);
  }
  if (function == "invert") {
    return text_of(json0::invert(a));
  }
  return Error{Errc::kUnsupported, "json0 has no such function"};
}

}  // namespace plenary::ot_vectors
