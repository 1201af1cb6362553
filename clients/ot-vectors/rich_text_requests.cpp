#include "clients/ot-vectors/requests.hpp"

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::ot_vectors {
namespace {

using ot::rich_text::Bias;
using ot::rich_text::Delta;
using ot::rich_text::Priority;

Result<Delta> delta(const json::Value& request, const char* name) {
  PLENARY_TRY(ot::rich_text::Decoded decoded, ot::rich_text::from_value(member(request, name)));
  return std::move(decoded.delta);
}

std::string text_of(const Delta& delta) {
  std::string text;
  ot::rich_text::append(text, delta);
  return text;
}

Priority priority(bool over_first) {
  return over_first ? Priority::kOverFirst : Priority::kOpFirst;
}

/// Plain retains at the end do nothing, so they may go past the end of the document.
Delta without_idle_end(Delta op) {
  std::size_t before = 0;
  do {
    before = op.components().size();
    op.chop();
  } while (op.components().size() < before);
  return op;
}

Result<std::string> apply(const json::Value& request, const Delta& a) {
  PLENARY_TRY(const Delta document, delta(request, "doc"));
  PLENARY_TRY_VOID(ot::rich_text::check_applies(without_idle_end(a), document.inserted_length()));
  return text_of(compose(document, a));
}

Result<std::string> transform_position(const json::Value& request, const Delta& a) {
  const json::Value& index = member(request, "index");
  if (!index.is_number() || index.get<double>() < 0 || index.get<double>() > 1e15) {
    return Error{Errc::kMalformed, "index is not a position"};
  }
  const auto position = static_cast<std::size_t>(index.get<double>());
  return std::to_string(ot::rich_text::transform_position(
      position, a, member(request, "priority") == true ? Bias::kBefore : Bias::kAfter));
}

}  // namespace

Result<std::string> answer_rich_text(const json::Value& request) {
  const json::Value& function = member(request, "op");
  PLENARY_TRY(const Delta a, delta(request, "a"));
  if (function == "apply") {
    return apply(request, a);
  }
  if (function == "compose") {
    PLENARY_TRY(const Delta b, delta(request, "b"));
    return text_of(compose(a, b));
  }
  if (function == "transform") {
    PLENARY_TRY(const Delta b, delta(request, "b"));
    PLENARY_TRY(const bool left, is_left(request));
    return text_of(transform(a, b, priority(left)));
  }
  if (function == "invert") {
    PLENARY_TRY(const Delta base, delta(request, "base"));
    return text_of(invert(a, base));
  }
  if (function == "transformPosition") {
    return transform_position(request, a);
  }
  if (function == "transformPresence") {
    return json::to_string(ot::rich_text::transform_presence(member(request, "range"), a,
                                                             member(request, "isOwnOp") == true));
  }
  return Error{Errc::kUnsupported, "rich-text has no such function here"};
}

}  // namespace plenary::ot_vectors
