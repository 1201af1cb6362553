#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "protocol/base/assert.hpp"
#include "protocol/history/blame.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"
#include "tests/bench/core/trace.hpp"

// What the weave of a long history costs: making it, and asking it. The whole of automerge-paper,
// and the same several times over, one behind the other. Prints a table.

namespace plenary::bench {
namespace {

using history::OpNumber;
using history::Weave;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using Clock = std::chrono::steady_clock;

constexpr int kAsked = 400;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Quantiles {
  double p50;
  double p99;
};

template <class Do>
Quantiles measure(int times, Do once) {
  std::vector<double> took;
  for (int i = 0; i < times; ++i) {
    const auto start = Clock::now();
    once(i);
    took.push_back(ms_since(start));
  }
  std::sort(took.begin(), took.end());
  return {took[took.size() / 2], took[took.size() * 99 / 100]};
}

std::vector<Delta> edits_of(const Trace& trace) {
  std::vector<Delta> edits;
  for (const Patch& patch : trace.patches) {
    edits.push_back(Delta()
                        .push(Component::retain(patch.position))
                        .push(Component::insert(patch.inserted))
                        .push(Component::remove(patch.erased)));
  }
  return edits;
}

void row(const std::vector<Delta>& edits, std::size_t ops) {
  Weave weave;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < ops; ++i) {
    // Each further copy of the history is written in front of the text of the one before.
    const bool applied = static_cast<bool>(weave.apply(edits[i % edits.size()], 0));
    PLENARY_ASSERT(applied, "the trace applies");
  }
  const double made = ms_since(start);
  const OpNumber head = weave.version();
  std::mt19937_64 random(7);
  const auto any = [&random](OpNumber below) { return static_cast<OpNumber>(random() % below); };
  const Quantiles version = measure(kAsked, [&](int) {
    PLENARY_ASSERT(!text_at(weave, 1 + any(head)).empty(), "there is a text");
  });
  const Quantiles blamed = measure(kAsked / 4, [&](int) {
    PLENARY_ASSERT(!blame(weave, head, 0, weave.length()).empty(), "somebody wrote it");
  });
  const Quantiles some = measure(kAsked / 4, [&](int) {
    const OpNumber from = any(head);
    static_cast<void>(difference(weave, from, from + any(head - from)));
  });
  const Quantiles whole = measure(kAsked / 4, [&](int) {
    PLENARY_ASSERT(!difference(weave, 0, head).delta.empty(), "something was written");
  });
  const Quantiles undo =
      measure(kAsked / 8, [&](int) { static_cast<void>(restore_delta(weave, any(head))); });
  std::printf(
      "%9zu | %7.0f | %9.1f | %11.2f %6.2f | %6.2f %6.2f | %6.2f %6.2f | %6.2f %6.2f | %6.2f\n",
      ops, made * 1e6 / static_cast<double>(ops),
      static_cast<double>(weave.memory_bytes()) / static_cast<double>(ops), version.p50,
      version.p99, blamed.p50, blamed.p99, some.p50, some.p99, whole.p50, whole.p99, undo.p99);
}

int run(const std::filesystem::path& traces) {
  const std::filesystem::path file = traces / "automerge-paper.seq.jsonl.gz";
  if (!std::filesystem::exists(file)) {
    std::printf("SKIPPED: %s is not there\n", file.c_str());
    return 0;
  }
  const std::vector<Delta> edits = edits_of(load_trace(file));
  std::printf(
      "automerge-paper; times in ms\n"
      "      ops | make ns | memory B  |   any version   |  blame head   |  some diff    |"
      "  whole diff   | restore\n"
      "          |  per op |   per op  |    p50    p99   |   p50    p99  |   p50    p99  |"
      "   p50    p99  |   p99\n");
  for (const std::size_t ops :
       {std::size_t{10'000}, std::size_t{100'000}, edits.size(), 4 * edits.size()}) {
    row(edits, ops);
  }
  return 0;
}

}  // namespace
}  // namespace plenary::bench

int main() {
  const char* const shared = std::getenv("PLENARY_SHARED");
  return plenary::bench::run(std::filesystem::path(shared == nullptr ? "../shared" : shared) /
                             "traces");
}
