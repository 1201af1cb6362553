#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/assert.hpp"
#include "protocol/history/blame.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/note.hpp"
#include "protocol/history/undo.hpp"

// Bytes as a program: a text of few letters is edited, formatted, restored and undone by three
// people. Each version that the weave gives is the fold of the operations, a restore leaves no
// difference, and an undo applies. What is left of the bytes is read as a note.

namespace plenary::history {
namespace {

using ot::rich_text::Component;

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
  [[nodiscard]] std::string rest() const { return {left_.begin(), left_.end()}; }

 private:
  std::span<const std::uint8_t> left_;
};

/// Beyond that a case takes seconds and shows nothing new.
constexpr std::size_t kOpsMost = 60;

class Scene {
 public:
  explicit Scene(Bytes& bytes) : bytes_(bytes) {}

  void step() {
    const auto author = static_cast<AuthorIndex>(bytes_.below(3));
    switch (bytes_.below(8)) {
      case 0:
        restore(author);
        break;
      case 1:
        undo(author);
        break;
      default:
        apply(edit(), author);
    }
    PLENARY_ASSERT(weave_.check_invariants().empty(), "the weave is whole");
  }

  void check_versions() const {
    for (OpNumber version = 0; version <= weave_.version(); ++version) {
      PLENARY_ASSERT(normal_form(text_at(weave_, version)) == texts_[version],
                     "a version is the fold of the operations below it");
    }
    const OpNumber head = weave_.version();
    const Difference made = difference(weave_, head / 2, head);
    PLENARY_ASSERT(normal_form(compose(texts_[head / 2], made.delta)) == texts_[head],
                   "a difference leads from one version to the other");
    std::size_t blamed = 0;
    for (const Written& run : blame(weave_, head, 0, weave_.length())) {
      blamed += run.length;
    }
    PLENARY_ASSERT(blamed == weave_.length(), "somebody wrote each unit");
  }

 private:
  Delta edit() {
    Delta op;
    std::size_t left = weave_.length();
    for (std::size_t parts = 1 + bytes_.below(4); parts > 0; --parts) {
      const std::size_t length = std::min(left, bytes_.below(9));
      switch (bytes_.below(4)) {
        case 0:
          op.push(Component::insert(
              std::u16string(1 + bytes_.below(30), static_cast<char16_t>(u'a' + bytes_.below(3)))));
          continue;
        case 1:
          op.push(Component::remove(length));
          break;
        case 2:
          op.push(Component::retain(length, bold(bytes_.below(2) == 0)));
          break;
        default:
          op.push(Component::retain(length));
      }
      left -= length;
    }
    return op.chop();
  }

  static Attributes bold(bool on) {
    json::Value attributes = json::Value::object();
    attributes["bold"] = on ? json::Value(true) : json::Value();
    return std::make_shared<const json::Value>(std::move(attributes));
  }

  void note_text(const Delta& op) { texts_.push_back(normal_form(compose(texts_.back(), op))); }

  void apply(const Delta& op, AuthorIndex author) {
    PLENARY_ASSERT(static_cast<bool>(weave_.apply(op, author)), "the edit fits");
    note_text(op);
  }

  void restore(AuthorIndex author) {
    const auto version = static_cast<OpNumber>(bytes_.below(weave_.version() + 1));
    const Delta op = restore_delta(weave_, version);
    PLENARY_ASSERT(static_cast<bool>(weave_.apply_restore(op, version, author)), "it fits");
    note_text(op);
    PLENARY_ASSERT(difference(weave_, version, weave_.version()).delta.empty(),
                   "nothing differs from what was restored");
  }

  void undo(AuthorIndex author) {
    const auto to = static_cast<OpNumber>(bytes_.below(weave_.version() + 1));
    const auto from = static_cast<OpNumber>(bytes_.below(to + 1));
    const auto undone = static_cast<AuthorIndex>(bytes_.below(3));
    const Delta op = undo_delta(weave_, undone, from, to);
    PLENARY_ASSERT(static_cast<bool>(weave_.apply_undo(op, undone, from, to, author)), "it fits");
    note_text(op);
  }

  Bytes& bytes_;
  Weave weave_;
  std::vector<Delta> texts_{Delta()};
};

void run(std::span<const std::uint8_t> input) {
  Bytes bytes(input);
  Scene scene(bytes);
  for (std::size_t i = 0; i < kOpsMost && !bytes.empty(); ++i) {
    scene.step();
  }
  scene.check_versions();
  const Note note = note_from_json(bytes.rest());
  PLENARY_ASSERT(note_from_json(to_json(note)) == note, "a note that was read can be read again");
}

}  // namespace
}  // namespace plenary::history

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::history::run({data, size});
  return 0;
}
