#include "protocol/markup/source_notes.hpp"

#include <utility>

namespace plenary::markup {

using ot::rich_text::EmbedChange;
using ot::rich_text::EmbedValue;
using ot::rich_text::Note;

void SourceNotes::add(ot::rich_text::Delta content) {
  const bool fits = content.inserted_length() <= kNoteUnitsMax;
  EmbedValue embed = ot::rich_text::to_embed(EmbedChange{Note{std::move(content)}});
  const std::size_t bytes = json::to_string(*embed).size();
  notes_.push_back({.embed = std::move(embed), .bytes = bytes, .fits = fits});
}

void SourceNotes::append_runs(DocumentBuilder& out, std::span<const Run> runs) {
  for (const Run& run : runs) {
    if (run.style.picture != nullptr) {
      out.add_picture(*run.style.picture, run.style);
      continue;
    }
    EmbedValue note = run.style.note > 0 ? place(run.style.note - 1) : nullptr;
    note != nullptr ? out.add_note(std::move(note), run.style) : out.add(run.text, run.style);
  }
}

EmbedValue SourceNotes::place(std::uint32_t note) {
  if (note >= notes_.size() || !notes_[note].fits || notes_[note].bytes > bytes_left_) {
    return nullptr;
  }
  bytes_left_ -= notes_[note].bytes;
  notes_[note].placed = true;
  return notes_[note].embed;
}

}  // namespace plenary::markup
