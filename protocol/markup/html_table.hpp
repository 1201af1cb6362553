#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/markup/html_words.hpp"
#include "protocol/markup/source_notes.hpp"
#include "protocol/markup/table_parts.hpp"

namespace plenary::markup {

/// Reads the tables of a page. Private to this folder.
class HtmlTables {
 public:
  /// Lifetime: both outlive this. `seed`: of the ids that rows and columns get.
  HtmlTables(HtmlPage& page, SourceNotes& notes, std::uint64_t seed)
      : page_(page),
        source_notes_(notes),
        ids_(seed),
        left_(kTablesOfAnySource + page.tree.source.size() / kBytesOfATable) {}

  /// False for a table that only places what is in it: one cell, or a table in a cell.
  [[nodiscard]] bool is_table(std::uint32_t table) const;
  /// The first row names the columns. A cell over several rows or columns is divided: its words
  /// stand in the first. Null if it is too large, or there are too many. Cost: O(table).
  [[nodiscard]] ot::rich_text::EmbedValue read(std::uint32_t table);
  /// The rows of a table, and their cells.
  [[nodiscard]] std::vector<std::uint32_t> rows_of(std::uint32_t table) const;
  [[nodiscard]] std::vector<std::uint32_t> cells_of(std::uint32_t row) const;

 private:
  using Lines = std::vector<std::vector<Run>>;

  [[nodiscard]] Lines lines_of(std::uint32_t cell, bool header);
  void walk(std::uint32_t node, HtmlWords& words) const;
  void walk_block(std::uint32_t node, HtmlWords& words) const;
  [[nodiscard]] std::string name_of(std::uint32_t cell);
  [[nodiscard]] ot::rich_text::Delta content_of(std::uint32_t cell);
  bool read_rows(const std::vector<std::uint32_t>& rows, TableParts& parts);
  [[nodiscard]] std::vector<std::string> ids_said(std::uint32_t table, std::size_t count) const;

  HtmlPage& page_;
  SourceNotes& source_notes_;
  TableIds ids_;
  std::size_t left_;
};

}  // namespace plenary::markup
