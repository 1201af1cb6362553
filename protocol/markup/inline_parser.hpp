#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/references.hpp"
#include "protocol/markup/shared_text.hpp"

namespace plenary::markup {

/// A piece of a paragraph, in the order of its text. Styles nest: each kBegin has its kEnd. Its
/// words lie in Inlines, so that a text of one-byte pieces costs twelve bytes for each.
struct Inline {
  enum class Kind : std::uint8_t {
    kText,
    kHtml,
    kCode,
    kSourceBreak,
    kHardBreak,
    kLineEnd,  // where a block of HTML begins or ends
    kBeginItalic,
    kEndItalic,
    kBeginBold,
    kEndBold,
    kBeginStrike,
    kEndStrike,
    kBeginSub,
    kEndSub,
    kBeginSuper,
    kEndSuper,
    kBeginLink,
    kEndLink,
    kBeginImage,
    kEndImage,  // its words are the attributes of a picture, or none
    kNote,      // its words are its reference as it is written
    kSigns      // only while a text is parsed: a run of signs whose meaning is not known yet
  };

  Kind kind{Kind::kText};
  std::uint32_t begin{0};   // of its words; of kBeginLink and kBeginImage: the index of the address
  std::uint32_t length{0};  // of its words
};

/// The pieces of a paragraph.
struct Inlines {
  std::vector<Inline> pieces;
  std::string words;
  std::vector<LinkTarget> addresses;
  std::vector<std::uint32_t> notes;  // of each kNote, in their order: see References::find_note

  [[nodiscard]] std::string_view words_of(const Inline& piece) const {
    return std::string_view(words).substr(piece.begin, piece.length);
  }
};

/// Reads a paragraph's or heading's text: CommonMark, with `~~strikethrough~~`, Pandoc's `H~2~O`
/// and `x^2^`, the addresses that stand in plain words, and notes if they are wanted. `out` is
/// emptied first and keeps its memory from text to text. Private to this folder. Requires: UTF-8,
/// at most 1 GiB.
///
/// Cost: O(n). For each construct that has a beginning and an end, a beginning whose end is missing
/// is not looked up again: see the members of the parser.
enum class NoteRefs : bool { kWords, kNotes };
void parse_inlines(std::string_view text, const References& references, Inlines& out,
                   NoteRefs notes = NoteRefs::kWords);

}  // namespace plenary::markup
