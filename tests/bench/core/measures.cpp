#include "tests/bench/core/measures.hpp"

#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/text/rope.hpp"
#include "tests/bench/core/gap_buffer.hpp"
#include "tests/bench/core/heap.hpp"

namespace plenary::bench {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using text::Rope;

constexpr int kRuns = 15;
constexpr std::size_t kEdits = 200'000;

/// Time that this thread has had on a CPU: on a busy machine the wall clock counts other programs.
double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Nanoseconds that `work` takes.
template <class Work>
double time_ns(Work work) {
  const double start = cpu_ns();
  work();
  return cpu_ns() - start;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<Delta> as_deltas(const Trace& trace) {
  std::vector<Delta> deltas;
  for (const Patch& patch : trace.patches) {
    Delta delta;
    delta.push(Component::retain(patch.position));
    delta.push(Component::insert(patch.inserted));
    delta.push(Component::remove(patch.erased));
    deltas.push_back(std::move(delta));
  }
  return deltas;
}

std::u16string text_of(const Rope& rope) {
  std::u16string text;
  text::Reader reader = rope.read();
  for (text::Piece piece; reader.next(piece);) {
    piece.append_to(text);
  }
  return text;
}

void play(const Trace& trace, GapBuffer& buffer) {
  for (const Patch& patch : trace.patches) {
    buffer.edit(patch.position, patch.erased, patch.inserted);
  }
}

void play(const Trace& trace, Rope& rope) {
  for (const Patch& patch : trace.patches) {
    rope.erase(patch.position, patch.erased);
    rope.insert(patch.position, patch.inserted);
  }
}

void play(const std::vector<Delta>& deltas, Rope& rope) {
  for (const Delta& delta : deltas) {
    const Result<void> applied = rope.apply(delta);
    PLENARY_ASSERT(applied.has_value(), "the trace fits");
  }
}

/// Uniform places at which one unit can be inserted or erased at any time in the run.
std::vector<std::size_t> random_places(std::size_t length, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::size_t> anywhere(0, length - 2);
  std::vector<std::size_t> places(kEdits);
  std::generate(places.begin(), places.end(), [&] { return anywhere(random); });
  return places;
}

void edit_at(const std::vector<std::size_t>& places, Rope& rope) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i % 2 == 0) {
      rope.insert(places[i], u"x");
    } else {
      rope.erase(places[i], 1);
    }
  }
}

double edited_at_random_ns(std::size_t length, Rope& rope) {
  edit_at(random_places(length, 1), rope);
  std::vector<double> times;
  for (std::uint64_t seed = 2; seed < 7; ++seed) {
    const std::vector<std::size_t> places = random_places(length, seed);
    times.push_back(time_ns([&] { edit_at(places, rope); }));
  }
  return median(times) / kEdits;
}

}  // namespace

Replay replay(const Trace& trace) {
  const std::vector<Delta> deltas = as_deltas(trace);
  std::vector<double> gap_times;
  std::vector<double> rope_times;
  std::vector<double> delta_times;
  Replay result;
  for (int run = 0; run < kRuns; ++run) {
    GapBuffer buffer;
    gap_times.push_back(time_ns([&] { play(trace, buffer); }));
    const std::size_t heap_before = heap_bytes();
    Rope rope;
    rope_times.push_back(time_ns([&] { play(trace, rope); }));
    result.heap_bytes = static_cast<double>(heap_bytes() - heap_before + sizeof(Rope));
    result.node_bytes = static_cast<double>(rope.memory_bytes());
    Rope by_deltas;
    delta_times.push_back(time_ns([&] { play(deltas, by_deltas); }));
    result.text = text_of(rope);
    PLENARY_ASSERT(result.text == buffer.text() && result.text == text_of(by_deltas) &&
                       result.text.size() == trace.final_length,
                   "all ways of replay end in the same text");
  }
  const auto edits = static_cast<double>(trace.patches.size());
  result.gap_buffer_ns = median(gap_times) / edits;
  result.rope_ns = median(rope_times) / edits;
  result.delta_ns = median(delta_times) / edits;
  result.heap_bytes /= static_cast<double>(trace.final_length);
  result.node_bytes /= static_cast<double>(trace.final_length);
  return result;
}

double random_edits_ns(std::size_t length) {
  Rope rope;
  rope.insert(0, std::u16string(length, u'x'));
  return edited_at_random_ns(length, rope);
}

Formatted formatted_edits(std::size_t runs) {
  const auto attributes = [](const char* name, json::Value value) {
    return std::make_shared<const json::Value>(json::Value{{name, std::move(value)}});
  };
  const Attributes bold = attributes("bold", true);
  const Attributes not_bold = attributes("bold", nullptr);
  constexpr std::size_t kRunLength = 10;
  const std::size_t length = runs * kRunLength;
  const std::size_t heap_before = heap_bytes();
  Rope rope;
  for (std::size_t i = 0; i < runs; ++i) {
    rope.insert(rope.length(), u"0123456789", i % 2 == 0 ? nullptr : bold);
  }
  Formatted result;
  result.edit_ns = edited_at_random_ns(length, rope);
  const std::vector<std::size_t> places = random_places(length - kRunLength, 100);
  result.format_ns = time_ns([&] {
                       for (std::size_t i = 0; i < places.size(); ++i) {
                         rope.format(places[i], 5, i % 2 == 0 ? bold : not_bold);
                       }
                     }) /
                     kEdits;
  result.unit_bytes = static_cast<double>(heap_bytes() - heap_before) / static_cast<double>(length);
  return result;
}

