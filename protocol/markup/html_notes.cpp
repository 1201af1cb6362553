#include "protocol/markup/html_notes.hpp"

#include <algorithm>
#include <string>

namespace plenary::markup {
namespace {

std::string id_of(std::string_view tag) {
  if (tag.find("id") == std::string_view::npos && tag.find("ID") == std::string_view::npos) {
    return {};
  }
  return attribute_of(tag, "id").value_or("");
}

std::string name_of(const HtmlTree& tree, const HtmlAnchor& anchor) {
  const std::string_view tag = tree.text_at(anchor.tag);
  std::string name = id_of(tag);
  if (name.empty()) {
    name = attribute_of(tag, "name").value_or("");
  }
  return name.empty() ? id_of(tree.text_at(anchor.around)) : name;
}

bool is_blank_node(const HtmlTree& tree, const HtmlNode& node) {
  return node.element == nullptr &&
         tree.tag_of(node).find_first_not_of(" \t\n") == std::string_view::npos;
}

}  // namespace

HtmlNotes::HtmlNotes(const HtmlTree& tree)
    : tree_(tree),
      places_(tree.anchors.size()),
      notes_(tree.anchors.size()),
      ways_back_(tree.anchors.size()),
      only_notes_(tree.nodes.size()) {
  bool has_targets = false;
  for (std::size_t i = 1; i < tree.anchors.size(); ++i) {
    const std::string address =
        attribute_of(tree.text_at(tree.anchors[i].tag), "href").value_or("");
    if (address.size() > 1 && address.front() == '#') {
      places_[i] = {name_of(tree, tree.anchors[i]), address.substr(1)};
      has_targets = true;
    }
  }
  if (has_targets) {
    find_pairs();
    mark_only_notes();
  }
}

bool HtmlNotes::lies_in(std::uint32_t node, std::uint32_t around) const {
  while (node > around) {
    node = tree_.nodes[node].parent;
  }
  return node == around;
}

/// The names that links of the page lead to, and what has them.
struct HtmlNotes::Targets {
  std::unordered_map<std::string, std::vector<std::uint32_t>> ways;  // the anchors that lead there
  Ids anchors;
  Ids blocks;
};

HtmlNotes::Targets HtmlNotes::find_targets() const {
  Targets targets;
  for (std::uint32_t i = 1; i < places_.size(); ++i) {
    if (!places_[i].name.empty()) {
      targets.anchors.try_emplace(places_[i].name, i);
    }
    if (!places_[i].target.empty()) {
      targets.ways[places_[i].target].push_back(i);
    }
  }
  for (std::uint32_t i = 1; i < tree_.nodes.size(); ++i) {
    const HtmlNode& node = tree_.nodes[i];
    if (node.element != nullptr && is_block(node.element->role)) {
      std::string id = id_of(tree_.tag_of(node));
      if (targets.ways.contains(id)) {
        targets.blocks.try_emplace(std::move(id), i);
      }
    }
  }
  return targets;
}

/// What a number leads to, if a link in it leads back; 0 if it is no note. Marks that link.
std::uint32_t HtmlNotes::find_body(std::uint32_t number, const Targets& targets) {
  const Place& place = places_[number];
  const auto own = targets.anchors.find(place.name);
  const auto back = targets.ways.find(place.name);
  // Of many places with one name the first counts, as in a browser.
  if (own == targets.anchors.end() || own->second != number || back == targets.ways.end()) {
    return 0;
  }
  const auto block = targets.blocks.find(place.target);
  const auto anchor = targets.anchors.find(place.target);
  for (const std::uint32_t way : back->second) {
    const std::uint32_t leaf = tree_.anchors[way].leaf;
    const bool in_block = block != targets.blocks.end() && leaf > 0 && lies_in(leaf, block->second);
    const bool is_target = anchor != targets.anchors.end() && anchor->second == way;
    if (way > number && leaf > 0 && (in_block || is_target)) {
      ways_back_[way] = true;
      return in_block ? block->second : tree_.nodes[leaf].parent;
    }
  }
  return 0;
}

/// A note has a number, or a sign; a table of contents and its headings have words.
bool HtmlNotes::is_number(std::uint32_t anchor) const {
  constexpr std::size_t kLongest = 16;
  const std::uint32_t leaf = tree_.anchors[anchor].leaf;
  return leaf > 0 && tree_.nodes[leaf].element == nullptr &&
         tree_.nodes[leaf].source.length <= kLongest;
}

void HtmlNotes::find_pairs() {
  const Targets targets = find_targets();
  Ids notes;  // by the name that their numbers lead to
  std::unordered_map<std::uint32_t, std::uint32_t> of_bodies;
  for (std::uint32_t i = 1; i < places_.size(); ++i) {
    // What somebody wrote as a link to a note has no place of its own, and stays a link.
    if (places_[i].target.empty() || places_[i].name.empty() || ways_back_[i] || !is_number(i)) {
      continue;
    }
    const auto known = notes.find(places_[i].target);
    const std::uint32_t body = find_body(i, targets);
    if (known != notes.end()) {
      notes_[i] = known->second;
      continue;
    }
    const std::uint32_t leaf = tree_.anchors[i].leaf;
    const bool is_note = body > leaf && tree_.nodes[body].element->role != HtmlRole::kHeading;
    if (!is_note) {
      continue;
    }
    const auto next = static_cast<std::uint32_t>(bodies_.size() + 1);
    const auto [note, fresh] = of_bodies.try_emplace(body, next);
    if (fresh) {
      bodies_.push_back(body);
    }
    notes.try_emplace(places_[i].target, note->second);
    notes_[i] = note->second;
  }
  widen_bodies();
}

/// A note of several lines stands in an element of its own, which begins with the line of its
/// number and holds no other note.
void HtmlNotes::widen_bodies() {
  std::unordered_map<std::uint32_t, std::size_t> count;
  for (const std::uint32_t body : bodies_) {
    ++count[tree_.nodes[body].parent];
  }
  for (std::uint32_t& body : bodies_) {
    const std::uint32_t around = tree_.nodes[body].parent;
    const HtmlElement& element = *tree_.nodes[around].element;
    const bool may_hold = (element.role == HtmlRole::kBlock || element.role == HtmlRole::kItem) &&
                          element.name != "body" && element.name != "main";
    const bool is_line = tree_.nodes[body].element->role == HtmlRole::kParagraph;
    if (around == 0 || count[around] != 1 || !may_hold || !is_line) {
      continue;
    }
    std::uint32_t first = tree_.nodes[around].first;
    while (first != body && is_blank_node(tree_, tree_.nodes[first])) {
      first = tree_.nodes[first].next;
    }
    body = first == body ? around : body;
  }
}

void HtmlNotes::mark_only_notes() {
  for (const std::uint32_t body : bodies_) {
    only_notes_[body] = true;
  }
  for (std::size_t i = tree_.nodes.size(); i-- > 1;) {
    const HtmlNode& node = tree_.nodes[i];
    bool some = false;
    bool all = true;
    for (std::uint32_t child = node.first; child != 0; child = tree_.nodes[child].next) {
      const HtmlNode& inner = tree_.nodes[child];
      const bool nothing = is_blank_node(tree_, inner) ||
                           (inner.element != nullptr && inner.element->role == HtmlRole::kRule);
      some = some || only_notes_[child];
      all = all && (nothing || only_notes_[child]);
    }
    only_notes_[i] = only_notes_[i] || (some && all);
  }
}

std::uint32_t HtmlNotes::note_of(std::uint32_t anchor) const {
  return notes_[anchor];
}

}  // namespace plenary::markup
