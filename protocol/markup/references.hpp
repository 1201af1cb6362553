#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/markup/source_block.hpp"

namespace plenary::markup {

/// The link definitions of a document: `[label]: address`. Private to this folder.
class References {
 public:
  /// Takes the definitions that something refers to out of the document's paragraphs. The others
  /// stay as words: `[Chair]: Yes` is a sentence in minutes. The first definition of a label
  /// counts. Cost: O(n).
  explicit References(SourceBlock& document);

  /// The address that a label stands for; nullptr if it was not defined.
  [[nodiscard]] std::shared_ptr<const std::string> find(std::string_view label) const;

 private:
  struct Target {
    std::shared_ptr<const std::string> address;
    bool used{false};
  };

  void collect(const SourceBlock& block);
  void mark_used(const SourceBlock& block);
  void mark_used_in(std::string_view text);
  void take_out(SourceBlock& block) const;

  std::unordered_map<std::string, Target> targets_;
};

}  // namespace plenary::markup
