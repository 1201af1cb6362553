#include "protocol/json/value.hpp"

#include <algorithm>

#include "protocol/base/utf.hpp"
#include "protocol/json/reader.hpp"

namespace plenary::json {

Result<Value> parse(std::string_view text, int max_depth) {
  if (!utf::is_utf8(text)) {
    return Error{Errc::kMalformed, "the text is not UTF-8"};
  }
  Reader reader(text, max_depth);
  Value value = reader.value();
  if (auto done = reader.finish(); !done) {
    return done.error();
  }
  return value;
}

int depth_of(const Value& value) {
  if (!value.is_structured()) {
    return 0;
  }
  int deepest = 0;
  for (const Value& part : value) {
    deepest = std::max(deepest, depth_of(part));
  }
  return deepest + 1;
}

}  // namespace plenary::json
