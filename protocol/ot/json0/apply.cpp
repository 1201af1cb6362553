#include <algorithm>
#include <cmath>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/ot/json0/check.hpp"
#include "protocol/ot/json0/javascript.hpp"
#include "protocol/ot/json0/json0.hpp"

namespace plenary::ot::json0 {
namespace {

using javascript::join;
using javascript::property_name;
using javascript::splice_start;
using json::Value;

constexpr const char* kNotText = "Referenced element not a string";

Error refused(const char* why) {
  return {Errc::kNotApplicable, why};
}

/// Applies components to one document.
class Editor {
 public:
  /// With `undo`, each change adds the component that takes it back exactly.
  Editor(Value& root, bool strict, Op* undo) : root_(root), strict_(strict), undo_(undo) {}

  Result<void> apply(const Component& component) {
    if (std::holds_alternative<StringChange>(component.change)) {
      return apply(as_text_change(component));
    }
    path_ = &component.path;
    return std::visit([this](const auto& change) { return make(change); }, component.change);
  }

 private:
  [[nodiscard]] std::int64_t index() const { return std::get<std::int64_t>(path_->back()); }

  std::optional<std::int64_t> list_index(const Key& key) const {
    const auto* text = std::get_if<std::string>(&key);
    if (text == nullptr) {
      return std::get<std::int64_t>(key);
    }
    return strict_ ? std::nullopt : javascript::list_index(*text);
  }

  Value* child(Value& parent, const Key& key) const {
    if (parent.is_object()) {
      const auto found = parent.find(property_name(key));
      return found == parent.end() ? nullptr : &*found;
    }
    const auto index = parent.is_array() ? list_index(key) : std::nullopt;
    const bool there = index && *index >= 0 && static_cast<std::size_t>(*index) < parent.size();
    return there ? &parent[static_cast<std::size_t>(*index)] : nullptr;
  }

  /// The value that the first `depth` elements of the path lead to.
  Value* find(std::size_t depth) const {
    Value* place = &root_;
    for (std::size_t i = 0; i < depth && place != nullptr; ++i) {
      place = child(*place, (*path_)[i]);
    }
    return place;
  }

  /// The list that the path's last element is an index of.
  Result<Value*> list() const {
    Value* list = find(path_->size() - 1);
    if (list == nullptr || !list->is_array()) {
      return refused("Referenced element not a list");
    }
    return list;
  }

  Result<void> count_work(std::size_t units) {
    work_ += units;
    if (strict_ && work_ > kMaxWork) {
      return Error{Errc::kTooLarge, "an operation changes too much at once"};
    }
    return {};
  }

  void note(Change inverse) {
    if (undo_ != nullptr) {
      undo_->push_back({*path_, std::move(inverse)});
    }
  }

  /// Puts `value` where `place` is, the element that the path leads to.
  void replace(Value& place, Value value) {
    std::swap(place, value);
    if (undo_ == nullptr) {
      return;
    }
    const Value* parent = path_->empty() ? nullptr : find(path_->size() - 1);
    if (parent != nullptr && parent->is_array()) {
      note(ListChange{Frozen(nullptr), Frozen(std::move(value))});
    } else {
      note(ObjectChange{std::nullopt, Frozen(std::move(value))});
    }
  }

  Result<void> make(const NumberAdd& change) {
    Value* place = find(path_->size());
    if (place == nullptr || !place->is_number()) {
      return refused("Referenced element not a number");
    }
    const double sum = place->get<double>() + change.amount;
    if (!std::isfinite(sum)) {
      return refused("the sum is beyond what a number can be");
    }
    replace(*place, json::number(sum));
    return {};
  }

  Result<void> make(const TextChange& change) {
    Value* place = find(path_->size());
    if (place == nullptr || !place->is_string()) {
      return strict_ ? refused(kNotText) : edit_what_is_no_text(place, change.edits);
    }
    const auto& bytes = place->get_ref<const std::string&>();
    PLENARY_TRY_VOID(count_work(bytes.size() * (change.edits.size() + 1)));
    std::u16string text = utf::to_utf16(bytes);
    PLENARY_TRY_VOID(text0::apply(text, change.edits, strict_));
    replace(*place, utf::to_wtf8(text));
    return {};
  }

  /// The stock type does not check the kind of the value that it edits: the result is JavaScript's.
  Result<void> edit_what_is_no_text(Value* place, const text0::Op& edits) {
    if (edits.empty()) {
      return edit_nothing();
    }
    if (place != nullptr && place->is_array()) {
      return edit_list_as_text(*place, edits);
    }
    Value* parent = path_->empty() ? nullptr : find(path_->size() - 1);
    if (parent == nullptr || !parent->is_string()) {
      return refused(kNotText);
    }
    // A unit of a string can be read and not be written: the edit must fit it and is then
    // forgotten.
    const std::u16string text = utf::to_utf16(parent->get_ref<const std::string&>());
    const auto at = list_index(path_->back());
    if (!at || *at < 0 || static_cast<std::size_t>(*at) >= text.size()) {
      return refused(kNotText);
    }
    std::u16string unit = text.substr(static_cast<std::size_t>(*at), 1);
    return text0::apply(unit, edits, false);
  }

  /// No edits fit everything, but the place must be in something; beyond the end of a list it comes
  /// to be.
  Result<void> edit_nothing() {
    Value* parent = path_->empty() ? &root_ : find(path_->size() - 1);
    if (parent == nullptr || (parent->is_null() && !path_->empty())) {
      return refused("Path invalid");
    }
    const auto at =
        parent->is_array() && !path_->empty() ? list_index(path_->back()) : std::nullopt;
    const bool beyond = at && *at >= static_cast<std::int64_t>(parent->size());
    return beyond ? replace_item(*parent, *at, nullptr) : Result<void>();
  }

