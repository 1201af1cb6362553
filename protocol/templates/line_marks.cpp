#include "protocol/templates/line_marks.hpp"

#include <algorithm>

#include "protocol/json/members.hpp"

namespace plenary::templates {
namespace {

using ot::rich_text::Attributes;

constexpr std::uint64_t kDeepestHeading = 6;

}  // namespace

bool is_frozen(const Attributes& attributes) {
  return attributes != nullptr && json::flag_or_false(*attributes, "frozen");
}

std::optional<HeadingMarks> heading_marks(const Attributes& attributes) {
  const std::uint64_t header =
      attributes == nullptr ? 0 : json::whole_or_zero(*attributes, "header");
  if (header == 0) {
    return std::nullopt;
  }
  HeadingMarks marks;
  marks.level = static_cast<int>(std::min(header, kDeepestHeading));
  marks.required = json::flag_or_false(*attributes, "required");
  if (const std::uint64_t most = json::whole_or_zero(*attributes, "words-max"); most > 0) {
    marks.words_max = most;
  }
  return marks;
}

}  // namespace plenary::templates
