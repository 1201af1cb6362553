#include "protocol/ot/rich_text/embed_change.hpp"

#include <type_traits>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::ot::rich_text {
namespace {

template <class Content>
bool read_kind(json::Reader& reader, std::string_view name, EmbedChange& change) {
  if (name != Content::kName) {
    return false;
  }
  read(reader, change.content.emplace<Content>());
  return true;
}

/// Calls `with(a, b)` if both are of one kind; else null.
template <class With>
ChangeRef of_one_kind(const ChangeRef& a, const ChangeRef& b, With with) {
  if (a == nullptr || b == nullptr || a->content.index() != b->content.index()) {
    return nullptr;
  }
  return std::visit(
      [&](const auto& first) {
        using Content = std::remove_cvref_t<decltype(first)>;
        return std::make_shared<const EmbedChange>(
            EmbedChange{with(first, std::get<Content>(b->content))});
      },
      a->content);
}

std::size_t count_inside(const Note& note) {
  return count_components(note.content);
}

std::size_t count_inside(const Table& table) {
  std::size_t count = count_components(table.rows) + count_components(table.columns);
  for (const auto& [place, cell] : table.cells) {
    count += 1 + count_components(cell.content);
  }
  return count;
}

std::size_t memory_inside(const Note& note) {
  return sizeof(EmbedChange) + memory_of(note.content);
}

std::size_t memory_inside(const Table& table) {
  std::size_t bytes = sizeof(EmbedChange) + memory_of(table.rows) + memory_of(table.columns);
  for (const auto& [place, cell] : table.cells) {
    bytes += sizeof(place) + sizeof(cell) + memory_of(cell.content);
  }
  return bytes;
}

}  // namespace

std::size_t memory_of(const Delta& delta) {
  std::size_t bytes = 0;
  for (const Component& component : delta.components()) {
    bytes += sizeof(component) + component.text.size() * sizeof(char16_t);
    if (component.change != nullptr) {
      bytes += std::visit([](const auto& content) { return memory_inside(content); },
                          component.change->content);
    }
  }
  return bytes;
}

std::size_t count_components(const Delta& delta) {
  std::size_t count = delta.components().size();
  for (const Component& component : delta.components()) {
    if (component.change != nullptr) {
      count += std::visit([](const auto& content) { return count_inside(content); },
                          component.change->content);
    }
  }
  return count;
}

ChangeRef read_change(json::Reader& reader) {
  auto change = std::make_shared<EmbedChange>();
  int members = 0;
  std::string name;
  reader.begin_object();
  while (reader.next_member(name)) {
    ++members;
    if (!read_kind<Note>(reader, name, *change) && !read_kind<Table>(reader, name, *change)) {
      reader.fail(Errc::kBadOperation, "a retain changes an embed that has no content");
    }
  }
  if (members != 1) {
    reader.fail(Errc::kBadOperation, "a retain changes not exactly one embed");
  }
  return reader.failed() ? nullptr : change;
}

Result<ChangeRef> change_from_value(const json::Value& value) {
  const std::string text = json::to_string(value);
  json::Reader reader(text);
  ChangeRef change = read_change(reader);
  if (const auto done = reader.finish(); !done) {
    return done.error();
  }
  return change;
}

void append(std::string& out, const EmbedChange& change) {
  std::visit(
      [&](const auto& content) {
        out += "{\"";
        out += content.kName;
        out += "\":";
        append(out, content);
        out.push_back('}');
      },
      change.content);
}

EmbedValue to_embed(const EmbedChange& content) {
  std::string text;
  append(text, content);
  Result<json::Value> value = json::parse(text);
  PLENARY_ASSERT(value.has_value(), "an embed is written as JSON");
  return std::make_shared<const json::Value>(*std::move(value));
}

ChangeRef content_of(const json::Value& embed) {
  const bool may_be = embed.is_object() && embed.size() == 1 &&
                      (embed.begin().key() == Note::kName || embed.begin().key() == Table::kName);
  if (!may_be) {
    return nullptr;
  }
  const Result<ChangeRef> content = change_from_value(embed);
  const bool is_content = content && std::visit([](const auto& kind) { return kind.is_document(); },
                                                (*content)->content);
  return is_content ? *content : nullptr;
}

ChangeRef compose(const ChangeRef& a, const ChangeRef& b) {
  const ChangeRef both = of_one_kind(
      a, b, [](const auto& first, const auto& second) { return compose(first, second, true); });
  return both != nullptr ? both : a;
}

EmbedValue compose(const EmbedValue& embed, const ChangeRef& change) {
  const ChangeRef changed =
      of_one_kind(content_of(*embed), change,
                  [](const auto& base, const auto& over) { return compose(base, over, false); });
  return changed != nullptr ? to_embed(*changed) : embed;
}

ChangeRef transform(const ChangeRef& op, const ChangeRef& over, Priority priority) {
  const ChangeRef moved = of_one_kind(op, over, [priority](const auto& mine, const auto& theirs) {
    return transform(mine, theirs, priority);
  });
  return moved != nullptr ? moved : op;
}

ChangeRef invert(const ChangeRef& op, const EmbedValue& base) {
  return op == nullptr || base == nullptr
             ? nullptr
             : of_one_kind(op, content_of(*base), [](const auto& change, const auto& before) {
                 return invert(change, before);
               });
}

}  // namespace plenary::ot::rich_text
