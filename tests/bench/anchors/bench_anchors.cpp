#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/base/assert.hpp"
#include "tests/bench/core/trace.hpp"

// What an edit costs with many anchors: the second half of automerge-paper is replayed over anchors
// that were laid at random over the text as it was after the first. Prints a table.

namespace plenary::bench {
namespace {

using anchor::AnchorSet;
using anchor::Range;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using text::Rope;

constexpr std::size_t kFirst = 100'000;  // edits before the anchors are laid
constexpr std::size_t kLongest = 40;     // units of an anchor, 20 in the mean
constexpr int kRuns = 5;

/// Time that this thread has had on a CPU: on a busy machine the wall clock counts other programs.
double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Session {
  Rope start;
  std::vector<Delta> edits;
};

Session load(const std::filesystem::path& file) {
  const Trace trace = load_trace(file);
  Session session;
  for (std::size_t i = 0; i < trace.patches.size(); ++i) {
    const Patch& patch = trace.patches[i];
    if (i < kFirst) {
      session.start.erase(patch.position, patch.erased);
      session.start.insert(patch.position, patch.inserted);
      continue;
    }
    session.edits.push_back(Delta()
                                .push(Component::retain(patch.position))
                                .push(Component::insert(patch.inserted))
                                .push(Component::remove(patch.erased)));
  }
  return session;
}

std::vector<Range> random_ranges(std::size_t count, std::size_t length) {
  std::mt19937_64 random(count);
  std::vector<Range> ranges(count);
  for (Range& range : ranges) {
    range.start = random() % (length - kLongest);
    range.end = range.start + 1 + random() % kLongest;
  }
  return ranges;
}

struct Measured {
  double edit_ns{0};     // of following an edit, without the rope's own work
  double edits_told{0};  // changes per thousand edits
  double bytes_each{0};  // memory per anchor after the replay
};

/// The text with its anchors, less the text alone.
Measured with_set(const Session& session, std::size_t count) {
  AnchorSet laid;
  for (const Range& range : random_ranges(count, session.start.length())) {
    PLENARY_ASSERT(laid.insert({laid.size()}, range), "the range fits");
  }
  std::vector<double> times;
  Measured measured;
  for (int run = 0; run < kRuns; ++run) {
    AnchorSet anchors = laid;
    Rope rope = session.start;
    std::uint64_t version = kFirst;
    std::size_t told = 0;
    const double start = cpu_ns();
    for (const Delta& edit : session.edits) {
      told += anchors.apply(edit, rope, Version{++version}).size();
      PLENARY_ASSERT(rope.apply(edit), "the trace fits");
    }
    const double both = cpu_ns();
    Rope alone = session.start;
    for (const Delta& edit : session.edits) {
      PLENARY_ASSERT(alone.apply(edit), "the trace fits");
    }
    times.push_back(both - start - (cpu_ns() - both));
    measured.edits_told = 1000.0 * static_cast<double>(told);
    measured.bytes_each = static_cast<double>(anchors.memory_bytes());
  }
  const auto edits = static_cast<double>(session.edits.size());
  measured.edit_ns = median(times) / edits;
  measured.edits_told /= edits;
  measured.bytes_each /= static_cast<double>(std::max<std::size_t>(count, 1));
  return measured;
}

/// The obvious way, which moves each range and remembers nothing.
double with_loop(const Session& session, std::size_t count) {
  struct Edges {
    std::uint32_t start;
    std::uint32_t end;
  };
  std::vector<Edges> edges;
  for (const Range& range : random_ranges(count, session.start.length())) {
    edges.push_back(
        {static_cast<std::uint32_t>(range.start), static_cast<std::uint32_t>(range.end)});
  }
  // As many edits as move 500 million ranges.
  const std::size_t edits =
      std::min(session.edits.size(), 500'000'000 / std::max<std::size_t>(count, 1));
  const double start = cpu_ns();
  for (std::size_t i = 0; i < edits; ++i) {
    std::uint32_t at = 0;
    std::uint32_t inserted = 0;
    std::uint32_t erased = 0;
    for (const Component& component : session.edits[i].components()) {
      const auto length = static_cast<std::uint32_t>(component.length);
      (component.is_insert()                        ? inserted
       : component.kind == Component::Kind::kDelete ? erased
                                                    : at) += length;
    }
    for (Edges& range : edges) {
      const std::uint32_t from = at + inserted;
      range.start += range.start >= at ? inserted : 0;
      range.end += range.end > at ? inserted : 0;
      range.start -= range.start > from ? std::min(range.start - from, erased) : 0;
      range.end -= range.end > from ? std::min(range.end - from, erased) : 0;
    }
  }
  const double spent = cpu_ns() - start;
  PLENARY_ASSERT(edges.empty() || edges.back().end != 1, "so that the loop is not left out");
  return spent / static_cast<double>(edits);
}

int run() {
  const char* shared = std::getenv("PLENARY_SHARED");
  const std::filesystem::path file =
      std::filesystem::path(shared == nullptr ? "../shared" : shared) /
      "traces/automerge-paper.seq.jsonl.gz";
  if (!std::filesystem::exists(file)) {
    std::printf("SKIPPED: no trace at %s; set PLENARY_SHARED.\n", file.c_str());
    return EXIT_SUCCESS;
  }
  const Session session = load(file);
  std::string load;
  std::getline(std::ifstream("/proc/loadavg"), load);
  std::printf("%zu edits of a text of %zu units; load of the machine: %s\n", session.edits.size(),
              session.start.length(), load.c_str());
  std::printf(
      "\n| anchors | set, ns an edit | loop, ns an edit | changes told, of 1,000 edits | bytes an "
      "anchor |\n"
      "| --: | --: | --: | --: | --: |\n");
  for (const std::size_t count : {0UL, 1'000UL, 10'000UL, 100'000UL, 1'000'000UL}) {
    const Measured set = with_set(session, count);
    std::printf("| %zu | %.1f | %.1f | %.1f | %.0f |\n", count, set.edit_ns,
                with_loop(session, count), set.edits_told, set.bytes_each);
    std::fflush(stdout);
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace plenary::bench

int main() {
  return plenary::bench::run();
}
