#include "protocol/markup/html_block.hpp"

#include <cstdint>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"
#include "protocol/markup/html_meaning.hpp"

namespace plenary::markup {
namespace {

/// 1 to 6 for a tag of a heading, else 0.
int heading_of(std::string_view tag) {
  const std::size_t name = tag.starts_with("</") ? 2 : 1;
  const bool heading = tag.size() > name + 2 && to_lower(tag[name]) == 'h' &&
                       tag[name + 1] >= '1' && tag[name + 1] <= '6' && !is_letter(tag[name + 2]) &&
                       !is_digit(tag[name + 2]);
  return heading ? tag[name + 1] - '0' : 0;
}

}  // namespace

bool HtmlBlock::next(Inlines& out) {
  out.pieces.clear();
  out.words.clear();
  out.addresses.clear();
  heading_ = next_heading_;
  part_ends_ = false;
  if (at_ == text_.size()) {
    return false;
  }
  while (at_ < text_.size() && !part_ends_) {
    // The words of a heading are one line, wherever they are broken.
    const char c = heading_ > 0 && text_[at_] == '\n' ? ' ' : text_[at_];
    if (c == '\n') {
      ++at_;
      end_line(out);
      push(out, Inline::Kind::kSourceBreak, {});
    } else if (c == '<') {
      read_tag(out);
    } else if (c == '&') {
      read_reference();
    } else if (is_blank(c) && words_.empty() && line_is_empty_) {
      ++at_;
    } else {
      words_ += c;
      ++at_;
    }
  }
  end_line(out);
  return true;
}

void HtmlBlock::read_tag(Inlines& out) {
  const std::size_t length = html_.length_at(at_);
  if (length == 0) {
    words_ += text_[at_++];
    return;
  }
  const std::string_view tag = text_.substr(at_, length);
  at_ += length;
  const HtmlPiece piece = meaning_of(tag);
  if (piece.meaning == HtmlMeaning::kBlock) {
    read_block_tag(out, tag, piece.closing);
  } else if (piece.meaning == HtmlMeaning::kCell) {
    left_out_ += piece.closing ? 0 : 1;
    words_ += piece.closing || (line_is_empty_ && words_.empty()) ? "" : " | ";
  } else {
    end_words(out);
    push(out, Inline::Kind::kHtml, tag);
    line_is_empty_ = line_is_empty_ && piece.meaning != HtmlMeaning::kImage;
  }
}

void HtmlBlock::read_block_tag(Inlines& out, std::string_view tag, bool closing) {
  end_line(out);
  const int heading = heading_of(tag);
  if (heading > 0) {
    next_heading_ = closing ? 0 : heading;
    part_ends_ = true;
  } else {
    push(out, Inline::Kind::kLineEnd, {});
    left_out_ += closing ? 0 : 1;
  }
}

void HtmlBlock::read_reference() {
  const auto reference = reference_at(text_, at_);
  words_ += reference ? reference->text : "&";
  at_ += reference ? reference->length : 1;
}

void HtmlBlock::end_line(Inlines& out) {
  words_.erase(words_.find_last_not_of(" \t") + 1);
  end_words(out);
  line_is_empty_ = true;
}

void HtmlBlock::end_words(Inlines& out) {
  if (!words_.empty()) {
    push(out, Inline::Kind::kText, words_);
    line_is_empty_ = false;
    words_.clear();
  }
}

void HtmlBlock::push(Inlines& out, Inline::Kind kind, std::string_view words) {
  out.pieces.push_back({.kind = kind,
                        .begin = static_cast<std::uint32_t>(out.words.size()),
                        .length = static_cast<std::uint32_t>(words.size())});
  out.words += words;
}

}  // namespace plenary::markup