Whole whole_text(std::size_t length) {
  std::u16string text(length, u'x');
  for (std::size_t i = 0; i < length; i += 80) {
    text[i] = u'\n';
  }
  Whole result;
  std::vector<double> loads;
  std::vector<double> reads;
  std::vector<double> drops;
  std::optional<Rope> rope;
  for (int run = 0; run < kRuns; ++run) {
    drops.push_back(time_ns([&] { rope.reset(); }));
    const std::size_t heap_before = heap_bytes();
    rope.emplace();
    loads.push_back(time_ns([&] { rope->insert(0, text); }));
    result.load_bytes =
        static_cast<double>(heap_bytes() - heap_before) / static_cast<double>(length);
    Delta whole;
    reads.push_back(time_ns([&] { whole = rope->to_delta(); }));
    PLENARY_ASSERT(whole.components().at(0).text == text, "the text comes back");
  }
  result.load_ms = median(loads) / 1e6;
  result.to_delta_ms = median(reads) / 1e6;
  result.drop_ms = median(drops) / 1e6;
  const std::vector<std::size_t> places = random_places(length, 1);
  std::vector<Rope> copies;
  copies.reserve(kEdits);
  result.copy_ns = time_ns([&] {
                     for (std::size_t i = 0; i < kEdits; ++i) {
                       copies.push_back(*rope);
                     }
                   }) /
                   kEdits;
  copies.clear();
  Rope copy;
  result.copy_edit_ns = time_ns([&] {
                          for (const std::size_t place : places) {
                            copy = *rope;
                            rope->insert(place, u"x");
                          }
                        }) /
                        kEdits;
  return result;
}

namespace {

json::Value table_of(std::size_t rows, std::size_t columns) {
  json::Value table = {{"rows", json::Value::array()}, {"columns", json::Value::array()}};
  for (std::size_t row = 0; row < rows; ++row) {
    table["rows"].push_back({{"insert", {{"id", "row" + std::to_string(row)}}}});
  }
  for (std::size_t column = 0; column < columns; ++column) {
    table["columns"].push_back({{"insert", {{"id", "column" + std::to_string(column)}}}});
    for (std::size_t row = 0; row < rows; ++row) {
      table["cells"][std::to_string(row + 1) + ":" + std::to_string(column + 1)] = {
          {"content", {{{"insert", "ten units."}}}}};
    }
  }
  return {{"table-embed", table}};
}

std::string key_in_paragraph(std::size_t place) {
  return R"([{"retain":)" + std::to_string(place) + R"(},{"insert":"k"}])";
}

std::string key_in_cell(std::size_t embed, std::size_t row, std::size_t column) {
  return R"([{"retain":)" + std::to_string(embed) + R"(},{"retain":{"table-embed":{"cells":{")" +
         std::to_string(row + 1) + ":" + std::to_string(column + 1) +
         R"(":{"content":[{"retain":5},{"insert":"k"}]}}}}}])";
}

/// Nanoseconds for each of the operations: read and applied, and only applied. The paper is ours
/// alone by then: all places have been written to.
std::pair<double, double> keys_ns(const Rope& paper, const std::vector<std::string>& keys) {
  std::vector<double> whole;
  std::vector<double> apply;
  std::vector<Delta> deltas;
  for (const std::string& key : keys) {
    deltas.push_back(ot::rich_text::decode(key)->delta);
  }
  for (int run = 0; run < kRuns; ++run) {
    Rope rope = paper;
    play(deltas, rope);
    whole.push_back(time_ns([&] {
      for (const std::string& key : keys) {
        PLENARY_ASSERT(rope.apply(ot::rich_text::decode(key)->delta).has_value(), "the key fits");
      }
    }));
    apply.push_back(time_ns([&] { play(deltas, rope); }));
  }
  const auto count = static_cast<double>(keys.size());
  return {median(std::move(whole)) / count, median(std::move(apply)) / count};
}

}  // namespace

TableKeys table_keys(std::size_t rows, std::size_t columns) {
  constexpr std::size_t kUnits = 300'000;
  constexpr std::size_t kKeys = 5'000;
  constexpr std::size_t kPeople = 11;
  constexpr std::size_t kTable = kUnits / 2;
  Rope paper;
  paper.insert(0, std::u16string(kUnits, u'p'));
  paper.insert_embed(kTable, std::make_shared<const json::Value>(table_of(rows, columns)));
  const auto keys = [&](std::size_t places) {
    std::mt19937_64 random(5);
    std::vector<std::string> in_paragraphs;
    std::vector<std::string> in_cells;
    for (std::size_t i = 0; i < places; ++i) {
      in_paragraphs.push_back(key_in_paragraph(1 + random() % kUnits));
      in_cells.push_back(key_in_cell(kTable, random() % rows, random() % columns));
    }
    for (std::size_t i = places; i < kKeys; ++i) {
      in_paragraphs.push_back(in_paragraphs[i - places]);
      in_cells.push_back(in_cells[i - places]);
    }
    const auto [paragraph, paragraph_apply] = keys_ns(paper, in_paragraphs);
    const auto [cell, cell_apply] = keys_ns(paper, in_cells);
    return Keys{paragraph, cell, paragraph_apply, cell_apply};
  };
  const std::vector<std::string> on_top(
      500, R"([{"retain":)" + std::to_string(kTable) +
               R"(},{"retain":{"table-embed":{"rows":[{"insert":{"id":"new"}}]}}}])");
  return {keys(kPeople), keys(kKeys), keys_ns(paper, on_top).first};
}

}  // namespace plenary::bench
