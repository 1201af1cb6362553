#include "protocol/markup/html_inlines.hpp"

#include <utility>

namespace plenary::markup {
namespace {

class HtmlRuns {
 public:
  HtmlRuns(std::string& out, const HtmlOptions& options, std::string_view soft_break)
      : out_(out), options_(options), soft_break_(soft_break) {}

  void write(std::span<const Run> runs) {
    SharedText link;  // of the `a` that is open
    for (const Run& run : runs) {
      if (run.style.link != link) {
        out_ += link.empty() ? "" : "</a>";
        link = run.style.link;
        begin_link(link);
      }
      write_run(run);
    }
    out_ += link.empty() ? "" : "</a>";
  }

 private:
  void begin_link(const SharedText& link) {
    if (!link.empty()) {
      out_ += "<a href=\"";
      append_escaped(out_, link.view());
      out_ += "\" rel=\"";
      append_escaped(out_, options_.link_rel);
      out_ += "\">";
    }
  }

  void write_run(const Run& run) {
    const InlineStyle& style = run.style;
    std::string close = begin_change(out_, style.fate, style.fate_title, options_);
    const auto open = [&](bool wanted, const char* element) {
      if (wanted) {
        out_ += std::string("<") + element + '>';
        close.insert(0, std::string("</") + element + '>');
      }
    };
    open(style.strike, "s");
    open(style.underline, "u");
    open(style.bold, "strong");
    open(style.italic, "em");
    open(style.script == Script::kSub, "sub");
    open(style.script == Script::kSuper, "sup");
    open(style.code, "code");
    if (style.picture != nullptr) {
      write_picture(*style.picture);
    } else {
      style.note > 0 ? write_note(style.note) : write_words(run.text);
    }
    out_ += close;
  }

  void write_words(std::string_view words) {
    for (std::size_t end = words.find(kSoftBreak); end != std::string_view::npos;
         end = words.find(kSoftBreak)) {
      append_escaped(out_, words.substr(0, end));
      out_ += soft_break_;
      words.remove_prefix(end + kSoftBreak.size());
    }
    append_escaped(out_, words);
  }

  void write_picture(const ShownPicture& picture) {
    const auto attribute = [this](const char* name, std::string_view value) {
      out_ += std::string(" ") + name + "=\"";
      append_escaped(out_, value);
      out_ += '"';
    };
    out_ += "<img";
    attribute("src", picture.address);
    attribute("alt", picture.alt.value_or(""));
    out_ += options_.exact && !picture.alt ? " data-undescribed" : "";
    for (const auto& [name, side] :
         {std::pair{"width", picture.width}, std::pair{"height", picture.height}}) {
      if (side > 0) {
        attribute(name, std::to_string(side));
      }
    }
    out_ += '>';
  }

  /// The number of a note in the text.
  void write_note(std::uint32_t note) {
    const std::string number = std::to_string(note);
    out_ += "<sup>";
    out_ += !options_.with_ids
                ? number
                : "<a id=\"" + id_of_note_reference(note) + "\" href=\"#" + id_of_note(note) +
                      "\" role=\"doc-noteref\" aria-label=\"Note " + number + "\">" + number +
                      "</a>";
    out_ += "</sup>";
  }

  std::string& out_;
  const HtmlOptions& options_;
  std::string_view soft_break_;
};

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        // Other control characters may not stand in HTML, not even escaped.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
          out += c;
        }
    }
  }
}

void append_html_runs(std::string& out, std::span<const Run> runs, const HtmlOptions& options,
                      std::string_view soft_break) {
  HtmlRuns(out, options, soft_break).write(runs);
}

std::string begin_change(std::string& out, Fate fate, const SharedText& title,
                         const HtmlOptions& options) {
  if (!options.with_changes || fate == Fate::kNone) {
    return {};
  }
  const std::string element = fate == Fate::kInserted  ? "ins"
                              : fate == Fate::kDeleted ? "del"
                                                       : "mark";
  out += '<' + element + " title=\"";
  append_escaped(out, title.view());
  out += "\">";
  return "</" + element + '>';
}

std::string id_of_note(std::size_t note) {
  return "note:" + std::to_string(note);
}

std::string id_of_note_reference(std::size_t note) {
  return "noteref:" + std::to_string(note);
}

}  // namespace plenary::markup
