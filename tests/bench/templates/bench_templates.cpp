#include <cstddef>
#include <string>

#include <benchmark/benchmark.h>

#include "protocol/counting/count.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/templates/frozen.hpp"

// What the check of frozen lines adds to an operation, and what counting a paper costs. A paper is
// a frozen heading and a paragraph of about 300 characters, again and again; in its middle stands a
// frozen table of 1,000 rows and 8 columns with a word in each cell.
namespace {

using plenary::ot::rich_text::Component;
using plenary::ot::rich_text::Delta;
using plenary::text::Rope;

Component line_end(const char* attributes) {
  return Component::insert(u"\n", plenary::ot::rich_text::share(*plenary::json::parse(attributes)));
}

Component large_table() {
  constexpr int kRows = 1000;
  constexpr int kColumns = 8;
  plenary::json::Value table;
  for (int row = 1; row <= kRows; ++row) {
    table["rows"].push_back({{"insert", {{"id", "r" + std::to_string(row)}}}});
  }
  for (int column = 1; column <= kColumns; ++column) {
    table["columns"].push_back({{"insert", {{"id", "c" + std::to_string(column)}}}});
    for (int row = 1; row <= kRows; ++row) {
      const std::string key = std::to_string(row) + ":" + std::to_string(column);
      table["cells"][key] = *plenary::json::parse(R"({"content":[{"insert":"word"}]})");
    }
  }
  return Component::insert_embed(
      std::make_shared<const plenary::json::Value>(plenary::json::Value{{"table-embed", table}}),
      plenary::ot::rich_text::share(*plenary::json::parse(R"({"frozen":true})")));
}

struct BenchPaper {
  Delta delta;
  std::size_t table;  // where it stands
};

BenchPaper paper_of(std::size_t units) {
  std::u16string sentence;
  while (sentence.size() < 300) {
    sentence += u"connected places and the people in them ";
  }
  BenchPaper paper{};
  const auto write_half = [&] {
    for (std::size_t length = 0; length < units / 2; length += 7 + sentence.size()) {
      paper.delta.push(Component::insert(u"Aims"));
      paper.delta.push(line_end(R"({"frozen":true,"header":2,"required":true})"));
      paper.delta.push(Component::insert(sentence + u"\n"));
    }
  };
  write_half();
  paper.table = paper.delta.inserted_length();
  paper.delta.push(large_table());
  write_half();
  return paper;
}

void check(benchmark::State& state, const Rope& rope, const Delta& op) {
  for (auto iteration : state) {
    benchmark::DoNotOptimize(plenary::templates::keeps_frozen_lines(rope, op));
  }
}

Delta key_at(std::size_t place) {
  Delta op;
  return op.push(Component::retain(place)).push(Component::insert(u"x"));
}

void a_key_in_a_paragraph(benchmark::State& state) {
  const BenchPaper paper = paper_of(static_cast<std::size_t>(state.range(0)));
  check(state, *Rope::from_delta(paper.delta), key_at(paper.table - 100));
}
void a_key_in_front_of_the_table(benchmark::State& state) {
  const BenchPaper paper = paper_of(static_cast<std::size_t>(state.range(0)));
  check(state, *Rope::from_delta(paper.delta), key_at(paper.table));
}
void a_key_in_a_cell(benchmark::State& state) {
  const BenchPaper paper = paper_of(static_cast<std::size_t>(state.range(0)));
  Delta op =
      plenary::ot::rich_text::decode(
          R"([{"retain":)" + std::to_string(paper.table) +
          R"(},{"retain":{"table-embed":{"cells":{"500:4":{"content":[{"insert":"x"}]}}}}}])")
          ->delta;
  check(state, *Rope::from_delta(paper.delta), op);
}
void a_key_in_a_heading(benchmark::State& state) {
  const BenchPaper paper = paper_of(static_cast<std::size_t>(state.range(0)));
  check(state, *Rope::from_delta(paper.delta), key_at(paper.table + 3));
}
/// What somebody could send who wants it to cost much.
void a_letter_at_20000_places_of_one_line(benchmark::State& state) {
  constexpr std::size_t kPlaces = 20'000;
  constexpr std::size_t kApart = 50;
  Delta document;
  document.push(Component::insert(std::u16string(kPlaces * kApart, u'a')));
  document.push(line_end(R"({"frozen":true})"));
  Delta op;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    op.push(Component::retain(kApart)).push(Component::insert(u"x"));
  }
  check(state, *Rope::from_delta(document), op);
}
void counting_it(benchmark::State& state) {
  const BenchPaper paper = paper_of(static_cast<std::size_t>(state.range(0)));
  for (auto iteration : state) {
    benchmark::DoNotOptimize(plenary::counting::count(paper.delta).words);
  }
}

}  // namespace

constexpr int kShort = 30'000;  // about ten pages
constexpr int kLong = 10'000'000;
BENCHMARK(a_key_in_a_paragraph)->Arg(kShort)->Arg(kLong);
BENCHMARK(a_key_in_front_of_the_table)->Arg(kShort)->Arg(kLong);
BENCHMARK(a_key_in_a_cell)->Arg(kShort)->Arg(kLong);
BENCHMARK(a_key_in_a_heading)->Arg(kShort)->Arg(kLong);
BENCHMARK(a_letter_at_20000_places_of_one_line)->Unit(benchmark::kMillisecond);
BENCHMARK(counting_it)->Arg(kShort)->Arg(kLong)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
