#include "protocol/base/assert.hpp"
#include "protocol/ot/json0/check.hpp"
#include "protocol/ot/json0/codec.hpp"
#include "protocol/ot/json0/json0.hpp"
#include "tests/fuzz/lines.hpp"

// Three lines: a document and two operations. What decodes is applied in both ways and transformed.

namespace plenary::ot::json0 {
namespace {

Op decoded(std::string_view line) {
  Result<Op> op = decode(line);
  if (!op) {
    return {};
  }
  std::string written;
  append(written, *op);
  const Result<Op> again = decode(written);
  PLENARY_ASSERT(again && *again == *op, "an operation reads back as it");
  return *std::move(op);
}

/// As a server does it: the document is changed, or an error leaves it as it was.
void apply_as_server(json::Value& document, const Op& op) {
  if (!check(op)) {
    return;
  }
  const json::Value before = document;
  if (!apply_strictly(document, op)) {
    PLENARY_ASSERT(document == before, "a refused operation changes nothing");
    return;
  }
  const Result<json::Value> stock = apply(before, op);
  PLENARY_ASSERT(stock && *stock == document, "what is not refused has the stock answer");
}

void run(std::string_view input) {
  Result<json::Value> document = json::parse(fuzz::take_line(input));
  const Op a = decoded(fuzz::take_line(input));
  const Op b = decoded(fuzz::take_line(input));
  if (!document || !check_document(*document)) {
    document = json::Value::object();
  }
  static_cast<void>(apply(*document, a));
  static_cast<void>(compose(a, b));
  static_cast<void>(normalize(a));
  static_cast<void>(transform(a, b, Side::kRight));
  PLENARY_ASSERT(invert(invert(a)) == a, "an inverse has the operation as its inverse");
  json::Value state = *document;
  apply_as_server(state, b);
  if (const Result<Op> moved = transform(a, b, Side::kLeft)) {
    std::string written;
    append(written, *moved);
    if (check(*moved)) {
      PLENARY_ASSERT(decode(written), "a transformed operation is one");
    }
    apply_as_server(state, *moved);
  }
}

}  // namespace
}  // namespace plenary::ot::json0

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::ot::json0::run(plenary::fuzz::text_of(data, size));
  return 0;
}
