// The size of sealed history on disk, and the time to read it back: a recorded session as one
// document of a data directory, with its author and times. PLENARY_SHARED names the folder that has
// traces/.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "protocol/base/assert.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "storage/rocks/open.hpp"
#include "tests/bench/core/trace.hpp"

namespace plenary::storage {
namespace {

namespace rich_text = ot::rich_text;
using rich_text::Component;

const DocumentKey kPaper{"documents", "trace"};
constexpr std::size_t kAppendOps = 1000;
constexpr std::uint64_t kAll = ~std::uint64_t{0};

/// On the CPU, in nanoseconds: the machine may have other work.
double cpu_ns() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The least CPU time of some runs, divided by `ops`.
double measured(int runs, std::size_t ops, const std::function<void()>& run) {
  double least = 1e30;
  for (int i = 0; i < runs; ++i) {
    const double begun = cpu_ns();
    run();
    least = std::min(least, cpu_ns() - begun);
  }
  return least / static_cast<double>(ops);
}

enum class Times { kEven, kTyping };

std::vector<OpRecord> ops_of(const bench::Trace& trace, Times times) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> pause(std::log(150.0), 0.7);
  Timestamp time{1'700'000'000'000};
  std::vector<OpRecord> ops{{.version = {0},
                             .kind = OpKind::kCreate,
                             .time = time,
                             .author = "ama",
                             .source = "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                             .sequence = {1},
                             .body = R"({"type":"rich-text","data":[]})"}};
  for (const bench::Patch& patch : trace.patches) {
    rich_text::Delta delta;
    delta.push(Component::retain(patch.position));
    delta.push(Component::insert(patch.inserted));
    delta.push(Component::remove(patch.erased));
    time.ms += times == Times::kEven ? 1 : static_cast<std::int64_t>(pause(random));
    OpRecord op = ops.front();
    op.version = {ops.size()};
    op.kind = OpKind::kEdit;
    op.time = time;
    op.sequence = {ops.size() + 1};
    op.body.clear();
    rich_text::append(op.body, delta);
    ops.push_back(std::move(op));
  }
  return ops;
}

void append_all(Store& store, const std::vector<OpRecord>& ops) {
  for (std::size_t from = 0; from < ops.size(); from += kAppendOps) {
    const std::size_t end = std::min(ops.size(), from + kAppendOps);
    const Append append{.key = kPaper,
                        .expected_head = {from},
                        .ops = {ops.begin() + static_cast<std::ptrdiff_t>(from),
                                ops.begin() + static_cast<std::ptrdiff_t>(end)}};
    PLENARY_ASSERT(store.append({&append, 1}).front(), "the operations are stored");
  }
}

std::uintmax_t bytes_in(const std::filesystem::path& directory) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    bytes += entry.is_regular_file() ? entry.file_size() : 0;
  }
  return bytes;
}

class Directory {
 public:
  Directory() {
    std::filesystem::remove_all(path_);
    open();
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() {
    store_.reset();
    std::filesystem::remove_all(path_);
  }
  /// Opens it again, and again: the write-ahead log is then in files.
  void reopen() {
    for (int i = 0; i < 2; ++i) {
      store_.reset();
      open();
    }
  }
  Store& operator*() { return *store_; }
  [[nodiscard]] double bytes() const { return static_cast<double>(bytes_in(path_ / "store")); }

 private:
  void open() {
    auto opened = open_rocks({.directory = path_, .durability = Durability::kRelaxed});
    PLENARY_ASSERT(opened, "the directory opens");
    store_ = *std::move(opened);
  }

  const std::filesystem::path path_ = std::filesystem::current_path() / "bench-history.tmp";
  std::unique_ptr<Store> store_;
};

std::uint64_t replay(Store& store, Version from, Version to) {
  std::uint64_t components = 0;
  const Result<void> done = store.replay(kPaper, from, to, [&components](const OpView& op) {
    components += op.delta != nullptr ? op.delta->components().size() : 1;
    return true;
  });
  PLENARY_ASSERT(done, "the log is whole");
  return components;
}

void print_row(const bench::Trace& trace, Times times) {
  const std::vector<OpRecord> ops = ops_of(trace, times);
  const std::size_t count = ops.size();
  const auto per_op = [count](double all) { return all / static_cast<double>(count); };
  Directory directory;
  directory.reopen();
  const double empty = directory.bytes();
  append_all(*directory, ops);
  directory.reopen();
  const double rows = directory.bytes() - empty;
  const double read_rows = measured(3, count, [&] { replay(*directory, {}, {kAll}); });
  const double begun = cpu_ns();
  const Sealed sealed = (*directory).seal(kPaper, {kAll}).value();
  const double sealing = per_op(cpu_ns() - begun);
  PLENARY_ASSERT(sealed.ops == count, "all is sealed");
  directory.reopen();
  const double blocks = directory.bytes() - empty;
  const double first = measured(1, count, [&] { replay(*directory, {}, {kAll}); });
  const double again = measured(10, count, [&] { replay(*directory, {}, {kAll}); });
  const double as_json = measured(3, count, [&] {
    PLENARY_ASSERT((*directory).read_ops(kPaper, {}, {kAll}, [](OpRecord&&) { return true; }),
                   "the log is whole");
  });
  const double when = measured(5, 1, [&] {
    PLENARY_ASSERT((*directory).version_at(kPaper, ops[count / 3].time), "the log is whole");
  });
  std::printf("| %s | %s | %zu | %.2f | %.3f | %.0f | %.1f | %.1f | %.0f | %.0f | %.0f |\n",
              trace.name.c_str(), times == Times::kEven ? "1 ms apart" : "as typed", count,
              per_op(rows), per_op(blocks), read_rows, first, again, as_json, sealing, when / 1000);
  std::fflush(stdout);
}

}  // namespace
}  // namespace plenary::storage

int main() {
  using namespace plenary;  // NOLINT(google-build-using-namespace): a short program
  const char* shared = std::getenv("PLENARY_SHARED");
  const std::filesystem::path folder =
      std::filesystem::path(shared == nullptr ? "../shared" : shared) / "traces";
  const std::vector<std::filesystem::path> traces = bench::find_traces(folder);
  if (traces.empty()) {
    std::printf("SKIPPED: no traces in %s; set PLENARY_SHARED.\n", folder.c_str());
    return 0;
  }
  std::puts(
      "| trace | times | ops | rows, B an op | sealed, B an op | replay rows, ns an op "
      "| replay sealed, ns an op | again | read as JSON, ns an op | sealing, ns an op "
      "| version at a time, us |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  for (const std::filesystem::path& file : traces) {
    const bench::Trace trace = bench::load_trace(file);
    storage::print_row(trace, storage::Times::kEven);
    storage::print_row(trace, storage::Times::kTyping);
  }
  return 0;
}
