#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/sole_owner.hpp"
#include "protocol/json/value.hpp"
#include "protocol/ot/json0/text0.hpp"

/// The parts of a json0 operation. Regular values.
namespace plenary::ot::json0 {

/// An object key (WTF-8) or a list index. A string of digits is not an index: they are told apart
/// on purpose.
using Key = std::variant<std::string, std::int64_t>;
using Path = std::vector<Key>;

/// A JSON value that never changes while it is shared, so that a copy of the operation costs
/// nothing. Compares by content.
class Frozen {
 public:
  explicit Frozen(json::Value value) : value_(std::make_shared<json::Value>(std::move(value))) {}
  [[nodiscard]] const json::Value& get() const { return *value_; }
  /// The value for its last owner, a copy for others. Leaves nothing that may be used.
  [[nodiscard]] json::Value take() && {
    return is_sole_owner(value_) ? std::move(*value_) : *value_;
  }
  friend bool operator==(const Frozen& a, const Frozen& b) {
    return a.value_ == b.value_ || *a.value_ == *b.value_;
  }

 private:
  std::shared_ptr<json::Value> value_;  // never null
};

/// `na`: adds to the number at the path.
struct NumberAdd {
  double amount{0};
  friend bool operator==(const NumberAdd&, const NumberAdd&) = default;
};

/// `ld`, `li` or both: takes an item out of a list, puts one in, or replaces it. At least one is
/// there; the path ends in an index.
struct ListChange {
  std::optional<Frozen> removed;
  std::optional<Frozen> inserted;
  friend bool operator==(const ListChange&, const ListChange&) = default;
};

/// `lm`: moves the item at the path to an index that counts after its removal. The path ends in an
/// index.
struct ListMove {
  std::int64_t to{0};
  friend bool operator==(const ListMove&, const ListMove&) = default;
};

/// `od`, `oi` or both: takes a key out of an object, sets one, or replaces it. At least one is
/// there; an empty path is the document.
struct ObjectChange {
  std::optional<Frozen> removed;
  std::optional<Frozen> inserted;
  friend bool operator==(const ObjectChange&, const ObjectChange&) = default;
};

/// `t` and `o`: edits of the text at the path.
struct TextChange {
  text0::Op edits;
  friend bool operator==(const TextChange&, const TextChange&) = default;
};

/// `si` or `sd`, the older form of one text edit: the last element of the path is the position in
/// the text.
struct StringChange {
  text0::Edit::Kind kind{text0::Edit::Kind::kInsert};
  std::u16string text;
  friend bool operator==(const StringChange&, const StringChange&) = default;
};

using Change =
    std::variant<NumberAdd, ListChange, ListMove, ObjectChange, TextChange, StringChange>;

struct Component {
  Path path;
  Change change;
  friend bool operator==(const Component&, const Component&) = default;
};

/// Components that are applied in turn.
using Op = std::vector<Component>;

/// The older form of a text edit as a text edit, with its position taken off the path; and back.
/// Requires: component holds a StringChange / edit has the path of a text.
[[nodiscard]] Component as_text_change(Component component);
[[nodiscard]] Component as_string_change(Path text_path, text0::Edit edit);

}  // namespace plenary::ot::json0
