#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/base/assert.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "server/api/table_requests.hpp"
#include "tests/fuzz/lines.hpp"

// The first line is a document, the rest a request that changes the rows of its first table. What
// is done to it is a change that applies; asked for once more, nothing is left to do.

namespace plenary::server {
namespace {

using ot::rich_text::ChangeRef;
using ot::rich_text::EmbedChange;
using ot::rich_text::EmbedValue;
using ot::rich_text::Table;

ChangeRef first_table(std::string_view document) {
  const auto read = ot::rich_text::decode(document);
  if (!read || !read->delta.is_document()) {
    return nullptr;
  }
  for (const auto& component : read->delta.components()) {
    const ChangeRef content =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    if (content != nullptr && std::holds_alternative<Table>(content->content)) {
      return content;
    }
  }
  return nullptr;
}

void check(std::string_view input) {
  const ChangeRef table = first_table(fuzz::take_line(input));
  const auto edits = decode_row_edits(input);
  if (table == nullptr || !edits) {
    return;
  }
  std::uint64_t ids = 0;
  const auto new_id = [&ids] { return "new" + std::to_string(ids++); };
  const auto made = tables::edit_rows(std::get<Table>(table->content), *edits, new_id);
  if (!made) {
    return;
  }
  const EmbedValue after =
      ot::rich_text::compose(ot::rich_text::to_embed(*table),
                             std::make_shared<const EmbedChange>(EmbedChange{made->change}));
  const bool names_rows_that_stay =
      std::all_of(edits->begin(), edits->end(),
                  [](const tables::RowEdit& edit) { return edit.id && !edit.removes; });
  if (names_rows_that_stay) {
    const ChangeRef changed = ot::rich_text::content_of(*after);
    const auto again = tables::edit_rows(std::get<Table>(changed->content), *edits, new_id);
    PLENARY_ASSERT(again && again->change == Table{}, "what was asked for is done");
  }
}

}  // namespace
}  // namespace plenary::server

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::server::check(plenary::fuzz::text_of(data, size));
  return 0;
}
