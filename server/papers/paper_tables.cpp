#include "server/papers/paper_tables.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/tables/table_view.hpp"

namespace plenary::server {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::EmbedChange;
using ot::rich_text::Table;

const Table* as_table(const ot::rich_text::ChangeRef& content) {
  return content == nullptr ? nullptr : std::get_if<Table>(&content->content);
}

bool has_column(const Table& table, std::string_view id) {
  const std::vector<std::string> ids = tables::effective_ids(table.columns);
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

Result<PaperTable> find_table(const ot::Content& content, std::string_view name) {
  const text::Rope* const rope = content.rich_text();
  if (rope == nullptr) {
    return Error{Errc::kNotApplicable, "Only a text has tables."};
  }
  const auto number = ascii::whole_number<std::size_t>(name);
  std::size_t tables = 0;
  std::size_t position = 0;
  std::optional<PaperTable> by_column;
  text::Reader reader = rope->read();
  for (text::Piece piece; reader.next(piece); position += piece.length) {
    const auto embed = piece.embed();
    const auto held = embed == nullptr ? nullptr : ot::rich_text::content_of(*embed);
    const Table* const table = as_table(held);
    if (table == nullptr) {
      continue;
    }
    if (++tables == number) {
      return PaperTable{position, *table};
    }
    if (!by_column && has_column(*table, name)) {
      by_column = PaperTable{position, *table};
    }
  }
  if (!by_column) {
    return Error{Errc::kNotFound,
                 "The paper has no table with this number, nor one with a column "
                 "of this id. It has " +
                     std::to_string(tables) + (tables == 1 ? " table." : " tables.")};
  }
  return *std::move(by_column);
}

std::string change_of(const PaperTable& table, Table change) {
  Delta delta;
  delta.push(Component::retain(table.position));
  delta.push(
      Component::change_embed(std::make_shared<const EmbedChange>(EmbedChange{std::move(change)})));
  std::string body;
  ot::rich_text::append(body, delta);
  return body;
}

}  // namespace plenary::server
