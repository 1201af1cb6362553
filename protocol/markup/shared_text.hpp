#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace plenary::markup {

/// A text that never changes and that many runs share, such as the address of a link. A copy costs
/// O(1) whatever its length, so that a thousand runs of one link keep one address. Two are equal if
/// their characters are. Private to this folder. Thread: any.
class SharedText {
 public:
  SharedText() = default;
  explicit SharedText(std::string text)
      : text_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))) {}

  [[nodiscard]] bool empty() const { return text_ == nullptr; }
  [[nodiscard]] std::string_view view() const {
    return text_ == nullptr ? std::string_view() : std::string_view(*text_);
  }
  /// Names the shared characters: equal ids are equal texts while one of them lives.
  [[nodiscard]] const void* id() const { return text_.get(); }

  /// Cost: O(1) for copies of one text, else O(length).
  friend bool operator==(const SharedText& a, const SharedText& b) {
    return a.text_ == b.text_ || a.view() == b.view();
  }

 private:
  std::shared_ptr<const std::string> text_;
};

}  // namespace plenary::markup