  /// The stock type does not check the kind of the value that it inserts text into: a list becomes
  /// the text of its items, with commas between.
  Result<void> edit_list_as_text(Value& place, text0::Op edits) {
    text0::Edit& first = edits.front();
    if (first.kind == text0::Edit::Kind::kDelete) {
      return refused("deleted text is not what is there");
    }
    const auto size = static_cast<std::int64_t>(place.size());
    const auto cut = place.begin() + std::min(first.position, size);
    std::u16string text = utf::to_utf16(join(place.begin(), cut));
    first.position = static_cast<std::int64_t>(text.size());
    text += utf::to_utf16(join(cut, place.end()));
    PLENARY_TRY_VOID(text0::apply(text, edits, false));
    replace(place, utf::to_wtf8(text));
    return {};
  }

  Result<void> make(const StringChange& /*change*/) {
    return refused("a string edit is applied as a text edit");
  }

  Result<void> make(const ListChange& change) {
    PLENARY_TRY(Value* const list, this->list());
    Value& items = *list;
    if (change.removed && change.inserted) {
      return replace_item(items, index(), change.inserted->get());
    }
    PLENARY_TRY_VOID(count_work(items.size()));
    const auto size = static_cast<std::int64_t>(items.size());
    const std::int64_t at = index();
    if (strict_ && (at < 0 || at > size || (change.removed && at == size))) {
      return refused("list index out of range");
    }
    if (change.inserted) {
      items.insert(items.begin() + splice_start(at, size), change.inserted->get());
      note(ListChange{Frozen(nullptr), std::nullopt});
    } else if (splice_start(at, size) < size) {
      note(ListChange{std::nullopt, Frozen(take(items, splice_start(at, size)))});
    }
    return {};
  }

  Result<void> replace_item(Value& items, std::int64_t at, const Value& value) {
    const auto size = static_cast<std::int64_t>(items.size());
    if (at >= 0 && at < size) {
      replace(items[static_cast<std::size_t>(at)], value);
      return {};
    }
    if (strict_) {
      return refused("list index out of range");
    }
    if (at - size > kMaxPadding) {
      return Error{Errc::kTooLarge, "a list index is too far beyond the end"};
    }
    if (at >= 0) {
      items.insert(items.end(), static_cast<std::size_t>(at - size), nullptr);
      items.push_back(value);
    }
    return {};
  }

  Result<void> make(const ListMove& change) {
    PLENARY_TRY(Value* const list, this->list());
    Value& items = *list;
    const auto size = static_cast<std::int64_t>(items.size());
    const std::int64_t from = index();
    const bool inside = from >= 0 && from < size;
    if (strict_ && (!inside || change.to < 0 || change.to >= size)) {
      return refused("list index out of range");
    }
    if (from == change.to) {
      return {};
    }
    PLENARY_TRY_VOID(count_work(items.size()));
    Value taken = splice_start(from, size) < size ? take(items, splice_start(from, size)) : nullptr;
    const auto left = static_cast<std::int64_t>(items.size());
    items.insert(items.begin() + splice_start(change.to, left),
                 inside ? std::move(taken) : nullptr);
    if (undo_ != nullptr) {
      Path back = *path_;
      back.back() = change.to;
      undo_->push_back({std::move(back), ListMove{from}});
    }
    return {};
  }

  Result<void> make(const ObjectChange& change) {
    if (path_->empty()) {
      if (strict_ && !change.inserted) {
        return refused("the document itself cannot be taken out");
      }
      replace(root_, change.inserted ? change.inserted->get() : Value());
      return {};
    }
    Value* object = find(path_->size() - 1);
    if (object == nullptr || !object->is_object()) {
      return refused("Referenced element not an object");
    }
    const std::string key = property_name(path_->back());
    const auto found = object->find(key);
    if (change.inserted) {
      if (found != object->end()) {
        replace(*found, change.inserted->get());
      } else {
        object->emplace(key, change.inserted->get());
        note(ObjectChange{Frozen(nullptr), std::nullopt});
      }
    } else if (found != object->end()) {
      note(ObjectChange{std::nullopt, Frozen(std::move(*found))});
      object->erase(key);
    }
    return {};
  }

  static Value take(Value& items, std::int64_t at) {
    const auto item = items.begin() + at;
    Value value = std::move(*item);
    items.erase(item);
    return value;
  }

  Value& root_;
  const bool strict_;
  Op* undo_;
  std::size_t work_{0};
  const Path* path_{nullptr};  // of the component at hand
};

}  // namespace

Result<Value> apply(Value document, const Op& op) {
  Editor editor(document, false, nullptr);
  for (const Component& component : op) {
    PLENARY_TRY_VOID(editor.apply(component));
  }
  return document;
}

Result<void> apply_strictly(Value& document, const Op& op) {
  PLENARY_TRY_VOID(check(op));
  Op undo;
  Editor editor(document, true, op.size() > 1 ? &undo : nullptr);
  for (const Component& component : op) {
    Result<void> done = editor.apply(component);
    if (done) {
      continue;
    }
    Editor back(document, true, nullptr);
    for (auto inverse = undo.rbegin(); inverse != undo.rend(); ++inverse) {
      PLENARY_ASSERT(back.apply(*inverse), "what was done can be taken back");
    }
    return done;
  }
  return {};
}

}  // namespace plenary::ot::json0
