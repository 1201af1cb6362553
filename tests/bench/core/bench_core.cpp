#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"
#include "tests/bench/core/measures.hpp"
#include "tests/bench/core/trace.hpp"

// Prints, as one JSON object, what the rope of this machine does. run.mjs sets it beside
// quill-delta.
//   bench_core [TRACES [TEXTS]]
// TRACES: folder of the shared traces. TEXTS: an empty folder for the final texts, in UTF-8, for
// others to check.

namespace plenary::bench {
namespace {

json::Value to_value(const Replay& replay) {
  return {{"gapBufferNs", replay.gap_buffer_ns},
          {"ropeNs", replay.rope_ns},
          {"deltaNs", replay.delta_ns},
          {"nodeBytesPerUnit", replay.node_bytes},
          {"heapBytesPerUnit", replay.heap_bytes}};
}

json::Value to_value(const Formatted& formatted) {
  return {{"editNs", formatted.edit_ns},
          {"formatNs", formatted.format_ns},
          {"heapBytesPerUnit", formatted.unit_bytes}};
}

json::Value to_value(const Whole& whole) {
  return {{"loadMs", whole.load_ms},          {"heapBytesPerUnit", whole.load_bytes},
          {"toDeltaMs", whole.to_delta_ms},   {"copyNs", whole.copy_ns},
          {"copyEditNs", whole.copy_edit_ns}, {"dropMs", whole.drop_ms}};
}

json::Value to_value(const Keys& keys) {
  return {{"paragraphNs", keys.paragraph_ns},
          {"cellNs", keys.cell_ns},
          {"paragraphApplyNs", keys.paragraph_apply_ns},
          {"cellApplyNs", keys.cell_apply_ns}};
}

json::Value to_value(const TableKeys& keys) {
  return {{"typed", to_value(keys.typed)},
          {"anywhere", to_value(keys.anywhere)},
          {"rowOnTopNs", keys.row_on_top_ns}};
}

void write_text(const std::filesystem::path& file, const std::u16string& text) {
  std::ofstream out(file, std::ios::binary);
  out << utf::to_wtf8(text);
}

int run(const std::vector<std::string>& arguments) {
  json::Value result;
  result["replay"] = json::Value::object();
  const std::vector<std::filesystem::path> traces =
      arguments.empty() ? std::vector<std::filesystem::path>{} : find_traces(arguments[0]);
  for (const std::filesystem::path& file : traces) {
    const Trace trace = load_trace(file);
    const Replay replayed = replay(trace);
    result["replay"][trace.name] = to_value(replayed);
    result["replay"][trace.name]["edits"] = trace.patches.size();
    if (arguments.size() > 1) {
      write_text(std::filesystem::path(arguments[1]) / (trace.name + ".txt"), replayed.text);
    }
  }
  for (const std::size_t length : {100'000, 1'000'000, 10'000'000}) {
    result["randomEditNs"][std::to_string(length)] = random_edits_ns(length);
  }
  for (const std::size_t runs : {100, 1'000, 10'000, 100'000, 1'000'000}) {
    result["formatted"][std::to_string(runs)] = to_value(formatted_edits(runs));
  }
  result["whole"]["10000000"] = to_value(whole_text(10'000'000));
  result["table"]["1000 x 8"] = to_value(table_keys(1'000, 8));
  result["table"]["10 x 8"] = to_value(table_keys(10, 8));
  std::printf("%s\n", json::to_string(result).c_str());
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace plenary::bench

int main(int argc, char** argv) {
  return plenary::bench::run(std::vector<std::string>(argv + 1, argv + argc));
}
