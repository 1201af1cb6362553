#include "server/api/json/history_words.hpp"

#include "protocol/base/utf.hpp"
#include "protocol/history/attributes_at.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using history::Attributes;
using history::CellDifference;
using history::Change;
using history::ChangeKind;
using history::Delta;
using history::Difference;
using history::EmbedDifference;
using history::History;
using ot::rich_text::Component;
using ot::rich_text::EmbedChange;

/// Longer passages are told by their beginning and end. UTF-16 units.
constexpr std::size_t kPassageMost = 160;

/// "2026-11-22 14:03 UTC"
std::string minute(Timestamp time) {
  std::string text = to_rfc3339(time).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

/// A picture by its description, another embed as the sign for one.
std::u16string text_of_embed(const Component& component) {
  const auto picture = component.embed == nullptr
                           ? std::nullopt
                           : markup::picture_of(*component.embed, component.attributes);
  return picture ? utf::to_utf16(markup::picture_words(*picture)) : std::u16string(1, u'\ufffc');
}

std::u16string text_of(const Delta& content) {
  std::u16string text;
  for (const Component& component : content.components()) {
    text += component.kind == Component::Kind::kEmbed ? text_of_embed(component) : component.text;
  }
  return text;
}

/// Ends a line, moves a cursor, or turns the direction of what follows.
bool is_unprintable(char16_t unit) {
  const bool control = unit < 0x20 || (unit >= 0x7f && unit < 0xa0);
  const bool line_end = unit == 0x2028 || unit == 0x2029;
  const bool turns = (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069);
  return control || line_end || turns;
}

/// One line of UTF-8: nobody's words can be taken for a line of their own.
std::string in_one_line(std::u16string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = utf::is_high_surrogate(text[i]) && i + 1 < text.size() &&
                      utf::is_low_surrogate(text[i + 1]);
    const bool half = utf::is_high_surrogate(text[i]) || utf::is_low_surrogate(text[i]);
    if (pair) {
      ++i;
    } else if (text[i] == u'\n') {
      text[i] = u'¶';
    } else if (half || is_unprintable(text[i])) {
      text[i] = u'\ufffd';
    }
  }
  return utf::to_wtf8(text);
}

std::string shown_name(const Byline& author) {
  return in_one_line(
      utf::to_utf16(author.name.empty() ? "Somebody (" + author.id + ")" : author.name));
}

std::string quoted(const Delta& content) {
  std::u16string text = text_of(content);
  if (text.size() > kPassageMost) {
    std::size_t head = kPassageMost / 2;
    std::size_t tail = text.size() - kPassageMost / 2;
    head -= utf::is_high_surrogate(text[head - 1]) ? 1 : 0;  // no pair is cut
    tail += utf::is_low_surrogate(text[tail]) ? 1 : 0;
    text = text.substr(0, head) + u" … " + text.substr(tail);
  }
  return "“" + in_one_line(std::move(text)) + "”";
}

/// Follows the text to know under which heading it is.
class Sections {
 public:
  void pass(const Delta& content) {
    for (const Component& component : content.components()) {
      if (component.kind == Component::Kind::kEmbed) {
        continue;
      }
      const bool is_heading =
          component.attributes != nullptr && component.attributes->contains("header");
      for (const char16_t unit : component.text) {
        if (unit != u'\n') {
          line_ += unit;
          continue;
        }
        if (is_heading) {
          section_ = line_;
        }
        line_.clear();
      }
    }
  }
  [[nodiscard]] std::string name() const { return in_one_line(section_); }

 private:
  std::u16string line_;
  std::u16string section_;
};

std::string what_changed(const Attributes& before, const Attributes& after) {
  const Attributes change = history::attributes_change(before, after);
  std::string what;
  if (change != nullptr) {
    for (const auto& [key, value] : change->items()) {
      what += what.empty() ? "" : ", ";
      what += (value.is_null() ? "no " : "") + in_one_line(utf::to_utf16(key));
    }
  }
  return what;
}

std::string sentence(const Change& change, const std::vector<Byline>& authors) {
  const std::string who = shown_name(authors[change.by]);
  const std::string words = quoted(change.content);
  if (change.move != 0) {
    const std::string number = std::to_string(change.move);
    return change.kind == ChangeKind::kDeleted
               ? who + " moved " + words + " away (move " + number + ")"
               : who + " put " + words + " here (move " + number + ")";
  }
  if (change.kind == ChangeKind::kInserted) {
    return who + " inserted " + words;
  }
  if (change.kind == ChangeKind::kReformatted) {
    return who + " formatted " + words + " as " + what_changed(change.before, change.after);
  }
  std::string writers;
  for (const history::AuthorIndex writer : change.written_by) {
    writers += (writers.empty() ? "" : " and ") + shown_name(authors[writer]);
  }
  return who + " deleted " + words + ", written by " + writers;
}

std::string when(const History& history, const Change& change) {
  const std::string first = minute(history.timeline().time_of(change.first));
  const std::string last = minute(history.timeline().time_of(change.last));
  return first == last ? first : first + " to " + last;
}

/// Tells changes in sentences, those in tables and notes after what is around them.
class Sentences {
 public:
  Sentences(const History& history, const std::vector<Byline>& authors, std::string& out)
      : history_(history), authors_(authors), out_(out) {}

  [[nodiscard]] std::size_t count() const { return count_; }

  /// `where`: " in a note", or empty for the text of the paper.
  void tell(const std::vector<Change>& changes, const std::string& where) {
    for (const Change& change : changes) {
      if (where.empty() && change.kind != ChangeKind::kDeleted) {
        sections_.pass(change.content);
      }
      if (change.inside != nullptr) {
        tell_inside(*change.inside);
      } else if (change.kind != ChangeKind::kKept) {
        add(sentence(change, authors_) + where, change);
      }
    }
  }

