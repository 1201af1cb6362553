#include "protocol/markup/markdown_source.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "protocol/markup/cmark.hpp"

namespace plenary::markup {
namespace {

std::string clean_source(std::string_view bytes) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (bytes.starts_with(kMark)) {
    bytes.remove_prefix(kMark.size());
  }
  std::string out;
  out.reserve(bytes.size() + 1);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') {
      continue;
    }
    if (c == '\r' || c == '\f' || c == '\v') {
      out += '\n';
    } else if (c == '\0') {
      out += "\xef\xbf\xbd";
    } else if (static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t' || c == '\n') {
      out += c;
    }
  }
  if (out.empty() || out.back() != '\n') {
    out += '\n';
  }
  return out;
}

void for_each_line(std::string_view text, const std::function<void(std::string_view)>& visit) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    visit(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The length of the list or quote marker at `at`, without white space; 0 if there is none.
std::size_t marker_length(std::string_view line, std::size_t at) {
  if (line[at] == '>') {
    return 1;
  }
  std::size_t end = at;
  if (line[at] == '-' || line[at] == '+' || line[at] == '*') {
    end = at + 1;
  } else {
    while (end < line.size() && end - at < 9 && is_digit(line[end])) {
      ++end;
    }
    if (end == at || end == line.size() || (line[end] != '.' && line[end] != ')')) {
      return 0;
    }
    ++end;
  }
  return end == line.size() || is_blank(line[end]) ? end - at : 0;
}

/// True for `* * *` and its like: a rule, not lists in lists.
bool is_rule(std::string_view rest) {
  const char first = rest.front();
  const auto fits = [first](char c) { return c == first || is_blank(c); };
  return (first == '-' || first == '*') && std::all_of(rest.begin(), rest.end(), fits) &&
         std::count(rest.begin(), rest.end(), first) >= 3;
}

/// Copies a line with at most kMaxMarkers markers and kMaxIndentColumns of white space before its
/// text.
void append_bounded_line(std::string& out, std::string_view line) {
  std::size_t at = 0;
  int columns = 0;
  int markers = 0;
  while (at < line.size()) {
    if (is_blank(line[at])) {
      columns += line[at] == '\t' ? 4 : 1;
      if (columns <= kMaxIndentColumns) {
        out += line[at];
      }
      ++at;
      continue;
    }
    const std::size_t length = marker_length(line, at);
    if (length == 0 || (markers == 0 && is_rule(line.substr(at)))) {
      break;
    }
    if (++markers > kMaxMarkers) {
      out += line.substr(at, length - 1);
      out += '\\';
      at += length - 1;
      break;
    }
    out += line.substr(at, length);
    at += length;
  }
  out += line.substr(at);
}

std::string bound_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_line(text, [&](std::string_view line) {
    append_bounded_line(out, line);
    out += '\n';
  });
  return out;
}

std::string bound_images(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  int images = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\n';
    if (text[i] == '\n' && next == '\n') {
      images = 0;
    } else if (text[i] == '!' && next == '[' && ++images > kMaxImages) {
      out += '\\';
    }
    out += text[i];
  }
  return out;
}

/// `[label]:` at the start of a line, behind markers of quotes and lists.
struct Definition {
  std::size_t at{0};  // of the bracket, in the line
  std::string label;  // as the library compares them
};

constexpr std::size_t kMaxLabelBytes = 999;

std::string fold(std::string_view label) {
  std::string out;
  for (const char c : label) {
    if (is_blank(c)) {
      if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  while (!out.empty() && out.back() == ' ') {
    out.pop_back();
  }
  return out;
}

std::optional<Definition> definition_in(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t>-+*0123456789.)");
  if (at == std::string_view::npos || line[at] != '[') {
    return std::nullopt;
  }
  const std::size_t end = line.find_first_of("[]", at + 1);
  const bool closes = end != std::string_view::npos && line[end] == ']' && end + 1 < line.size() &&
                      line[end + 1] == ':' && end - at <= kMaxLabelBytes;
  if (!closes) {
    return std::nullopt;
  }
  return Definition{at, fold(line.substr(at + 1, end - at - 1))};
}

/// Every label between brackets that is not a definition.
std::set<std::string> labels_referred_to(std::string_view text) {
  std::set<std::string> labels;
  for_each_line(text, [&](std::string_view line) {
    const std::optional<Definition> definition = definition_in(line);
    std::size_t from = definition ? definition->at + 1 : 0;
    while ((from = line.find('[', from)) != std::string_view::npos) {
      const std::size_t end = line.find_first_of("[]", from + 1);
      if (end == std::string_view::npos) {
        return;
      }
      if (line[end] == ']' && end - from <= kMaxLabelBytes) {
        labels.insert(fold(line.substr(from + 1, end - from - 1)));
      }
      from = end;
    }
  });
  return labels;
}

/// For each line of the source, whether it is code or raw HTML, where a backslash would be seen.
std::vector<bool> verbatim_lines(std::string_view text) {
  std::vector<bool> verbatim(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) +
                             2);
  const Tree tree = parse(text);
  const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk(cmark_iter_new(tree.get()),
                                                                     &cmark_iter_free);
  while (cmark_iter_next(walk.get()) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(walk.get());
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
      const int last =
          std::min(cmark_node_get_end_line(node), static_cast<int>(verbatim.size()) - 1);
      for (int line = std::max(cmark_node_get_start_line(node), 1); line <= last; ++line) {
        verbatim[static_cast<std::size_t>(line)] = true;
      }
    }
  }
  return verbatim;
}

std::string keep_unused_definitions(std::string text) {
  bool any = false;
  for_each_line(text, [&](std::string_view line) { any = any || definition_in(line).has_value(); });
  if (!any) {
    return text;
  }
  const std::set<std::string> used = labels_referred_to(text);
  const std::vector<bool> verbatim = verbatim_lines(text);
  std::string out;
  out.reserve(text.size());
  std::size_t number = 0;
  for_each_line(text, [&](std::string_view line) {
    ++number;
    const std::optional<Definition> definition = definition_in(line);
    const bool keep = definition && !verbatim[number] &&
                      (definition->label.starts_with('^') || !used.contains(definition->label));
    if (keep) {
      out += line.substr(0, definition->at);
      out += '\\';
      line.remove_prefix(definition->at);
    }
    out += line;
    out += '\n';
  });
  return out;
}

}  // namespace

std::string prepare(std::string_view utf8) {
  return keep_unused_definitions(bound_images(bound_lines(clean_source(utf8))));
}

}  // namespace plenary::markup
