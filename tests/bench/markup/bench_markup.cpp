#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "tests/support/markup/hostile.hpp"

// What each hostile text costs, relative to plain text of its size: reading it as Markdown, and
// writing what was read as Markdown, HTML and text. `bench_markup [BYTES]`.
namespace {

using namespace plenary::markup;

struct Cost {
  double read{0};
  double write{0};
};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

/// The best of three.
Cost cost_of(const std::string& text) {
  Cost best{.read = 1e9, .write = 1e9};
  for (int round = 0; round < 3; ++round) {
    auto start = std::chrono::steady_clock::now();
    const auto document = from_markdown(text);
    best.read = std::min(best.read, milliseconds_since(start));
    start = std::chrono::steady_clock::now();
    const std::size_t written =
        to_markdown(*document).size() + to_html(*document).size() + to_text(*document).size();
    best.write = std::min(best.write, milliseconds_since(start));
    if (written == 0) {
      std::printf("nothing was written\n");
    }
  }
  return best;
}

std::string printable(const std::string& name) {
  std::string out;
  for (const char c : name) {
    out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
  }
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t bytes = count > 1 ? std::stoul(arguments[1]) : 512 * 1024;
  const std::string words =
      testing::repeated("Delegates spoke of roaming, and of the fees that it brings.\n", bytes);
  const Cost plain = cost_of(words);
  std::printf("plain text of %zu bytes: read %.1f ms, written %.1f ms\n", bytes, plain.read,
              plain.write);
  std::printf("%8s %8s %8s  %s\n", "read ms", "read", "write", "text");
  for (const testing::Hostile& one : testing::hostile_texts(bytes)) {
    const double scale = static_cast<double>(one.text.size()) / static_cast<double>(words.size());
    const Cost cost = cost_of(one.text);
    std::printf("%8.1f %7.1fx %7.1fx  %s\n", cost.read, cost.read / plain.read / scale,
                cost.write / plain.write / scale, printable(one.name).c_str());
  }
  return 0;
}
