#include "protocol/markup/html_block.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"
#include "protocol/markup/html_meaning.hpp"
#include "protocol/markup/html_tag.hpp"

namespace plenary::markup {
namespace {

class HtmlBlock {
 public:
  HtmlBlock(std::string_view text, Inlines& out) : text_(text), out_(out), html_(text) {}

  std::size_t parse() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        ++at_;
        end_line();
      } else if (c == '<') {
        read_tag();
      } else if (c == '&') {
        read_reference();
      } else if (is_blank(c) && words_.empty() && line_is_empty_) {
        ++at_;
      } else {
        words_ += c;
        ++at_;
      }
    }
    end_words();
    return left_out_;
  }

 private:
  using Kind = Inline::Kind;

  void read_tag() {
    const std::size_t length = html_.length_at(at_);
    if (length == 0) {
      words_ += text_[at_++];
      return;
    }
    const std::string_view tag = text_.substr(at_, length);
    at_ += length;
    const HtmlPiece piece = meaning_of(tag);
    if (piece.meaning == HtmlMeaning::kBlock) {
      end_line();
      left_out_ += piece.closing ? 0 : 1;
    } else if (piece.meaning == HtmlMeaning::kCell) {
      left_out_ += piece.closing ? 0 : 1;
      words_ += piece.closing || (line_is_empty_ && words_.empty()) ? "" : " | ";
    } else {
      end_words();
      push(Kind::kHtml, tag);
    }
  }

  void read_reference() {
    const auto reference = reference_at(text_, at_);
    words_ += reference ? reference->text : "&";
    at_ += reference ? reference->length : 1;
  }

  void end_line() {
    words_.erase(words_.find_last_not_of(" \t") + 1);
    end_words();
    push(Kind::kHardBreak, {});
    line_is_empty_ = true;
  }

  void end_words() {
    if (!words_.empty()) {
      push(Kind::kText, words_);
      line_is_empty_ = false;
      words_.clear();
    }
  }

  void push(Kind kind, std::string_view words) {
    out_.pieces.push_back({.kind = kind,
                           .begin = static_cast<std::uint32_t>(out_.words.size()),
                           .length = static_cast<std::uint32_t>(words.size())});
    out_.words += words;
  }

  std::string_view text_;
  Inlines& out_;
  RawHtml html_;
  std::string words_;
  std::size_t at_{0};
  std::size_t left_out_{0};
  bool line_is_empty_{true};
};

}  // namespace

std::size_t parse_html_block(std::string_view text, Inlines& out) {
  out.pieces.clear();
  out.words.clear();
  out.addresses.clear();
  return HtmlBlock(text, out).parse();
}

}  // namespace plenary::markup
