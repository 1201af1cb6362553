#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "protocol/ot/rich_text/delta.hpp"

/// How much is written in a paper, against the limits that its template sets. The browser counts by
/// the same rules (clients/web/src/text/counting.ts); tests/data/counting/cases.json holds both to
/// them. Pure; any thread.
namespace plenary::counting {

/// The section of a heading that is required or has a limit.
struct Part {
  std::string title;  // the heading's words; WTF-8
  bool required{false};
  std::optional<std::size_t> words_max{};
  std::size_t words{0};
  bool written{false};  // there is a word or a picture

  [[nodiscard]] bool is_missing() const { return required && !written; }
  [[nodiscard]] bool is_over() const { return words_max && words > *words_max; }
};

struct Count {
  std::size_t words{0};
  std::size_t half_lines{0};  // of a printed page, which has 92
  std::vector<Part> parts{};  // in the order of their headings

  /// Pages in tenths, rounded up.
  [[nodiscard]] std::size_t page_tenths() const;
};

/// Words: of lines, cells and footnotes; not of frozen lines, nor the names of columns. Room on the
/// page: of everything, frozen lines too. Components that are not inserts are passed over. Cost:
/// O(n).
[[nodiscard]] Count count(const ot::rich_text::Delta& document);

}  // namespace plenary::counting
