#include <algorithm>

#include "protocol/markup/source_table.hpp"

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

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::optional<SourceTable> find_table(std::string_view paragraph) {
  std::optional<SourceTable> table = find_pipe_table(paragraph);
  return table ? table : find_grid_table(paragraph);
}

std::optional<SourceTable> find_pipe_table(std::string_view paragraph) {
  std::string_view rest = paragraph;
  std::string_view header;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (header.find('|') == std::string_view::npos || !is_dashes(line)) {
      header = line;
      continue;
    }
    SourceTable table;
    table.at = static_cast<std::size_t>(header.data() - paragraph.data());
    table.bytes = paragraph.size() - table.at;
    table.headers = pipe_cells(header);
    table.right_aligned = right_aligned(line);
    while (!rest.empty() && table.rows.size() <= kTableRowsMax) {
      table.rows.push_back(pipe_cells(next_line(rest)));
    }
    return table;
  }
  return std::nullopt;
}

std::vector<std::string> pipe_cells(std::string_view line) {
  line = trimmed(line);
  line.remove_prefix(line.starts_with('|') ? 1 : 0);
  if (!line.empty() && is_bar(line, line.size() - 1)) {
    line.remove_suffix(1);
  }
  std::vector<std::string> cells(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_bar(line, i) && cells.size() <= kTableColumnsMax) {
      cells.emplace_back();
    } else {
      if (line[i] == '|' && !is_bar(line, i)) {
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
