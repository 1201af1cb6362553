#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/markup/html.hpp"
#include "protocol/markup/html_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/support/markup/hostile.hpp"
#include "tests/support/markup/prose.hpp"

// The cost of Markdown beside that of prose of the same size: reading it with the JSON that is made
// of it (as a request that creates a paper does), and writing the document in each format. Times
// are CPU times; prose is measured again beside every text.
//
// bench_markup [BYTES]           each text of tests/support/markup/hostile.hpp
// bench_markup --html [BYTES]    each page of hostile.hpp, read
// bench_markup --search [BYTES]  every pair of tokens, repeated and nested; prints the worst
namespace {

using namespace plenary::markup;

struct Cost {
  double read{1e9};
  double markdown{1e9};
  double html{1e9};
  double text{1e9};
  std::size_t json_bytes{0};
  std::size_t written_bytes{0};  // by the largest of the three writers
};

double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <class Work>
void keep_best(double& best, Work work) {
  const double start = cpu_milliseconds();
  work();
  best = std::min(best, cpu_milliseconds() - start);
}

void measure(Cost& cost, const std::string& text) {
  plenary::ot::rich_text::Delta document;
  keep_best(cost.read, [&] {
    document = *from_markdown(text);
    std::string json;
    plenary::ot::rich_text::append(json, document);
    cost.json_bytes = json.size();
  });
  const auto write = [&](double& best, auto writer) {
    keep_best(best,
              [&] { cost.written_bytes = std::max(cost.written_bytes, writer(document).size()); });
  };
  write(cost.markdown, [](const auto& one) { return to_markdown(one); });
  write(cost.html, [](const auto& one) { return to_html(one); });
  write(cost.text, [](const auto& one) { return to_text(one); });
}

/// Of a text: how many times what prose costs, each by its size; bytes by byte of the source.
struct Ratios {
  std::string name;
  double read{0};
  double markdown{0};
  double html{0};
  double text{0};
  double json{0};
  double written{0};
  [[nodiscard]] double worst() const { return std::max({read, markdown, html, text}); }
};

Ratios ratios_of(const std::string& name, const std::string& text, int rounds) {
  const std::string words = testing::prose(text.size());
  Cost plain;
  Cost cost;
  for (int round = 0; round < rounds; ++round) {
    measure(plain, words);
    measure(cost, text);
  }
  const double scale = static_cast<double>(words.size()) / static_cast<double>(text.size());
  const auto bytes = static_cast<double>(text.size());
  return {.name = name,
          .read = cost.read / plain.read * scale,
          .markdown = cost.markdown / plain.markdown * scale,
          .html = cost.html / plain.html * scale,
          .text = cost.text / plain.text * scale,
          .json = static_cast<double>(cost.json_bytes) / bytes,
          .written = static_cast<double>(cost.written_bytes) / bytes};
}

std::string printable(std::string_view name) {
  std::string out;
  for (const char c : name) {
    out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
  }
  return out;
}

void print_head(std::size_t bytes) {
  Cost plain;
  const std::string words = testing::prose(bytes);
  for (int round = 0; round < 5; ++round) {
    measure(plain, words);
  }
  std::printf("prose of %zu bytes: read %.1f ms, written as Markdown %.1f, HTML %.1f, text %.1f\n",
              words.size(), plain.read, plain.markdown, plain.html, plain.text);
  std::printf("%6s %8s %6s %6s %6s %8s  %s\n", "read", "Markdown", "HTML", "text", "JSON B/B",
              "out B/B", "text");
}

void print(const Ratios& one) {
  std::printf("%5.1fx %7.1fx %5.1fx %5.1fx %8.1f %8.1f  %s\n", one.read, one.markdown, one.html,
              one.text, one.json, one.written, one.name.c_str());
}

void run_texts(std::size_t bytes) {
  print_head(bytes);
  for (const testing::Hostile& one : testing::hostile_texts(bytes)) {
    print(ratios_of(printable(one.name), one.text, 3));
  }
}

/// What reading a text and writing its JSON costs, the best of three.
template <class Read>
double reading(const std::string& text, Read read) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    keep_best(best, [&] {
      std::string json;
      plenary::ot::rich_text::append(json, read(text));
    });
  }
  return best;
}

void run_pages(std::size_t bytes) {
  const auto read_page = [](const std::string& text) { return import_html(text)->document; };
  const std::string words = testing::prose(bytes);
  const double as_text = reading(words, [](const std::string& text) { return *from_text(text); });
  const double as_html = reading(words, read_page);
  const double as_markdown =
      reading(words, [](const std::string& text) { return *from_markdown(text); });
  std::printf("prose of %zu bytes: read as text %.1f ms, HTML %.1f, Markdown %.1f\n", words.size(),
              as_text, as_html, as_markdown);
  for (const testing::Hostile& one : testing::hostile_pages(bytes)) {
    const double scale = static_cast<double>(words.size()) / static_cast<double>(one.text.size());
    const double cost = reading(one.text, read_page) * scale;
    std::printf("%5.1fx HTML %5.1fx Markdown  %s\n", cost / as_html, cost / as_markdown,
                printable(one.name).c_str());
  }
}

std::vector<testing::Hostile> pairs_of_tokens(std::size_t bytes) {
  const std::vector<std::string> tokens = testing::hostile_tokens();
  std::vector<testing::Hostile> all;
  for (const std::string& a : tokens) {
    for (const std::string& b : tokens) {
      const std::string name = printable(a) + " " + printable(b);
      all.push_back({"repeated: " + name, testing::repeated(a + b, bytes)});
      all.push_back(
          {"nested: " + name, testing::repeated(a, bytes / 2) + testing::repeated(b, bytes / 2)});
      all.push_back(
          {"with definitions: " + name, "[a]: /b\n[b]: /c\n\n" + testing::repeated(a + b, bytes)});
    }
  }
  return all;
}

/// Measures all pairs on small texts and again the worst on texts of `bytes`.
void run_search(std::size_t bytes) {
  constexpr std::size_t kSmall = 16 * 1024;
  constexpr std::size_t kWorst = 40;
  std::vector<std::pair<double, std::size_t>> worst;
  const auto small = pairs_of_tokens(kSmall);
  for (std::size_t i = 0; i < small.size(); ++i) {
    worst.emplace_back(ratios_of(small[i].name, small[i].text, 2).worst(), i);
  }
  std::sort(worst.rbegin(), worst.rend());
  std::printf("%zu texts\n", small.size());
  print_head(bytes);
  for (std::size_t i = 0; i < std::min(kWorst, worst.size()); ++i) {
    const std::string& pattern = small[worst[i].second].text;
    const std::string& name = small[worst[i].second].name;
    const std::size_t half = pattern.size() / 2;
    const std::string text = name.starts_with("nested")
                                 ? testing::repeated(pattern.substr(0, half), bytes / 2) +
                                       testing::repeated(pattern.substr(half), bytes / 2)
                                 : testing::repeated(pattern, bytes);
    print(ratios_of(name, text, 3));
  }
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  const bool named = what.starts_with("--");
  const int at = named ? 2 : 1;
  const std::size_t bytes = count > at ? std::stoul(arguments[at]) : 512 * 1024;
  what == "--search" ? run_search(bytes) : what == "--html" ? run_pages(bytes) : run_texts(bytes);
  return 0;
}
