#include "protocol/base/assert.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/fuzz/lines.hpp"

// Three lines: a document and two changes. What decodes and fits is applied and transformed, and
// the laws hold.

namespace plenary::ot::rich_text {
namespace {

Delta decoded(std::string_view line) {
  if (!utf::is_utf8(line)) {
    return {};
  }
  Result<Decoded> result = decode(line);
  if (!result) {
    return {};
  }
  std::string written;
  append(written, result->delta, result->form);
  const Result<Decoded> again = decode(written);
  PLENARY_ASSERT(again && again->delta == result->delta && again->form == result->form,
                 "a delta reads back as it");
  return std::move(result->delta);
}

Delta after(const Delta& document, const Delta& op) {
  PLENARY_ASSERT(check_applies(op, document.inserted_length()), "the op fits the document");
  Delta result = compose(document, op);
  PLENARY_ASSERT(result.is_document(), "an op that fits leaves a document");
  return result;
}

std::u16string text_of(const Delta& document) {
  std::u16string text;
  for (const Component& component : document.components()) {
    text += component.kind == Component::Kind::kEmbed ? u"\ufffc" : component.text;
  }
  return text;
}

void run(std::string_view input) {
  Delta document = decoded(fuzz::take_line(input));
  const Delta a = decoded(fuzz::take_line(input));
  const Delta b = decoded(fuzz::take_line(input));
  static_cast<void>(transform(a, b, Priority::kOverFirst));
  static_cast<void>(compose(a, b));
  static_cast<void>(normal_form(a));
  if (!document.is_document()) {
    document = Delta();
  }
  static_cast<void>(invert(a, document));
  const std::size_t length = document.inserted_length();
  if (!check_applies(a, length) || !check_applies(b, length)) {
    return;
  }
  const Delta a_first = after(after(document, a), transform(b, a, Priority::kOverFirst));
  const Delta b_first = after(after(document, b), transform(a, b, Priority::kOpFirst));
  PLENARY_ASSERT(text_of(a_first) == text_of(b_first), "both orders give one text");
  const Delta back = after(after(document, a), invert(a, document));
  PLENARY_ASSERT(text_of(back) == text_of(document), "invert takes the change back");
  const Delta at_once = after(document, compose(a, transform(b, a, Priority::kOverFirst)));
  PLENARY_ASSERT(text_of(at_once) == text_of(a_first), "compose is one after the other");
}

}  // namespace
}  // namespace plenary::ot::rich_text

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::ot::rich_text::run(plenary::fuzz::text_of(data, size));
  return 0;
}
