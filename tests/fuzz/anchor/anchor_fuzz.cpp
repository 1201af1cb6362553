#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/base/assert.hpp"

// Bytes as a program: a set is made of items, then anchors come and go and a text of few letters is
// edited and taken back, so that words are found where nobody meant them. The set stays whole, and
// what it does not tell is what map() says.

namespace plenary::anchor {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : left_(bytes) {}
  [[nodiscard]] bool empty() const { return left_.empty(); }
  /// A number from 0 to n - 1; 0 at the end.
  std::size_t below(std::size_t n) {
    if (left_.empty() || n == 0) {
      return 0;
    }
    const std::size_t value = left_.front() % n;
    left_ = left_.subspan(1);
    return value;
  }

 private:
  std::span<const std::uint8_t> left_;
};

std::u16string letters(Bytes& bytes, std::size_t length) {
  std::u16string text;
  for (; length > 0; --length) {
    text.push_back(static_cast<char16_t>(u'a' + bytes.below(3)));
  }
  return text;
}

class Scene {
 public:
  explicit Scene(Bytes& bytes) : bytes_(&bytes) {
    rope_.insert(0, letters(bytes, bytes.below(24)));
    adopt_items();
  }

  void step() {
    switch (bytes_->below(8)) {
      case 0:
        return insert();
      case 1:
        static_cast<void>(anchors_.erase({bytes_->below(8)}));
        break;
      case 2:
        return reload();
      case 3:
      case 4:
        return undo();
      default:
        apply(random_op());
    }
    check_whole();
  }

 private:
  void check_whole() const {
    PLENARY_ASSERT(anchors_.check_invariants().empty(), "the set is whole");
  }

  /// A set of items as a damaged checkpoint may have them, if it is taken.
  void adopt_items() {
    std::vector<Item> items;
    std::size_t position = 0;
    for (std::size_t count = bytes_->below(12); count > 0; --count) {
      position += bytes_->below(4);
      const auto kind = static_cast<Item::Kind>(bytes_->below(3));
      const std::uint64_t orphaned_at = bytes_->below(2) == 0 ? kNever : 0;
      Item item{kind, position, {bytes_->below(4)}, 0, kNever, {}};
      if (kind == Item::Kind::kStart) {
        item.set_before = bytes_->below(3);
        item.orphaned_at = orphaned_at;
      } else if (kind == Item::Kind::kDead) {
        item.id = {};
        item.run = {letters(*bytes_, bytes_->below(4)), bytes_->below(2), orphaned_at};
      }
      items.push_back(std::move(item));
    }
    Result<AnchorSet> set = AnchorSet::from_items(items);
    if (set && position <= rope_.length()) {
      anchors_ = std::move(*set);
      check_whole();
      reload();
    }
  }

  void insert() {
    const std::size_t start = bytes_->below(rope_.length());
    const Range range{start, std::min(rope_.length(), start + bytes_->below(6))};
    const AnchorId id{bytes_->below(8)};
    const bool fits = !range.empty() && !anchors_.find(id);
    PLENARY_ASSERT(anchors_.insert(id, range).has_value() == fits, "what fits is taken");
    check_whole();
  }

  void reload() {
    const std::vector<Item> items = anchors_.items();
    anchors_ = AnchorSet::from_items(items).value();
    PLENARY_ASSERT(anchors_.items() == items, "items make the same set");
    check_whole();
  }

  Delta random_op() {
    std::vector<Component> components;
    std::size_t left = rope_.length();
    for (std::size_t parts = 1 + bytes_->below(5); parts > 0; --parts) {
      const std::size_t length = std::min(left, 1 + bytes_->below(8));
      const std::size_t kind = bytes_->below(left == 0 ? 2 : 6);
      if (kind == 0) {
        components.push_back(Component::insert(letters(*bytes_, 1 + bytes_->below(16))));
        continue;
      }
      if (kind == 1) {
        components.push_back(Component::insert_embed(
            std::make_shared<const json::Value>(json::Value{{"image", "x"}})));
        continue;
      }
      components.push_back(kind < 4 ? Component::retain(length) : Component::remove(length));
      left -= length;
    }
    return Delta(std::move(components));
  }

  void undo() {
    if (!undo_.empty()) {
      const Delta op = std::move(undo_.back());
      undo_.pop_back();
      apply(op);
      undo_.pop_back();
    }
  }

  void apply(const Delta& op) {
    undo_.push_back(rope_.invert(op).value());
    std::vector<Anchor> before;
    anchors_.for_each([&](const Anchor& anchor) { before.push_back(anchor); });
    const std::vector<Change> changes = anchors_.apply(op, rope_, Version{++version_});
    PLENARY_ASSERT(rope_.apply(op), "the op fits");
    check_whole();
    for (const Anchor& was : before) {
      check(was, op, changes);
    }
    std::size_t seen = 0;
    anchors_.visit({0, rope_.length()}, [&](const Anchor&) { ++seen; });
    PLENARY_ASSERT(seen == anchors_.size(), "the whole text shows all anchors");
  }

  void check(const Anchor& was, const Delta& op, const std::vector<Change>& changes) const {
    const Anchor anchor = anchors_.find(was.id).value();
    PLENARY_ASSERT(anchor.range.end <= rope_.length(), "anchors lie in the text");
    const auto told = std::count_if(changes.begin(), changes.end(),
                                    [&](const Change& change) { return change.id == anchor.id; });
    PLENARY_ASSERT(told <= 1, "a change is told once");
    const bool orphaned_now = anchor.orphaned() != was.orphaned();
    PLENARY_ASSERT(!orphaned_now || told == 1, "coming and going is told");
    PLENARY_ASSERT(told == 1 || anchor.orphaned() || anchor.range == map(was.range, op),
                   "what is not told is what map says");
    PLENARY_ASSERT(anchor.orphaned() || anchors_.lost_words(anchor.id).empty(),
                   "only orphans have lost words");
  }

  Bytes* bytes_;
  text::Rope rope_;
  AnchorSet anchors_;
  std::uint64_t version_{2};
  std::vector<Delta> undo_;
};

}  // namespace
}  // namespace plenary::anchor

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::anchor::Bytes bytes(std::span(data, size));
  plenary::anchor::Scene scene(bytes);
  for (int steps = 0; steps < 100 && !bytes.empty(); ++steps) {
    scene.step();
  }
  return 0;
}
