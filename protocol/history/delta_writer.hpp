#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::history {

/// Writes a delta from the many small pieces that a strand falls into: neighbours of one kind are
/// joined before they become a component. Gives what `push` of each of them would. Internal to
/// protocol/history.
class DeltaWriter {
 public:
  using Attributes = ot::rich_text::Attributes;
  using Component = ot::rich_text::Component;

  void insert(std::u16string_view text, const Attributes& attributes) {
    if (kind_ != Kind::kText || !ot::rich_text::same(attributes_, attributes)) {
      flush();
      kind_ = Kind::kText;
      attributes_ = attributes;
    }
    text_ += text;
  }
  void retain(std::size_t length) { count(Kind::kRetain, length); }
  void remove(std::size_t length) { count(Kind::kDelete, length); }
  /// Anything else.
  void push(Component component) {
    flush();
    delta_.push(std::move(component));
  }
  /// What was written since the last call.
  [[nodiscard]] ot::rich_text::Delta take() {
    flush();
    return std::exchange(delta_, {});
  }

 private:
  using Kind = Component::Kind;

  void count(Kind kind, std::size_t length) {
    if (kind_ != kind) {
      flush();
      kind_ = kind;
    }
    length_ += length;
  }

  void flush() {
    if (kind_ == Kind::kText) {
      delta_.push(Component::insert(std::exchange(text_, {}), std::exchange(attributes_, nullptr)));
    } else if (kind_ == Kind::kRetain) {
      delta_.push(Component::retain(length_));
    } else if (kind_ == Kind::kDelete) {
      delta_.push(Component::remove(length_));
    }
    kind_ = kNothing;
    length_ = 0;
  }

  static constexpr Kind kNothing = Kind::kEmbed;

  ot::rich_text::Delta delta_;
  // What was written last, and can still grow.
  Kind kind_{kNothing};
  std::size_t length_{0};
  std::u16string text_;
  Attributes attributes_{nullptr};
};

}  // namespace plenary::history
