#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/text/rope.hpp"
#include "protocol/threads/event.hpp"
#include "tests/support/ot/random.hpp"

namespace plenary::test {

/// Somebody who writes in a paper with a table and a note, and now and then undoes what was done
/// last. Each letter is written once, so that a letter that is there again is the same one.
class RandomWriter {
 public:
  /// The texts that threads are in.
  enum class Text : std::uint8_t { kCell, kNote };
  static constexpr const char* kRow = "r2";
  static constexpr const char* kColumn = "c2";

  explicit RandomWriter(Random& random);

  /// What the next operation writes into one of the texts.
  struct Step {
    ot::rich_text::Delta change;
    std::optional<Text> text{};  // nothing: elsewhere, or it takes something back
    std::size_t at{0};           // in that text, as it was before
    std::u16string written{};
  };
  /// Makes the next operation and applies it.
  Step next();
  /// Takes nothing back that was done so far.
  void forget() { undo_.reset(); }

  [[nodiscard]] const text::Rope& paper() const { return paper_; }
  /// Where the embed of a text is; nothing if it is not in the paper.
  [[nodiscard]] static std::optional<std::size_t> embed_of(const text::Rope& paper, Text text);
  /// The text; nothing if it is not in the paper, or its row or column is not in the table.
  [[nodiscard]] static std::optional<std::u16string> read(const text::Rope& paper, Text text);

 private:
  Step make();
  Step write(Text text);
  [[nodiscard]] ot::rich_text::Delta change_lines(bool rows);
  [[nodiscard]] ot::rich_text::Delta write_beside();
  [[nodiscard]] std::u16string letters();

  Random& random_;
  text::Rope paper_;
  char16_t next_letter_{u'\u4e00'};
  int next_id_{10};
  /// What takes the last operation back, and the text that it wrote into.
  std::optional<Step> undo_;
};

}  // namespace plenary::test
