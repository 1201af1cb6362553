#include "protocol/markup/lines.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/markup/line_styles.hpp"
#include "protocol/markup/safe_link.hpp"
#include "protocol/markup/shown_table.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/tables/table_view.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Note;
using ot::rich_text::Table;

/// Ready to print: valid UTF-8, no NUL, no carriage return.
std::string clean(std::u16string_view units) {
  std::u16string copy(units);
  for (std::size_t i = 0; i < copy.size(); ++i) {
    const bool pair = utf::is_high_surrogate(copy[i]) && i + 1 < copy.size() &&
                      utf::is_low_surrogate(copy[i + 1]);
    if (pair) {
      ++i;
    } else if (copy[i] == 0 || utf::is_high_surrogate(copy[i]) || utf::is_low_surrogate(copy[i])) {
      copy[i] = u'\ufffd';
    } else if (copy[i] == u'\r') {
      copy[i] = u' ';
    }
  }
  return utf::to_wtf8(copy);
}

/// The words of a cell or note on one line, for where it cannot be what it is.
void append_flat(std::u16string& out, const Delta& content) {
  for (const Component& component : content.components()) {
    if (component.kind == Component::Kind::kText) {
      out += component.text;
      continue;
    }
    const ot::rich_text::ChangeRef inner =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    if (inner == nullptr) {
      continue;
    }
    if (const auto* note = std::get_if<Note>(&inner->content)) {
      append_flat(out, note->content);
      continue;
    }
    for (const auto& [place, cell] : std::get<Table>(inner->content).cells) {
      out += u" | ";
      append_flat(out, cell.content);
    }
  }
}

std::string flat_words(const ot::rich_text::EmbedChange& embed) {
  Delta alone;
  alone.push(Component::insert_embed(ot::rich_text::to_embed(embed)));
  std::u16string words;
  append_flat(words, alone);
  std::replace(words.begin(), words.end(), u'\n', u' ');
  return clean(words);
}

/// The attributes of the line ends in a content, one after the other; null if they say nothing of
/// the line.
std::vector<Attributes> line_attributes_of(const Delta& content) {
  std::vector<Attributes> out;
  for (const Component& component : content.components()) {
    const auto lines = std::count(component.text.begin(), component.text.end(), u'\n');
    out.insert(out.end(), static_cast<std::size_t>(lines),
               format_line(component.attributes) ? component.attributes : nullptr);
  }
  return out;
}

/// What the reader of a document shares with those of its cells and notes.
struct Reading {
  const PlacePicture& place_picture;
  StyleMemory<InlineStyle, inline_style> inline_styles{};
  StyleMemory<LineStyle, line_style> line_styles{};
  std::vector<Lines> notes{};
};

}  // namespace

std::string one_line(std::string_view wtf8) {
  std::u16string units = utf::to_utf16(wtf8);
  std::replace(units.begin(), units.end(), u'\n', u' ');
  return clean(units);
}

class LineReader {
 public:
  enum class Of : std::uint8_t { kPaper, kCell, kNote };

  LineReader(Of of, Reading& reading) : of_(of), reading_(reading) {}

  Lines read(const Delta& content) {
    for (const Component& component : content.components()) {
      if (component.kind == Component::Kind::kText) {
        read_text(component);
      } else if (component.kind == Component::Kind::kEmbed && component.embed != nullptr) {
        read_embed(*component.embed, component.attributes);
      }
    }
    end_line_if_any();
    if (of_ != Of::kPaper && ends_with_empty_line(content)) {
      end_line();
    }
    const Run* run = all_.runs_.data();
    for (Line& line : all_.lines_) {
      line.runs = {run, line.runs.size()};
      run += line.runs.size();
    }
    return std::move(all_);
  }

 private:
  /// The last line of a cell or note has a line end only if that says something of the line.
  static bool ends_with_empty_line(const Delta& content) {
    const auto& components = content.components();
    return !components.empty() && components.back().text.ends_with(u'\n') &&
           !format_line(components.back().attributes);
  }

  void read_text(const Component& component) {
    const InlineStyle& style = reading_.inline_styles.of(component.attributes);
    std::u16string_view rest = component.text;
    while (!rest.empty()) {
      const std::size_t end = rest.find(u'\n');
      add(clean(rest.substr(0, end)), style);
      if (end == std::u16string_view::npos) {
        return;
      }
      line_.style = reading_.line_styles.of(component.attributes);
      end_line();
      rest.remove_prefix(end + 1);
    }
  }

  void read_embed(const json::Value& embed, const Attributes& attributes) {
    if (!embed.is_object() || embed.empty()) {
      return;
    }
    const std::string& name = embed.begin().key();
    const json::Value& value = embed.begin().value();
    if (name == "divider") {
      of_ == Of::kPaper ? add_divider(attributes) : add("* * *", {});
      return;
    }
    InlineStyle style = reading_.inline_styles.of(attributes);
    attributes_ = attributes;
    if (const ot::rich_text::ChangeRef content = ot::rich_text::content_of(embed)) {
      if (read_content(*content, style)) {
        return;
      }
    }
    if (auto picture = picture_of(embed, attributes)) {
      add_picture(*std::move(picture), style);
      return;
    }
    std::string_view shown = name;
    if (name == "image" || name == "video") {
      if (value.is_string() && safe_link(value.get_ref<const std::string&>()) &&
          utf::is_utf8(value.get_ref<const std::string&>())) {
        style.link = SharedText(value.get<std::string>());
      }
      const std::string_view alt = member_text(attributes, "alt");
      shown = alt.empty() ? shown : alt;
    }
    add("[" + one_line(shown) + "]", style);
  }

