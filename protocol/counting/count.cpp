#include "protocol/counting/count.hpp"

#include <string_view>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/counting/characters.hpp"
#include "protocol/counting/measure.hpp"
#include "protocol/counting/text_size.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/templates/line_marks.hpp"

namespace plenary::counting {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Table;
using templates::HeadingMarks;

constexpr std::size_t kPageLines = 46;
/// Room above and below a heading.
constexpr std::size_t kHeadingLines = 2;

/// The words of a heading, with single spaces between them.
std::string title_of(std::u16string_view line) {
  std::u16string title;
  bool gap = false;
  for (const char16_t unit : line) {
    if (unit == kEmbedSign) {
      continue;
    }
    if (is_space(unit)) {
      gap = !title.empty();
      continue;
    }
    title += gap ? std::u16string_view(u" ") : std::u16string_view();
    gap = false;
    title += unit;
  }
  return utf::to_wtf8(title);
}

/// Reads a document line by line.
class Counter {
 public:
  Count read(const Delta& document) {
    for (const Component& component : document.components()) {
      if (component.kind == Component::Kind::kText) {
        read_text(component);
      } else if (component.kind == Component::Kind::kEmbed) {
        read_embed(component);
      }
    }
    end_line_if_any();
    return std::move(count_);
  }

 private:
  struct OpenPart {
    int level;
    std::size_t index;  // in count_.parts
  };

  void read_text(const Component& component) {
    std::u16string_view rest = component.text;
    for (std::size_t end = 0; (end = rest.find(u'\n')) != std::u16string_view::npos;) {
      line_.add(rest.substr(0, end));
      end_line(component.attributes);
      rest.remove_prefix(end + 1);
    }
    line_.add(rest);
  }

  /// A table and a divider are lines of their own.
  void read_embed(const Component& component) {
    const ot::rich_text::ChangeRef content = ot::rich_text::content_of(*component.embed);
    const Table* const table = content == nullptr ? nullptr : std::get_if<Table>(&content->content);
    if (table != nullptr && table->is_document()) {
      end_line_if_any();
      add_paragraph(measure(*table));
    } else if (component.embed->contains("divider")) {
      end_line_if_any();
      end_line(nullptr);
    } else {
      line_.add_embed(*component.embed, component.attributes);
    }
  }

  void end_line_if_any() {
    if (!line_.empty()) {
      end_line(nullptr);
    }
  }

  void end_line(const Attributes& attributes) {
    const auto marks = templates::heading_marks(attributes);
    const std::string title = marks ? title_of(line_.text()) : std::string();
    Amount amount = line_.take();
    if (templates::is_frozen(attributes)) {
      amount = {.lines = amount.lines};
    }
    if (marks) {
      end_parts(marks->level);
      count_.half_lines += 2 * kHeadingLines;
    }
    add_paragraph(amount);
    if (marks) {
      begin_part(*marks, title);
    }
  }

  void end_parts(int level) {
    while (!open_.empty() && open_.back().level >= level) {
      open_.pop_back();
    }
  }

  void begin_part(const HeadingMarks& marks, const std::string& title) {
    if (marks.required || marks.words_max) {
      open_.push_back({marks.level, count_.parts.size()});
      count_.parts.push_back(
          {.title = title, .required = marks.required, .words_max = marks.words_max});
    }
  }

  void add_paragraph(const Amount& amount) {
    count_.words += amount.words;
    count_.half_lines += 2 * amount.lines + 1;
    for (const OpenPart& open : open_) {
      Part& part = count_.parts[open.index];
      part.words += amount.words;
      part.written = part.written || amount.is_written();
    }
  }

  Count count_;
  OpenLine line_{kLineWidth};
  std::vector<OpenPart> open_;  // the outermost first; levels rise
};

}  // namespace

std::size_t Count::page_tenths() const {
  constexpr std::size_t kPageHalfLines = 2 * kPageLines;
  return (10 * half_lines + kPageHalfLines - 1) / kPageHalfLines;
}

Count count(const Delta& document) {
  return Counter().read(document);
}

}  // namespace plenary::counting
