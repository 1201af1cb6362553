// Costs of the store: synced appends by size of the batch, and the commit queue under a crowd and
// under a lone writer. The files lie in the current directory's file system: a tmpfs does not sync.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "storage/check.hpp"
#include "storage/commit_queue.hpp"
#include "storage/record_codec.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::storage {
namespace {

using Clock = std::chrono::steady_clock;

class BenchStore {
 public:
  explicit BenchStore(Durability durability = Durability::kStrict) {
    std::filesystem::remove_all(path_);
    auto opened = open_rocks({.directory = path_, .durability = durability});
    if (!opened) {
      std::fputs((opened.error().detail + "\n").c_str(), stderr);
      std::abort();
    }
    store_ = *std::move(opened);
  }
  BenchStore(const BenchStore&) = delete;
  BenchStore& operator=(const BenchStore&) = delete;
  ~BenchStore() {
    store_.reset();
    std::filesystem::remove_all(path_);
  }
  [[nodiscard]] Store& operator*() { return *store_; }

 private:
  const std::filesystem::path path_ = std::filesystem::current_path() / "bench-storage.tmp";
  std::unique_ptr<Store> store_;
};

DocumentKey document(std::int64_t n) {
  return {"documents", "bench-" + std::to_string(n)};
}

Append one_op(const DocumentKey& key, std::uint64_t version) {
  OpRecord op{.version = {version},
              .kind = OpKind::kEdit,
              .time = {1'700'000'000'000},
              .author = "ama",
              .source = "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
              .sequence = {version + 1},
              .body = R"([{"retain":12345},{"insert":"x"}])"};
  return {.key = key, .expected_head = {version}, .ops = {std::move(op)}};
}

/// One synced write with an operation for each of `range(0)` documents.
void append_to_documents(benchmark::State& state, Durability durability) {
  BenchStore store(durability);
  const std::int64_t documents = state.range(0);
  std::uint64_t version = 0;
  for (auto _ : state) {
    std::vector<Append> group;
    for (std::int64_t n = 0; n < documents; ++n) {
      group.push_back(one_op(document(n), version));
    }
    for (const Result<void>& answer : (*store).append(group)) {
      if (!answer) {
        state.SkipWithError(answer.error().detail.c_str());
      }
    }
    version += 1;
  }
  state.SetItemsProcessed(state.iterations() * documents);
}

void synced_append(benchmark::State& state) {
  append_to_documents(state, Durability::kStrict);
}
void relaxed_append(benchmark::State& state) {
  append_to_documents(state, Durability::kRelaxed);
}
BENCHMARK(synced_append)->Arg(1)->Arg(10)->Arg(100)->Arg(1000)->UseRealTime();
BENCHMARK(relaxed_append)->Arg(1)->Arg(100)->UseRealTime();

/// Editors that submit again a moment after each answer, as clients behind a network do.
class ClosedLoop {
 public:
  ClosedLoop(CommitQueue& queue, std::int64_t editors, std::int64_t documents,
             std::chrono::microseconds moment)
      : queue_(queue), editors_(editors), documents_(documents), moment_(moment) {}

  /// Runs for `time`; latencies are then in microseconds, sorted.
  void run(std::chrono::milliseconds time) {
    const Clock::time_point end = Clock::now() + time;
    versions_.assign(static_cast<std::size_t>(documents_), 0);
    for (std::int64_t editor = 0; editor < editors_; ++editor) {
      due_.push_back({Clock::now(), editor});
    }
    std::unique_lock lock(mutex_);
    while (Clock::now() < end || in_flight_ > 0) {
      const Clock::time_point now = Clock::now();
      while (!due_.empty() && due_.front().at <= now && now < end) {
        const std::int64_t editor = due_.front().editor;
        due_.erase(due_.begin());
        in_flight_ += 1;
        lock.unlock();
        submit(editor);
        lock.lock();
      }
      if (due_.empty() || now >= end) {
        changed_.wait_for(lock, std::chrono::microseconds(50));
      } else {
        changed_.wait_until(lock, due_.front().at);
      }
    }
    std::sort(latencies_us.begin(), latencies_us.end());
  }

  std::vector<double> latencies_us;

 private:
  struct Due {
    Clock::time_point at;
    std::int64_t editor;
  };

