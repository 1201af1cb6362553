#include "tests/bench/core/trace.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"

namespace plenary::bench {
namespace {

std::string unzip(const std::filesystem::path& file) {
  gzFile in = gzopen(file.c_str(), "rb");
  PLENARY_ASSERT(in != nullptr, "the trace can be opened");
  std::string text;
  std::array<char, 1 << 16> block;
  int got = 0;
  while ((got = gzread(in, block.data(), block.size())) > 0) {
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  PLENARY_ASSERT(gzclose(in) == Z_OK && got == 0, "the trace is whole");
  return text;
}

json::Value next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const Result<json::Value> value = json::parse(text.substr(0, end));
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return value.value();
}

}  // namespace

Trace load_trace(const std::filesystem::path& file) {
  const std::string text = unzip(file);
  std::string_view rest = text;
  const json::Value header = next_line(rest);
  PLENARY_ASSERT(header.at("startContent") == "", "the trace starts with an empty text");
  Trace trace;
  trace.name = header.at("name").get<std::string>();
  trace.final_length = header.at("finalLen16").get<std::size_t>();
  while (!rest.empty()) {
    const json::Value line = next_line(rest);
    trace.patches.push_back({line.at(0).get<std::size_t>(), line.at(1).get<std::size_t>(),
                             utf::to_utf16(line.at(2).get<std::string>())});
  }
  return trace;
}

std::vector<std::filesystem::path> find_traces(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    if (entry.path().filename().string().ends_with(".seq.jsonl.gz")) {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace plenary::bench
