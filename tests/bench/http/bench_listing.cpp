// Costs of the list of documents: reading it from RocksDB, and choosing a page.

#include <string>

#include <benchmark/benchmark.h>

#include "protocol/base/assert.hpp"
#include "server/papers/listing.hpp"
#include "server/papers/title.hpp"
#include "storage/rocks/open.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

/// A store on disk with papers of a few operations each.
class Papers {
 public:
  explicit Papers(std::size_t count) {
    auto opened = storage::open_rocks(
        {.directory = directory_ / "data", .durability = storage::Durability::kRelaxed});
    PLENARY_ASSERT(opened.has_value(), "a store can be opened in a temporary directory");
    store_ = *std::move(opened);
    for (std::size_t i = 0; i < count; ++i) {
      make(i);
    }
  }
  [[nodiscard]] storage::Store& store() { return *store_; }

  /// An edit of one paper.
  void edit(std::size_t i) {
    const DocumentKey key{kPapers, "paper-" + std::to_string(i)};
    const auto head = store_->head(key);
    PLENARY_ASSERT(head.has_value(), "the paper is there");
    append(key, head->version, storage::OpKind::kEdit, std::nullopt);
  }

 private:
  void make(std::size_t i) {
    const DocumentKey key{kPapers, "paper-" + std::to_string(i)};
    append(key, {0}, storage::OpKind::kCreate,
           new_properties("Working group " + std::to_string(i) + ": outcome paper", {1000},
                          ot::TypeId::kRichText));
  }
  void append(const DocumentKey& key, Version head, storage::OpKind kind,
              std::optional<std::string> properties) {
    storage::OpRecord op;
    op.version = head;
    op.kind = kind;
    op.time = {static_cast<std::int64_t>(++instant_)};
    op.source = "client";
    op.sequence = {head.value + 1};
    op.body = kind == storage::OpKind::kCreate
                  ? R"({"type":"http://sharejs.org/types/rich-text/v1","data":[{"insert":"\n"}]})"
                  : R"([{"insert":"a"}])";
    const storage::Append one{key, head, {op}, std::move(properties)};
    PLENARY_ASSERT(store_->append({&one, 1}).front().has_value(), "it can be appended");
  }

  storage::testing::TemporaryDirectory directory_;
  std::unique_ptr<storage::Store> store_;
  std::uint64_t instant_{0};
};

void first_listing(benchmark::State& state) {
  Papers papers(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    ListingReader reader(papers.store());
    benchmark::DoNotOptimize(reader.read());
  }
}

/// A hundred of them changed since the last reading.
void next_listing(benchmark::State& state) {
  Papers papers(static_cast<std::size_t>(state.range(0)));
  ListingReader reader(papers.store());
  benchmark::DoNotOptimize(reader.read());
  for (auto _ : state) {
    state.PauseTiming();
    for (std::size_t i = 0; i < 100; ++i) {
      papers.edit(i);
    }
    state.ResumeTiming();
    benchmark::DoNotOptimize(reader.read());
  }
}

void page_by_title(benchmark::State& state) {
  Papers papers(static_cast<std::size_t>(state.range(0)));
  const auto listing = ListingReader(papers.store()).read();
  const PageRequest request{50, std::nullopt, fold_case("GROUP 1: outcome")};
  for (auto _ : state) {
    benchmark::DoNotOptimize(page_of(*listing, request, [](const std::string&) { return true; }));
  }
}

BENCHMARK(first_listing)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(next_listing)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(page_by_title)->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace plenary::server

BENCHMARK_MAIN();
