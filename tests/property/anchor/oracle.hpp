#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "protocol/anchor/range.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::anchor {

/// A model that an AnchorSet must equal. Each unit of the text is another letter, so that a letter
/// is an identity. An anchor is the set of letters that ever lay inside it. Its range reaches from
/// the first of them that is in the text to the last. A letter that comes back belongs where it
/// belonged before.
class Oracle {
 public:
  [[nodiscard]] const std::u16string& text() const { return text_; }
  void insert(std::uint64_t id, Range range);
  void erase(std::uint64_t id) { anchors_.erase(id); }
  void apply(const ot::rich_text::Delta& op);
  /// Letters in the range that `op` brought back, and that stand beside those of the anchor, are
  /// its own from now on.
  void adopt(std::uint64_t id, Range range, const ot::rich_text::Delta& op);
  /// Takes the letters outside of the range out of the anchor, as if they had never lain in it.
  void restrict_to(std::uint64_t id, Range range);
  /// Empty for an orphan; its place is then not known.
  [[nodiscard]] Range range(std::uint64_t id) const { return hull(anchors_.at(id)); }
  [[nodiscard]] bool holds(std::uint64_t id, char16_t letter) const {
    return anchors_.at(id).contains(letter);
  }
  /// Also one that restrict_to took out.
  [[nodiscard]] bool ever_held(std::uint64_t id, char16_t letter) const {
    const auto taken = taken_out_.find(id);
    return holds(id, letter) || (taken != taken_out_.end() && taken->second.contains(letter));
  }
  [[nodiscard]] const std::map<std::uint64_t, std::set<char16_t>>& anchors() const {
    return anchors_;
  }

 private:
  [[nodiscard]] Range hull(const std::set<char16_t>& letters) const;
  void insert_text(std::size_t position, const std::u16string& text);

  std::u16string text_;
  std::set<char16_t> known_;  // all letters that ever were there
  std::map<std::uint64_t, std::set<char16_t>> anchors_;
  std::map<std::uint64_t, std::set<char16_t>> taken_out_;
};

}  // namespace plenary::anchor
