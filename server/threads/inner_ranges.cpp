#include "server/threads/inner_ranges.hpp"

#include "protocol/base/try.hpp"

namespace plenary::server {
namespace {

using anchor::Anchor;
using ot::rich_text::Component;
using threads::Number;

/// The embed that an anchor is on; null if it is an orphan or text.
const text::EmbedContent* embed_of(const text::Rope& text, const anchor::Range& range) {
  return range.length() == 1 && range.end <= text.length() ? text.embed_at(range.start) : nullptr;
}

}  // namespace

Result<InnerRanges> InnerRanges::resume(State state, const text::Rope& text) {
  InnerRanges all;
  all.embeds_ = std::move(state.embeds);
  for (auto& [thread, kept] : state.ranges) {
    const auto embed = all.embeds_.find({thread});
    if (!embed || all.has(thread)) {
      return Error{Errc::kCorrupt, "a checkpoint has words in no embed"};
    }
    PLENARY_TRY(InnerRange range,
                InnerRange::resume(std::move(kept), embed_of(text, embed->range)));
    all.put(thread, std::move(range));
  }
  if (all.embeds_.size() != state.ranges.size()) {
    return Error{Errc::kCorrupt, "a checkpoint has embeds without words"};
  }
  return all;
}

InnerRanges::State InnerRanges::state() const {
  State state{embeds_, {}};
  embeds_.for_each([&](const Anchor& embed) {
    state.ranges.emplace_back(embed.id.value, ranges_.find(embed.id.value)->state());
  });
  return state;
}

Result<void> InnerRanges::add(Number thread, anchor::Range range, const InnerName& name,
                              const text::Rope& text) {
  PLENARY_TRY(InnerRange words, InnerRange::begin(embed_of(text, range), name));
  PLENARY_TRY_VOID(embeds_.insert({thread}, range));
  put(thread, std::move(words));
  return {};
}

void InnerRanges::put(Number thread, InnerRange range) {
  bytes_ += range.memory_bytes();
  ranges_.put(thread, std::move(range));
}

template <class Change>
void InnerRanges::change(Number thread, Change change) {
  InnerRange& range = *ranges_.change(thread);
  bytes_ -= range.memory_bytes();
  change(range);
  bytes_ += range.memory_bytes();
}

std::vector<Number> InnerRanges::follow(const ot::rich_text::Delta& op, const text::Rope& before,
                                        Version version) {
  std::vector<Number> away;
  std::size_t at = 0;  // in the text before
  for (const Component& part : op.components()) {
    if (part.kind == Component::Kind::kDelete) {
      embeds_.visit({at, at + part.length}, [&](const Anchor& embed) {
        if (const auto* const content = embed_of(before, embed.range)) {
          change(embed.id.value, [&](InnerRange& range) { range.lose(*content, version); });
        }
      });
    } else if (const auto* const content = part.change == nullptr ? nullptr : before.embed_at(at);
               content != nullptr && content->check(*part.change)) {
      embeds_.visit({at, at + 1}, [&](const Anchor& embed) {
        if (!embed.orphaned()) {
          change_inside(embed.id.value, *content, *part.change, version, away);
        }
      });
    }
    at += part.is_insert() ? 0 : part.length;
  }
  for (const anchor::Change& changed : embeds_.apply(op, before, version)) {
    if (changed.kind != anchor::Change::Kind::kOrphaned) {
      away.push_back(changed.id.value);
    }
  }
  return away;
}

void InnerRanges::change_inside(Number thread, const text::EmbedContent& before,
                                const text::EmbedChange& by, Version version,
                                std::vector<Number>& away) {
  if (ranges_.find(thread)->concerns(by)) {
    change(thread, [&](InnerRange& range) { range.change(before, by, version); });
  }
  if (ranges_.find(thread)->may_return(by)) {
    away.push_back(thread);
  }
}

void InnerRanges::look_for(const std::vector<Number>& threads, const text::Rope& after,
                           Version version) {
  for (const Number thread : threads) {
    const anchor::Range embed = embeds_.find({thread})->range;
    change(thread, [&](InnerRange& range) { range.look_in(embed_of(after, embed), version); });
  }
}

std::optional<InnerRanges::Found> InnerRanges::find(Number thread) const {
  const auto embed = embeds_.find({thread});
  return embed ? std::optional(Found{*embed, *ranges_.find(thread)}) : std::nullopt;
}

std::u16string InnerRanges::words(Number thread, const text::Rope* text) const {
  const auto found = find(thread);
  return found->range.words(text == nullptr ? nullptr : embed_of(*text, found->embed.range));
}

}  // namespace plenary::server
