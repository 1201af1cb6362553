#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace plenary::markup {

/// What a document does not have as its source had it. Words are never missing; these are the
/// things that a writer would look for.
struct ImportNotes {
  std::size_t comments{0};      // of HTML, left out
  std::size_t tags{0};          // of HTML, left out around words that stay
  std::size_t link_titles{0};   // kept as words
  std::size_t addresses{0};     // that may not be followed, kept as words
  std::size_t images{0};        // became links of their descriptions
  std::size_t large_tables{0};  // or too many for their source, kept as lines
  std::size_t unused_notes{0};  // that nothing refers to, kept as words
  std::size_t deep_items{0};    // of lists, at the deepest level that there is
  std::size_t deep_quotes{0};   // in quotes, at the deepest level that there is
  std::size_t quoted{0};        // tables and dividing lines, kept without the quote around them
  std::size_t spans{0};      // tables with cells over several rows or columns, which were divided
  std::size_t deleted{0};    // or hidden pieces of text, left out
  std::size_t left_out{0};   // parts of a page that are no text
  bool front_matter{false};  // kept as code

  /// A sentence for each kind that there is.
  [[nodiscard]] std::vector<std::string> sentences() const;
};

}  // namespace plenary::markup