  void add_picture(ShownPicture picture, InlineStyle style) {
    if (reading_.place_picture) {
      picture.address = reading_.place_picture(picture.address);
    }
    std::string words = picture_words(picture);
    style.code = false;
    style.picture = std::make_shared<const ShownPicture>(std::move(picture));
    add(std::move(words), style);
  }

  void add_divider(const Attributes& attributes) {
    end_line_if_any();
    line_.divider = true;
    set_fate(reading_.inline_styles.of(attributes));
    end_line();
  }

  void set_fate(const InlineStyle& style) {
    line_.style.fate = style.fate;
    line_.style.fate_title = style.fate_title;
  }

  /// False if it is a change and no content.
  bool read_content(const ot::rich_text::EmbedChange& embed, const InlineStyle& style) {
    const auto* note = std::get_if<Note>(&embed.content);
    const auto* table = std::get_if<Table>(&embed.content);
    if (note != nullptr ? !note->is_document() : !table->is_document()) {
      return false;
    }
    if (note != nullptr && of_ != Of::kNote) {
      add_note(*note, style);
    } else if (table != nullptr && of_ == Of::kPaper) {
      end_line_if_any();
      add_table(*table);
      line_.style.marks = line_style(attributes_).marks;
      set_fate(style);
      end_line();
    } else {
      add((note != nullptr ? " [" : "") + flat_words(embed) + (note != nullptr ? "]" : ""), style);
    }
    return true;
  }

  void add_note(const Note& note, const InlineStyle& around) {
    reading_.notes.emplace_back();
    InlineStyle style = around;
    style.link = SharedText();
    style.code = false;
    style.note = static_cast<std::uint32_t>(reading_.notes.size());
    reading_.notes.back() = LineReader(Of::kNote, reading_).read(note.content);
    add(std::to_string(style.note), style);
  }

  void add_table(const Table& table) {
    auto shown = std::make_unique<ShownTable>();
    for (const Component& column : table.columns.components()) {
      const tables::ColumnKind kind = tables::kind_named(member_text(column.attributes, "kind"));
      shown->columns.push_back({.name = one_line(member_text(column.attributes, "name")),
                                .of_numbers = kind == tables::ColumnKind::kNumber,
                                .attributes = column.attributes});
    }
    const auto take_id = [&shown](const Component& line) {
      const json::Value* const id =
          line.embed == nullptr ? nullptr : json::find_member(*line.embed, "id");
      shown->ids.push_back(id != nullptr && id->is_string() ? id->get<std::string>() : "");
    };
    const std::vector<std::size_t> order = tables::shown_order(table.rows);
    for (const Component& column : table.columns.components()) {
      take_id(column);
    }
    for (std::size_t row = 0; row < order.size(); ++row) {
      shown->rows.push_back(table.rows.components()[order[row]].attributes);
      take_id(table.rows.components()[order[row]]);
      for (auto cell = table.cells.lower_bound({order[row], 0});
           cell != table.cells.end() && cell->first.first == order[row]; ++cell) {
        ShownTable::Cell& copy = shown->cells[{row, cell->first.second}];
        copy.lines = LineReader(Of::kCell, reading_).read(cell->second.content);
        copy.line_attributes = line_attributes_of(cell->second.content);
        copy.attributes = cell->second.attributes;
      }
    }
    line_.table = shown.get();
    all_.tables_.push_back(std::move(shown));
  }

  void add(std::string text, const InlineStyle& style) {
    if (text.empty()) {
      return;
    }
    std::vector<Run>& runs = all_.runs_;
    if (runs.size() > line_begin_ && runs.back().style == style) {
      runs.back().text += text;
    } else {
      runs.push_back({std::move(text), style});
    }
  }

  void end_line() {
    // Runs still move while their vector grows: only the number of them is right until take().
    line_.runs = {all_.runs_.data(), all_.runs_.size() - line_begin_};
    line_begin_ = all_.runs_.size();
    all_.lines_.push_back(std::move(line_));
    line_ = Line{};
  }

  void end_line_if_any() {
    if (all_.runs_.size() > line_begin_) {
      end_line();
    }
  }

  Of of_;
  Attributes attributes_;  // of the embed at hand
  Reading& reading_;
  Lines all_;
  Line line_;
  std::size_t line_begin_{0};  // the first run of the line at hand
};

Lines::Lines() = default;
Lines::Lines(Lines&&) noexcept = default;
Lines& Lines::operator=(Lines&&) noexcept = default;
Lines::~Lines() = default;

Lines lines_of(const ot::rich_text::Delta& document, const PlacePicture& place) {
  Reading reading{.place_picture = place};
  Lines lines = LineReader(LineReader::Of::kPaper, reading).read(document);
  lines.notes_ = std::move(reading.notes);
  return lines;
}

bool is_blank(const Line& line) {
  return !line.divider && line.table == nullptr &&
         std::all_of(line.runs.begin(), line.runs.end(), [](const Run& run) {
           std::string_view rest = run.text;
           while (!rest.empty()) {
             rest.remove_prefix(std::min(rest.find_first_not_of(" \t\v\f"), rest.size()));
             if (!rest.starts_with(kSoftBreak)) {
               return rest.empty();
             }
             rest.remove_prefix(kSoftBreak.size());
           }
           return true;
         });
}

bool is_language(std::string_view name) {
  constexpr std::size_t kLongest = 32;
  return !name.empty() && name.size() <= kLongest &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '#' || c == '.' || c == '_' || c == '-';
         });
}

}  // namespace plenary::markup
