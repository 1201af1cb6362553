#include "protocol/markup/pipe_table.hpp"

#include <algorithm>

namespace plenary::markup {
namespace {

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// `|---|:-:|`, or with the crosses of Emacs, `|---+---|`.
bool is_dashes(std::string_view line) {
  return line.find_first_not_of("|-:+ \t") == std::string_view::npos &&
         line.find('|') != std::string_view::npos && line.find('-') != std::string_view::npos;
}

bool is_bar(std::string_view line, std::size_t at) {
  return line[at] == '|' && (at == 0 || line[at - 1] != '\\');
}

}  // namespace

std::size_t find_pipe_table(std::string_view paragraph) {
  std::size_t before = std::string_view::npos;  // where the line before begins
  bool before_has_bar = false;
  for (std::size_t at = 0; at < paragraph.size();) {
    const std::size_t end = std::min(paragraph.find('\n', at), paragraph.size());
    const std::string_view line = paragraph.substr(at, end - at);
    if (before_has_bar && is_dashes(line)) {
      return before;
    }
    before = at;
    before_has_bar = line.find('|') != std::string_view::npos;
    at = end + 1;
  }
  return std::string_view::npos;
}

std::vector<std::string> pipe_cells(std::string_view line) {
  line = trimmed(line);
  line.remove_prefix(line.starts_with('|') ? 1 : 0);
  if (!line.empty() && is_bar(line, line.size() - 1)) {
    line.remove_suffix(1);
  }
  std::vector<std::string> cells(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_bar(line, i)) {
      cells.emplace_back();
    } else {
      if (line[i] == '|') {
        cells.back().pop_back();  // its backslash
      }
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) {
    cell = std::string(trimmed(cell));
  }
  return cells;
}

std::vector<bool> right_aligned(std::string_view dashes) {
  std::string bars(dashes);
  std::replace(bars.begin(), bars.end(), '+', '|');
  std::vector<bool> out;
  for (const std::string& cell : pipe_cells(bars)) {
    out.push_back(cell.ends_with(':') && !cell.starts_with(':'));
  }
  return out;
}

}  // namespace plenary::markup