  void submit(std::int64_t editor) {
    const std::int64_t n = editor % documents_;
    std::uint64_t& version = versions_[static_cast<std::size_t>(n)];
    const Clock::time_point begun = Clock::now();
    const Result<void> taken =
        queue_.submit(one_op(document(n), version), [this, editor, begun](const Result<void>& ok) {
          if (!ok) {
            std::abort();
          }
          const Clock::time_point now = Clock::now();
          const std::lock_guard lock(mutex_);
          latencies_us.push_back(std::chrono::duration<double, std::micro>(now - begun).count());
          due_.push_back({now + moment_, editor});
          in_flight_ -= 1;
          changed_.notify_one();
        });
    version += taken ? 1 : 0;
  }

  CommitQueue& queue_;
  const std::int64_t editors_;
  const std::int64_t documents_;
  const std::chrono::microseconds moment_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Due> due_;
  std::vector<std::uint64_t> versions_;
  std::int64_t in_flight_{0};
};

void report(benchmark::State& state, ClosedLoop& loop, std::size_t commits) {
  const std::vector<double>& sorted = loop.latencies_us;
  if (sorted.empty()) {
    return;
  }
  state.counters["ops/s"] =
      benchmark::Counter(static_cast<double>(sorted.size()), benchmark::Counter::kIsRate);
  state.counters["p50_us"] = sorted[sorted.size() / 2];
  state.counters["p99_us"] = sorted[sorted.size() * 99 / 100];
  state.counters["ops/commit"] =
      static_cast<double>(sorted.size()) / static_cast<double>(std::max<std::size_t>(commits, 1));
}

class CountCommits final : public CommitObserver {
 public:
  void on_commit(const CommitReport&) noexcept override { commits += 1; }
  std::size_t commits{0};
};

/// range: editors, documents, the moment between an answer and the next operation in microseconds,
/// the longest wait before a write in microseconds (0: never wait).
void commit_queue(benchmark::State& state) {
  using std::chrono::microseconds;
  for (auto _ : state) {
    BenchStore store;
    CountCommits count;
    CommitQueue queue(*store, {.wait_most = microseconds(state.range(3))}, &count);
    ClosedLoop loop(queue, state.range(0), state.range(1), microseconds(state.range(2)));
    const Clock::time_point begun = Clock::now();
    loop.run(std::chrono::milliseconds(2000));
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begun).count());
    queue.stop();
    report(state, loop, count.commits);
  }
}
BENCHMARK(commit_queue)
    ->ArgNames({"editors", "documents", "moment_us", "wait_us"})
    ->Args({1, 1, 100, 0})
    ->Args({1, 1, 100, 200})
    ->Args({20, 1, 100, 0})
    ->Args({20, 1, 100, 200})
    ->Args({20, 1, 20'000, 0})
    ->Args({20, 1, 20'000, 200})
    ->Args({400, 200, 1000, 0})
    ->Args({400, 200, 1000, 200})
    ->Iterations(1)
    ->UseManualTime();

/// Opening a document: a snapshot of that many bytes, decoded.
void decode_a_snapshot(benchmark::State& state) {
  const std::string key = version_key(document_key(document(0)).value(), {1});
  std::string content;
  while (content.size() < static_cast<std::size_t>(state.range(0))) {
    content += R"({"insert":"The coordination group met on day )" +
               std::to_string(content.size() * 2654435761u % 1000) + R"("},)";
  }
  const std::string record =
      encode_snapshot(key, {.version = {1}, .type = "t", .content = content}).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(decode_snapshot(key, record));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(content.size()));
}
BENCHMARK(decode_a_snapshot)->Arg(10'000)->Arg(10'000'000);

/// Reading back that many operations of one document.
void read_the_log(benchmark::State& state) {
  BenchStore store;
  const auto ops = static_cast<std::uint64_t>(state.range(0));
  Append append = one_op(document(0), 0);
  for (std::uint64_t version = 1; version < ops; ++version) {
    append.ops.push_back(one_op(document(0), version).ops.front());
  }
  if (!(*store).append({&append, 1}).front()) {
    std::abort();
  }
  for (auto _ : state) {
    std::uint64_t seen = 0;
    const auto read = (*store).read_ops(document(0), {0}, {ops}, [&seen](OpRecord&&) {
      seen += 1;
      return true;
    });
    if (!read || seen != ops) {
      state.SkipWithError("the log is not whole");
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(ops));
}
BENCHMARK(read_the_log)->Arg(1000)->Arg(200'000);

}  // namespace
}  // namespace plenary::storage

BENCHMARK_MAIN();
