#pragma once

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::markup::testing {

/// A delta from JSON with single quotes for double ones: doc("[{'insert':'a\\n'}]").
inline ot::rich_text::Delta doc(std::string json) {
  std::replace(json.begin(), json.end(), '\'', '"');
  auto decoded = ot::rich_text::decode(json);
  if (!decoded) {
    ADD_FAILURE() << decoded.error().detail << " in " << json;
    return {};
  }
  return decoded->delta;
}

inline std::string show(const ot::rich_text::Delta& delta) {
  std::string out;
  ot::rich_text::append(out, delta);
  std::replace(out.begin(), out.end(), '"', '\'');
  return out;
}

}  // namespace plenary::markup::testing
