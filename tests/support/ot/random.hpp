#pragma once

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"

/// Random values for property tests: the same seed makes the same cases everywhere.
namespace plenary::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed * 0x9e3779b97f4a7c15u + 1) {}

  /// A number from 0 to n - 1; 0 if n is 0. Not std::uniform_int_distribution, which differs
  /// between libraries.
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(engine_() % n); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::mt19937_64 engine_;
};

/// The number in that environment variable, or `otherwise`.
[[nodiscard]] std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise);

/// Checks a law on random cases. CASES says how many, SEED where to begin (1). A failing case
/// prints the SEED that replays it.
template <class Law>
void for_cases(std::size_t cases, Law law) {
  const std::uint64_t seed = number_from_environment("SEED", 1);
  cases = number_from_environment("CASES", cases);
  for (std::size_t i = 0; i < cases; ++i) {
    Random random(seed + i);
    law(random);
    if (::testing::Test::HasFailure()) {
      ADD_FAILURE() << "replay this case with SEED=" << seed + i << " CASES=1";
      return;
    }
  }
  std::cout << cases << " cases from SEED=" << seed << "\n";
}

/// Short text of plain, wide and astral characters, halves of pairs, and characters that JSON
/// escapes. min <= length pieces <= max.
[[nodiscard]] std::u16string random_text(Random& random, std::size_t min, std::size_t max);

/// A small JSON value, nested at most `depth` deep; numbers add up exactly.
[[nodiscard]] json::Value random_value(Random& random, int depth);
[[nodiscard]] std::string random_key(Random& random);

}  // namespace plenary::test
