#pragma once

#include "protocol/ot/json0/op.hpp"
#include "tests/support/ot/random.hpp"

namespace plenary::test {

/// Which form edits of strings have: the two do not see each other, so that a law can only hold for
/// one of them.
enum class StringForm : bool { kOld, kText };

/// A small document: lists, objects, strings, numbers.
[[nodiscard]] json::Value random_json_document(Random& random);

/// A correct operation of one to `max` components on `document`: indexes in range, removed values
/// as they are.
[[nodiscard]] ot::json0::Op random_operation(Random& random, const json::Value& document,
                                             StringForm form, std::size_t max = 3);

}  // namespace plenary::test
