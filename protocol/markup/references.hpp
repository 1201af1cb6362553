#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/markup/shared_text.hpp"
#include "protocol/markup/source_block.hpp"

namespace plenary::markup {

/// An address longer than this is no link: browsers and mail programs give up at about this length.
inline constexpr std::size_t kMaxLinkBytes = 2048;

/// Where a link or an image leads. An address that may not be followed stays as words.
struct LinkTarget {
  SharedText address;
  SharedText title;  // as a browser shows it beside the pointer; empty: none
  bool may_follow{false};
};

/// A comment names a person as `[@Name](mention:ID)`: the name alone is for reading.
inline constexpr std::string_view kMention = "mention:";

/// May be followed if it is neither too long nor unsafe (safe_link.hpp). Spaces become `%20`. Made
/// once for each address in a source: many may refer to a long one. Cost: O(length).
[[nodiscard]] LinkTarget link_target(std::string_view address, std::string title = {});

/// The link definitions of a document: `[label]: address`, and the labels of its notes:
/// `[^label]: words`. Private to this folder.
class References {
 public:
  /// Takes the definitions that something refers to out of the document's paragraphs. The others
  /// stay as words: `[Chair]: Yes` is a sentence in minutes. The first definition of a label
  /// counts. Cost: O(n).
  explicit References(SourceDocument& document);

  /// What a label stands for; nothing if it was not defined.
  [[nodiscard]] std::optional<LinkTarget> find(std::string_view label) const;

  /// Which of the document's notes (SourceBlock::Kind::kNote) has this label, counted from 0: the
  /// first that has it.
  [[nodiscard]] std::optional<std::uint32_t> find_note(std::string_view label) const;

 private:
  struct Definition {
    LinkTarget target;
    bool used{false};
  };

  void collect(const SourceDocument& document, const SourceBlock& block);
  void mark_used(const SourceDocument& document, const SourceBlock& block);
  void mark_used_in(std::string_view text);
  void take_out(SourceDocument& document, SourceBlock& block) const;
  void take_out_of(SourceDocument& document, SourceBlock& block) const;

  std::unordered_map<std::string, Definition> definitions_;
  std::unordered_map<std::string, std::uint32_t> notes_;
};

}  // namespace plenary::markup
