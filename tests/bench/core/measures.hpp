#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/core/trace.hpp"

/// What bench_core measures. Times are medians of some runs, in ns per edit; one thread.
namespace plenary::bench {

struct Replay {
  double gap_buffer_ns{0};
  double rope_ns{0};
  double delta_ns{0};    // through Rope::apply, the deltas made beforehand
  double node_bytes{0};  // Rope::memory_bytes per unit of the final text
  double heap_bytes{0};  // the same as the allocator counts it
  std::u16string text;   // the rope's
};
/// Stops the program if the rope's text is not the gap buffer's.
[[nodiscard]] Replay replay(const Trace& trace);

/// Single units inserted and erased at uniform places of a text of `length` units, after as many to
/// break its leaves up.
[[nodiscard]] double random_edits_ns(std::size_t length);

struct Formatted {
  double edit_ns{0};     // as random_edits_ns
  double format_ns{0};   // bold laid over or taken off 5 units at uniform places
  double unit_bytes{0};  // heap bytes per unit after the edits
};
/// A text of `runs` runs of 10 units, every other one bold.
[[nodiscard]] Formatted formatted_edits(std::size_t runs);

struct Whole {
  double load_ms{0};     // one insert into an empty rope
  double load_bytes{0};  // heap bytes per unit then
  double to_delta_ms{0};
  double copy_ns{0};       // a copy alone
  double copy_edit_ns{0};  // a copy, then an edit at a uniform place, which copies the path
  double drop_ms{0};       // the destruction of a text that nobody shares
};
[[nodiscard]] Whole whole_text(std::size_t length);

/// A key, in a paragraph and in a cell.
struct Keys {
  double paragraph_ns{0};  // the delta read from JSON and applied
  double cell_ns{0};
  double paragraph_apply_ns{0};  // the delta applied, without the reading
  double cell_apply_ns{0};
};
struct TableKeys {
  Keys typed;               // by eleven people in turns, each at a place of their own
  Keys anywhere;            // at uniform places: the table does not fit into the cache of a core
  double row_on_top_ns{0};  // a row inserted on top
};
/// Keys in the paragraphs of a paper of 300,000 units, and in the cells of its table, which hold
/// ten units each.
[[nodiscard]] TableKeys table_keys(std::size_t rows, std::size_t columns);

}  // namespace plenary::bench
