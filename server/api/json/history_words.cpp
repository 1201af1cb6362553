#include "server/api/json/history_words.hpp"

#include "protocol/base/utf.hpp"
#include "protocol/history/attributes_at.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using history::Attributes;
using history::Change;
using history::ChangeKind;
using history::Delta;
using history::Difference;
using history::History;
using ot::rich_text::Component;

/// Longer passages are told by their beginning and end. UTF-16 units.
constexpr std::size_t kPassageMost = 160;

/// "2026-11-22 14:03 UTC"
std::string minute(Timestamp time) {
  std::string text = to_rfc3339(time).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

std::u16string text_of(const Delta& content) {
  std::u16string text;
  for (const Component& component : content.components()) {
    text +=
        component.kind == Component::Kind::kEmbed ? std::u16string(1, u'\ufffc') : component.text;
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

}  // namespace

std::string difference_in_words(const History& history, const Difference& difference,
                                std::uint64_t from, std::uint64_t to,
                                const std::vector<Byline>& authors) {
  std::string out =
      "From version " + std::to_string(from) + " to version " + std::to_string(to) + "\n";
  Sections sections;
  std::size_t number = 0;
  for (const Change& change : difference.changes) {
    if (change.kind != ChangeKind::kDeleted) {
      sections.pass(change.content);
    }
    if (change.kind == ChangeKind::kKept) {
      continue;
    }
    out += std::to_string(++number) + ". " + sentence(change, authors);
    if (const std::string section = sections.name(); !section.empty()) {
      out += ", in “" + section + "”";
    }
    out += ", " + when(history, change) + "\n";
  }
  return out + (number == 0 ? "Nothing differs.\n" : "");
}

std::string difference_as_html(const History& history, const Difference& difference,
                               const std::vector<Byline>& authors) {
  Delta both;
  for (const Change& change : difference.changes) {
    // A document may have such an attribute of its own.
    auto mark =
        std::make_shared<const json::Value>(json::Value{{markup::kChangeAttribute, nullptr}});
    if (change.kind != ChangeKind::kKept) {
      const std::string_view verb = change.kind == ChangeKind::kDeleted    ? "deleted"
                                    : change.kind == ChangeKind::kInserted ? "inserted"
                                                                           : "formatted";
      mark = std::make_shared<const json::Value>(
          json::Value{{markup::kChangeAttribute,
                       {{"kind", verb},
                        {"title", std::string(verb) + " by " + shown_name(authors[change.by]) +
                                      ", " + when(history, change)}}}});
    }
    for (Component component : change.content.components()) {
      component.attributes = ot::rich_text::compose(component.attributes, mark, false);
      both.push(std::move(component));
    }
  }
  return markup::to_html(both, {.with_changes = true});
}

}  // namespace plenary::server
