#include "protocol/ot/rich_text/embed_kinds.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace plenary::ot::rich_text {
namespace {

template <class Content>
std::size_t index_of() {
  return EmbedChange{Content()}.content.index();
}

bool changes_others(const Note& note, EmbedKinds kinds) {
  return changes_others(note.content, kinds);
}

bool changes_others(const Table& table, EmbedKinds kinds) {
  return std::any_of(table.cells.begin(), table.cells.end(), [kinds](const auto& entry) {
    return changes_others(entry.second.content, kinds);
  });
}

bool is_for_others(const EmbedChange& change, EmbedKinds kinds) {
  return !kinds.has(change) ||
         std::visit([kinds](const auto& content) { return changes_others(content, kinds); },
                    change.content);
}

Note without_others(const Note& note, EmbedKinds kinds) {
  return {without_others(note.content, kinds)};
}

Table without_others(const Table& table, EmbedKinds kinds) {
  Table result = table;
  for (auto& [place, cell] : result.cells) {
    cell.content = without_others(cell.content, kinds);
  }
  return result;
}

}  // namespace

EmbedKinds EmbedKinds::named(std::string_view names) {
  Bits bits = 0;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    if (name == Note::kName) {
      bits |= static_cast<Bits>(1 << index_of<Note>());
    } else if (name == Table::kName) {
      bits |= static_cast<Bits>(1 << index_of<Table>());
    }
  }
  return EmbedKinds(bits);
}

bool changes_others(const Delta& delta, EmbedKinds kinds) {
  const auto& list = delta.components();
  return std::any_of(list.begin(), list.end(), [kinds](const Component& component) {
    return component.change != nullptr && is_for_others(*component.change, kinds);
  });
}

Delta without_others(const Delta& delta, EmbedKinds kinds) {
  std::vector<Component> result = delta.components();
  for (Component& component : result) {
    if (component.change == nullptr || !is_for_others(*component.change, kinds)) {
      continue;
    }
    component.change = kinds.has(*component.change)
                           ? std::visit(
                                 [kinds](const auto& content) {
                                   return std::make_shared<const EmbedChange>(
                                       EmbedChange{without_others(content, kinds)});
                                 },
                                 component.change->content)
                           : nullptr;
  }
  return Delta(std::move(result));
}

}  // namespace plenary::ot::rich_text
