#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/import_notes.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/list_numbers.hpp"
#include "protocol/markup/source_block.hpp"
#include "protocol/markup/source_notes.hpp"

namespace plenary::markup {

/// Writes the lines of a document with the styles that the lists and quotes around them give.
/// Private to this folder.
class DocumentLines {
 public:
  /// Lifetime: both outlive this.
  DocumentLines(SourceNotes& source_notes, ImportNotes& notes)
      : source_notes_(source_notes), notes_(notes) {}

  void begin_quote();
  void end_quote() { --quotes_; }

  void begin_list(const SourceBlock& list);
  void end_list() { lists_.pop_back(); }
  /// `absent`: the item is not there, and what is in it stands indented under nothing.
  void begin_item(const SourceBlock& item, bool absent);
  void end_item();
  /// The item at hand is a task. Requires: begins_item().
  void set_task(bool ticked);
  [[nodiscard]] bool in_list() const { return !lists_.empty(); }
  /// The number that an ordered list which began here would have if it said none.
  [[nodiscard]] int upcoming() const;

  /// The item that begins here has this number. Requires: it is one of an ordered list.
  void say_number(int number);

  /// True where the next line would be the first of an item.
  [[nodiscard]] bool begins_item() const { return in_list() && !lists_.back().item_has_line; }

  /// `header`: 1 to 6 for a heading, else 0.
  void add_line(int header, std::span<const Run> runs);
  /// It is in the quotes that are open.
  void add_empty_line();
  /// What the next lines have besides: their alignment, direction and marks, and an indent that is
  /// added to that of the lists around them.
  void set_own(LineStyle own) { own_ = std::move(own); }
  /// Words that stand before those of the next line.
  void put_before_next_line(std::string words) { before_line_ = std::move(words); }
  [[nodiscard]] bool has_words_waiting() const { return !before_line_.empty(); }
  /// Requires: is_language(language), or none.
  void add_code(std::string_view text, std::string_view language);
  void add_divider();
  void add_table(ot::rich_text::EmbedValue table, ot::rich_text::Attributes attributes = nullptr);

  /// See DocumentBuilder. Behind the content of a note, lines are numbered anew.
  [[nodiscard]] ot::rich_text::Delta take() { return document_.take(); }
  [[nodiscard]] ot::rich_text::Delta take_part() { return document_.take_part(); }
  [[nodiscard]] ot::rich_text::Delta take_content();

 private:
  struct List {
    bool ordered{false};
    std::optional<int> start;  // what its next item has to say
    ListKind item{ListKind::kNone};
    bool item_has_line{false};
  };

  void give_item_its_line();
  [[nodiscard]] LineStyle next_style(int header);
  [[nodiscard]] int quotes() const;
  void end_line(const LineStyle& style);

  SourceNotes& source_notes_;
  ImportNotes& notes_;
  DocumentBuilder document_;
  ListNumbers numbers_;  // of its lines so far
  std::string before_line_;
  LineStyle own_;
  std::vector<List> lists_;
  int quotes_{0};
};

}  // namespace plenary::markup
