#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace plenary::markup::testing {

/// Plain text as people write it, to compare costs with: paragraphs of a few lines with an empty
/// line between them, and the punctuation of sentences. The same for the same size.
inline std::string prose(std::size_t bytes) {
  constexpr std::array<const char*, 8> kLines = {
      "Delegates spoke of roaming, and of the fees that it brings.\n",
      "The Chair's proposal (document 14) was welcomed by most; two members\n",
      "asked for more time. \"A week,\" said one of them, \"would be enough.\"\n",
      "Costs rose by 3.5 per cent between 2021 and 2024, less than expected.\n",
      "It was noted that the long-term plan still lacks a budget: who pays?\n",
      "No objection was raised. Therefore the group will meet again in May,\n",
      "either in Geneva or online, and will report to the plenary in autumn.\n",
      "Thanks went to the hosts!\n"};
  std::string out;
  out.reserve(bytes + 128);
  std::size_t line = 0;
  for (std::size_t paragraph = 0; out.size() < bytes; ++paragraph) {
    for (std::size_t i = 0; i < 2 + paragraph % 5; ++i) {
      out += kLines[line++ % kLines.size()];
    }
    out += '\n';
  }
  return out;
}

}  // namespace plenary::markup::testing