 private:
  void tell_inside(const EmbedDifference& inside) {
    tell(inside.content, " in a note");
    tell_lines(inside.rows, "row");
    tell_lines(inside.columns, "column");
    for (const CellDifference& cell : inside.cells) {
      const std::string where = " in row " + std::to_string(cell.row + 1) + ", column " +
                                std::to_string(cell.column + 1) + " of a table";
      tell(cell.changes, where);
      if (!ot::rich_text::same(cell.before, cell.after)) {
        Change change;
        change.first = change.last = cell.last;
        add(shown_name(authors_[cell.by]) + " marked the cell" + where, change);
      }
    }
  }

  void tell_lines(const std::vector<Change>& lines, const std::string& line) {
    std::size_t at = 0;
    for (const Change& change : lines) {
      const std::size_t first = at + 1;
      at += change.content.inserted_length();
      if (change.kind == ChangeKind::kKept) {
        continue;
      }
      const std::string_view verb = change.kind == ChangeKind::kInserted  ? " inserted "
                                    : change.kind == ChangeKind::kDeleted ? " deleted "
                                                                          : " changed ";
      std::string numbers = line + " " + std::to_string(first);
      numbers += at > first ? " to " + std::to_string(at) : "";
      add(shown_name(authors_[change.by]) + std::string(verb) + numbers + " of a table", change);
    }
  }

  void add(const std::string& sentence, const Change& change) {
    out_ += std::to_string(++count_) + ". " + sentence;
    if (const std::string section = sections_.name(); !section.empty()) {
      out_ += ", in “" + section + "”";
    }
    out_ += ", " + when(history_, change) + "\n";
  }

  const History& history_;
  const std::vector<Byline>& authors_;
  std::string& out_;
  Sections sections_;
  std::size_t count_{0};
};

Delta with_mark(const Delta& content, const Attributes& mark);

EmbedChange with_mark(const EmbedChange& content, const Attributes& mark) {
  if (const auto* note = std::get_if<ot::rich_text::Note>(&content.content)) {
    return {ot::rich_text::Note{with_mark(note->content, mark)}};
  }
  ot::rich_text::Table table = std::get<ot::rich_text::Table>(content.content);
  table.rows = with_mark(table.rows, mark);
  table.columns = with_mark(table.columns, mark);
  for (auto& [place, cell] : table.cells) {
    cell.content = with_mark(cell.content, mark);
  }
  return {std::move(table)};
}

/// Lays a mark over all units, also over those inside of tables and notes: a writer's own attribute
/// of that name is gone everywhere.
Delta with_mark(const Delta& content, const Attributes& mark) {
  Delta marked;
  for (Component component : content.components()) {
    const auto inside =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    if (inside != nullptr) {
      component.embed = to_embed(with_mark(*inside, mark));
    }
    component.attributes = ot::rich_text::compose(component.attributes, mark, false);
    marked.push(std::move(component));
  }
  return marked;
}

/// Makes one document of a difference: deleted units where they were, and each marked as changed.
class Marks {
 public:
  Marks(const History& history, const std::vector<Byline>& authors)
      : history_(history), authors_(authors) {}

  [[nodiscard]] Delta marked(const std::vector<Change>& changes) const {
    Delta both;
    for (const Change& change : changes) {
      if (change.inside != nullptr) {
        const Component& embed = change.content.components().front();
        both.push(Component::insert_embed(
            to_embed(marked(*change.inside)),
            ot::rich_text::compose(embed.attributes, mark_of(change), false)));
        continue;
      }
      const Delta content = with_mark(change.content, mark_of(change));
      for (const Component& component : content.components()) {
        both.push(component);
      }
    }
    return both;
  }

 private:
  /// A table has the rows and columns of both versions.
  [[nodiscard]] EmbedChange marked(const EmbedDifference& inside) const {
    if (inside.rows.empty() && inside.columns.empty()) {
      return {ot::rich_text::Note{marked(inside.content)}};
    }
    ot::rich_text::Table table{marked(inside.rows), marked(inside.columns), {}};
    for (const CellDifference& cell : inside.cells) {
      table.cells[{cell.row, cell.column}] = {marked(cell.changes), cell.after};
    }
    return {std::move(table)};
  }

  [[nodiscard]] Attributes mark_of(const Change& change) const {
    json::Value mark = {{markup::kChangeAttribute, nullptr}};
    if (change.kind != ChangeKind::kKept && change.kind != ChangeKind::kEdited) {
      const std::string_view verb = change.kind == ChangeKind::kDeleted    ? "deleted"
                                    : change.kind == ChangeKind::kInserted ? "inserted"
                                                                           : "formatted";
      mark = {{markup::kChangeAttribute,
               {{"kind", verb},
                {"title", std::string(verb) + " by " + shown_name(authors_[change.by]) + ", " +
                              when(history_, change)}}}};
    }
    return std::make_shared<const json::Value>(std::move(mark));
  }

  const History& history_;
  const std::vector<Byline>& authors_;
};

}  // namespace

std::string difference_in_words(const History& history, const Difference& difference,
                                std::uint64_t from, std::uint64_t to,
                                const std::vector<Byline>& authors) {
  std::string out =
      "From version " + std::to_string(from) + " to version " + std::to_string(to) + "\n";
  Sentences sentences(history, authors, out);
  sentences.tell(difference.changes, "");
  return out + (sentences.count() == 0 ? "Nothing differs.\n" : "");
}

std::string difference_as_html(const History& history, const Difference& difference,
                               const std::vector<Byline>& authors) {
  return markup::to_html(Marks(history, authors).marked(difference.changes),
                         {.with_changes = true});
}

}  // namespace plenary::server
