#include "protocol/markup/references.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/link_syntax.hpp"

namespace plenary::markup {
namespace {

using Kind = SourceBlock::Kind;

bool may_define(const SourceBlock& block) {
  return (block.kind == Kind::kParagraph || block.underlined) && block.text.starts_with('[');
}

bool has_inlines(const SourceBlock& block) {
  return block.kind == Kind::kParagraph || block.kind == Kind::kHeading;
}

}  // namespace

References::References(SourceBlock& document) {
  collect(document);
  if (!targets_.empty()) {
    mark_used(document);
    take_out(document);
  }
}

std::shared_ptr<const std::string> References::find(std::string_view label) const {
  if (targets_.empty()) {
    return nullptr;
  }
  const auto found = targets_.find(fold_label(label));
  return found == targets_.end() || !found->second.used ? nullptr : found->second.address;
}

void References::collect(const SourceBlock& block) {
  if (may_define(block)) {
    std::size_t at = 0;
    while (auto definition = read_definition(block.text, at)) {
      targets_.try_emplace(
          std::move(definition->label),
          Target{std::make_shared<const std::string>(std::move(definition->address))});
    }
  }
  for (const SourceBlock& child : block.children) {
    collect(child);
  }
}

void References::mark_used(const SourceBlock& block) {
  if (has_inlines(block)) {
    mark_used_in(block.text);
  }
  for (const SourceBlock& child : block.children) {
    mark_used(child);
  }
}

/// Every label between brackets refers, but not one that begins a line and has a colon behind it.
void References::mark_used_in(std::string_view text) {
  for (std::size_t at = text.find('['); at < text.size(); at = text.find('[', at)) {
    const bool begins_line = at == 0 || text[at - 1] == '\n';
    const auto label = read_label(text, at);
    if (!label) {
      ++at;
    } else if (!begins_line || at >= text.size() || text[at] != ':') {
      const auto found = targets_.find(fold_label(*label));
      if (found != targets_.end()) {
        found->second.used = true;
      }
    }
  }
}

void References::take_out(SourceBlock& block) const {
  if (may_define(block)) {
    std::string kept;
    std::size_t at = 0;
    std::size_t from = 0;
    while (const auto definition = read_definition(block.text, at)) {
      if (!targets_.at(definition->label).used) {
        kept += std::string_view(block.text).substr(from, at - from);
      }
      from = at;
    }
    block.text = kept + block.text.substr(from);
    while (!block.text.empty() && is_ascii_space(block.text.back())) {
      block.text.pop_back();
    }
  }
  for (SourceBlock& child : block.children) {
    take_out(child);
  }
  std::erase_if(block.children, [](const SourceBlock& child) {
    return child.kind == Kind::kParagraph && child.text.empty();
  });
}

}  // namespace plenary::markup
