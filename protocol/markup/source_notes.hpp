#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::markup {

/// Bytes of notes that an import may make, for each byte of its source, and what every source may
/// make. Each reference makes a note of its own, so many references to a long one would make
/// gigabytes of a megabyte; beyond this they stay words. A paper refers to each note once or twice.
inline constexpr std::size_t kNoteBytesPerByte = 4;
inline constexpr std::size_t kNoteBytesFree = std::size_t{16} * 1024;

/// UTF-16 units of a note: a paper takes no longer ones.
inline constexpr std::size_t kNoteUnitsMax = 20'000;

/// The notes of a source, counted as References does. Private to this folder.
class SourceNotes {
 public:
  explicit SourceNotes(std::size_t source_bytes)
      : bytes_left_(source_bytes * kNoteBytesPerByte + kNoteBytesFree) {}

  /// The content of the next note.
  void add(ot::rich_text::Delta content);

  /// Appends runs to a document, and in the place of each reference to a note the note.
  void append_runs(DocumentBuilder& out, std::span<const Run> runs);

  [[nodiscard]] bool is_placed(std::size_t note) const { return notes_[note].placed; }

 private:
  struct Content {
    ot::rich_text::EmbedValue embed;
    std::size_t bytes{0};
    bool fits{true};
    bool placed{false};
  };
  [[nodiscard]] ot::rich_text::EmbedValue place(std::uint32_t note);

  std::vector<Content> notes_;
  std::size_t bytes_left_;
};

}  // namespace plenary::markup
