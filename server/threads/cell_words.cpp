#include "server/threads/cell_words.hpp"

#include <optional>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/tables/table_view.hpp"
#include "protocol/threads/limits.hpp"
#include "server/threads/places.hpp"

namespace plenary::server {
namespace {

using ot::rich_text::Table;

Error no_such_part() {
  return {Errc::kNotApplicable, "There is no such row or column in a table at this place"};
}

std::u16string words_at(const Table& table, std::size_t row, std::size_t column) {
  const auto found = table.cells.find({row, column});
  return found == table.cells.end() ? std::u16string() : tables::plain_text(found->second.content);
}

}  // namespace

Result<std::string> words_of_cell(const text::Rope& rope, anchor::Range range,
                                  const threads::CellName& cell) {
  const text::EmbedContent* const embed =
      range.length() == 1 ? rope.embed_at(range.start) : nullptr;
  const auto content = embed == nullptr ? nullptr : ot::rich_text::content_of(*embed->json());
  const auto* table = content == nullptr ? nullptr : std::get_if<Table>(&content->content);
  if (table == nullptr) {
    return no_such_part();
  }
  const auto columns = tables::view_of(*table).columns;
  const auto row = tables::place_of(table->rows, cell.row);
  const auto column = tables::place_of(table->columns, cell.column);
  const bool is_any = row || column;
  if (!is_any || (!row && !cell.row.empty()) || (!column && !cell.column.empty())) {
    return no_such_part();
  }
  if (!row) {
    return quote_of(utf::to_utf16(columns[*column].name));
  }
  if (column) {
    return quote_of(words_at(*table, *row, *column));
  }
  std::u16string words;
  for (std::size_t at = 0; at < columns.size() && words.size() <= threads::kMaxQuoteBytes; ++at) {
    const std::u16string more = words_at(*table, *row, at);
    words += (words.empty() || more.empty() ? u"" : u" | ") + more;
  }
  return quote_of(std::move(words));
}

}  // namespace plenary::server
