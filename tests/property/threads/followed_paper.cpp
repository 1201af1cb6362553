#include "tests/property/threads/followed_paper.hpp"

#include <utility>

#include <gtest/gtest.h>

#include "server/documents/document_state.hpp"
#include "server/threads/inner_ranges.hpp"

namespace plenary::server {
namespace {

void add_begun(Places& places, const std::vector<threads::Anchor>& anchors) {
  for (threads::Number id = 0; id < anchors.size(); ++id) {
    const threads::Anchor& anchor = anchors[id];
    if (anchor.version != places.version()) {
      continue;
    }
    const anchor::Range range{anchor.index, anchor.index + anchor.length};
    if (anchor.inside) {
      const std::size_t start = anchor.inside->index;
      const InnerName name{anchor.cell, {start, start + anchor.inside->length}};
      EXPECT_TRUE(places.add(id, range, &name));
    } else {
      EXPECT_TRUE(places.add(id, range));
    }
  }
}

}  // namespace

void append_to_log(storage::KeyValueStore& store, const DocumentKey& key, storage::OpKind kind,
                   std::string body) {
  const Version at = store.head(key)->version;
  storage::Append added{
      key, at, {{at, kind, {1000}, "a", "", {at.value + 1}, std::move(body), {}}}, {}};
  ASSERT_TRUE(store.append({&added, 1}).front());
}

Places fold_to(storage::KeyValueStore& store, const DocumentKey& paper,
               const std::vector<threads::Anchor>& anchors, Version version) {
  Places places({}, {});
  const auto read = store.read_ops(paper, {}, version, [&](storage::OpRecord&& op) {
    const auto decoded = decode_record(std::move(op), ot::TypeId::kRichText);
    EXPECT_TRUE(decoded && places.follow((*decoded)->operation));
    add_begun(places, anchors);
    return true;
  });
  EXPECT_TRUE(read);
  return places;
}

std::string shown(const std::optional<Places::Place>& place) {
  if (!place) {
    return "none";
  }
  const auto show = [](anchor::Range range) {
    return std::to_string(range.start) + "-" + std::to_string(range.end) + " ";
  };
  return show(place->range) + (place->inside ? show(*place->inside) : "") +
         (place->orphaned_at ? "orphaned at " + std::to_string(place->orphaned_at->value) : "") +
         " \"" + place->words + "\"";
}

}  // namespace plenary::server
