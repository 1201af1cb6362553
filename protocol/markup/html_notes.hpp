#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/markup/html_tree.hpp"

namespace plenary::markup {

/// The notes of a page. Word processors, Markdown programs and we ourselves write a note as two
/// links to each other's places: that in the text is its number, and what is around the other one
/// is the note. Classes and names differ, the links do not. Private to this folder. Cost: O(tree).
class HtmlNotes {
 public:
  explicit HtmlNotes(const HtmlTree& tree);

  /// The nodes that hold the notes, in the order of their first numbers.
  [[nodiscard]] const std::vector<std::uint32_t>& bodies() const { return bodies_; }
  /// The note, from 1, whose number in the text an anchor is; 0 if it is none.
  [[nodiscard]] std::uint32_t note_of(std::uint32_t anchor) const;
  /// True for the way back from a note to the text.
  [[nodiscard]] bool is_way_back(std::uint32_t anchor) const { return ways_back_[anchor]; }
  /// True for what holds a note, and for what holds nothing else than notes.
  [[nodiscard]] bool holds_only_notes(std::uint32_t node) const { return only_notes_[node]; }

 private:
  using Ids = std::unordered_map<std::string, std::uint32_t>;
  struct Targets;
  void find_pairs();
  [[nodiscard]] Targets find_targets() const;
  [[nodiscard]] std::uint32_t find_body(std::uint32_t number, const Targets& targets);
  [[nodiscard]] bool is_number(std::uint32_t anchor) const;
  void widen_bodies();
  void mark_only_notes();
  [[nodiscard]] bool lies_in(std::uint32_t node, std::uint32_t around) const;

  struct Place {
    std::string name;    // the id of an anchor, or of what is around it
    std::string target;  // where it leads on the page
  };

  const HtmlTree& tree_;
  std::vector<Place> places_;  // of the anchors
  std::vector<std::uint32_t> bodies_;
  std::vector<std::uint32_t> notes_;  // of the anchors
  std::vector<bool> ways_back_;
  std::vector<bool> only_notes_;
};

}  // namespace plenary::markup
