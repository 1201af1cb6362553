#include "protocol/markup/references.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/link_syntax.hpp"
#include "protocol/markup/safe_link.hpp"

namespace plenary::markup {
namespace {

using Kind = SourceBlock::Kind;

bool may_define(const SourceDocument& document, const SourceBlock& block) {
  return (block.kind == Kind::kParagraph || block.underlined) &&
         document.text_at(block.text).starts_with('[');
}

bool has_inlines(const SourceBlock& block) {
  return block.kind == Kind::kParagraph || block.kind == Kind::kHeading;
}

}  // namespace

LinkTarget link_target(std::string_view address, std::string title) {
  if (address.starts_with(kMention)) {
    return {.address = {}, .title = SharedText(std::move(title))};
  }
  std::string encoded;
  encoded.reserve(address.size());
  for (const char c : address) {
    c == ' ' ? encoded += "%20" : encoded += c;
  }
  const bool may_follow = encoded.size() <= kMaxLinkBytes && safe_link(encoded);
  return {.address = SharedText(may_follow ? std::move(encoded) : std::string(address)),
          .title = SharedText(std::move(title)),
          .may_follow = may_follow};
}

References::References(SourceDocument& document) {
  std::uint32_t notes = 0;
  for (const SourceBlock& block : document.root.children) {
    if (block.kind == Kind::kNote) {
      notes_.try_emplace(fold_label(document.text_at(block.info)), notes++);
    }
  }
  collect(document, document.root);
  if (!definitions_.empty()) {
    mark_used(document, document.root);
    take_out(document, document.root);
  }
}

std::optional<LinkTarget> References::find(std::string_view label) const {
  if (definitions_.empty()) {
    return std::nullopt;
  }
  const auto found = definitions_.find(fold_label(label));
  const bool known = found != definitions_.end() && found->second.used;
  return known ? std::optional(found->second.target) : std::nullopt;
}

std::optional<std::uint32_t> References::find_note(std::string_view label) const {
  const auto found = notes_.empty() ? notes_.end() : notes_.find(fold_label(label));
  return found == notes_.end() ? std::nullopt : std::optional(found->second);
}

void References::collect(const SourceDocument& document, const SourceBlock& block) {
  if (may_define(document, block)) {
    const std::string_view text = document.text_at(block.text);
    std::size_t at = 0;
    while (auto definition = read_definition(text, at)) {
      if (definition->defines) {
        definitions_.try_emplace(
            std::move(definition->label),
            Definition{link_target(definition->address, std::move(definition->title))});
      }
    }
  }
  for (const SourceBlock& child : block.children) {
    collect(document, child);
  }
}

void References::mark_used(const SourceDocument& document, const SourceBlock& block) {
  if (has_inlines(block)) {
    mark_used_in(document.text_at(block.text));
  }
  for (const SourceBlock& child : block.children) {
    mark_used(document, child);
  }
}

/// Every label between brackets refers, but not one that begins a line and has a colon behind it.
/// An escaped bracket begins no label: a thousand of them would each be read to the same end.
void References::mark_used_in(std::string_view text) {
  for (std::size_t at = text.find_first_of("[\\"); at < text.size();
       at = text.find_first_of("[\\", at)) {
    if (text[at] == '\\') {
      at += 2;
      continue;
    }
    const bool begins_line = at == 0 || text[at - 1] == '\n';
    const auto label = read_label(text, at);
    if (!label) {
      ++at;
    } else if (!begins_line || at >= text.size() || text[at] != ':') {
      const auto found = definitions_.find(fold_label(*label));
      if (found != definitions_.end()) {
        found->second.used = true;
      }
    }
  }
}

void References::take_out(SourceDocument& document, SourceBlock& block) const {
  if (may_define(document, block)) {
    take_out_of(document, block);
  }
  for (SourceBlock& child : block.children) {
    take_out(document, child);
  }
  std::erase_if(block.children, [](const SourceBlock& child) {
    return child.kind == Kind::kParagraph && child.text.length == 0;
  });
}

void References::take_out_of(SourceDocument& document, SourceBlock& block) const {
  std::string_view text = document.text_at(block.text);
  std::string kept;
  std::size_t at = 0;
  std::size_t from = 0;
  while (const auto definition = read_definition(text, at)) {
    if (!definition->defines || !definitions_.at(definition->label).used) {
      kept += text.substr(from, at - from);
    }
    from = at;
  }
  if (from == 0) {
    return;
  }
  kept += text.substr(from);
  while (!kept.empty() && is_ascii_space(kept.back())) {
    kept.pop_back();
  }
  block.text = {.begin = static_cast<std::uint32_t>(document.text.size()),
                .length = static_cast<std::uint32_t>(kept.size())};
  document.text += kept;
}

}  // namespace plenary::markup
