#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/text/node.hpp"

namespace plenary::text {

/// A stretch of a text as it lies in memory: units of one style, or one embed.
/// Lifetime of the views: the Reader that gave it.
struct Piece {
  std::size_t length{0};     // UTF-16 units; 1 for an embed
  std::string_view narrow;   // the units, all below 0x100, one byte each; or
  std::u16string_view wide;  // the units; both are empty for an embed
  Attributes attributes;     // null if it has none
  EmbedRef content;          // of an embed; null for text
  bool continues{
      false};  // text with the same attributes as the piece before: one insert in a Delta

  [[nodiscard]] bool is_embed() const { return content != nullptr; }
  /// The embed as JSON; null for text. Cost: that of EmbedContent::json.
  [[nodiscard]] Embed embed() const { return content == nullptr ? nullptr : content->json(); }
  /// Appends the text.
  void append_to(std::u16string& out) const;
};

/// Reads a range of a text from start to end without building a Delta of it. It holds on to the
/// nodes: it reads the text as it was when the reader was made, whatever happens to the Rope.
/// Thread: one at a time.
class Reader {
 public:
  /// The next piece. Returns: false at the end of the range. Cost: O(1).
  bool next(Piece& piece);

 private:
  friend class Rope;
  Reader(NodeRef root, std::size_t from, std::size_t to);

  struct Step {
    const Inner* node;
    std::size_t index;
  };
  void enter(const Node& node, std::size_t offset);
  void enter_next_leaf();

  NodeRef root_;
  std::size_t left_{0};  // units of the range still to come
  const Leaf* leaf_{nullptr};
  std::size_t offset_{0};  // in the leaf
  std::size_t run_{0};
  std::size_t run_end_{0};  // in the leaf
  bool started_{false};
  StyleRef last_;
  std::size_t depth_{0};
  std::array<Step, kMaxDepth> path_{};
};

}  // namespace plenary::text
