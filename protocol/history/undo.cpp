#include "protocol/history/undo.hpp"

#include <memory>
#include <utility>

#include "protocol/history/rewriter.hpp"
#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;

/// A chunk that is laid out anew has room for more spans.
constexpr std::size_t kFilledSpans = kChunkSpansMost * 3 / 4;

/// The same change, whatever it was written like.
bool says_the_same(const Delta& a, const Delta& b) {
  const auto pushed = [](const Delta& delta) {
    Delta out;
    for (const Component& component : delta.components()) {
      out.push(component);
    }
    return out.chop();
  };
  return pushed(a) == pushed(b);
}

}  // namespace

Delta Rewriter::delta(const Weave& weave) const {
  AttributesAt attributes(weave);
  const OpNumber now = weave.version();
  Delta made;
  weave.for_each_piece(versions_, [&](const Piece& piece) {
    const Wanted wanted = decide_(piece);
    const bool there = piece.span->is_alive();
    if (there && wanted.there) {
      made.push(Component::retain(piece.length,
                                  attributes_change(attributes.at(piece, now), wanted.attributes)));
    } else if (there) {
      made.push(Component::remove(piece.length));
    } else if (wanted.there && weave.embed_of(piece) != nullptr) {
      made.push(Component::insert_embed(weave.embed_of(piece), wanted.attributes));
    } else if (wanted.there) {
      made.push(Component::insert(std::u16string(weave.text_of(piece)), wanted.attributes));
    }
  });
  return made.chop();
}

void Rewriter::enact(Weave& weave, const Weave& before) const {
  AttributesAt attributes(before);
  const OpNumber now = before.version();  // the number of the operation that does it
  std::vector<Span> spans;
  before.for_each_piece(versions_, [&](const Piece& piece) {
    Span span = *piece.span;
    if (piece.offset > 0) {
      span = weave.cut(span, piece.offset);
    }
    if (piece.length < span.length) {
      static_cast<void>(weave.cut(span, piece.length));
    }
    const Wanted wanted = decide_(piece);
    if (span.is_alive() && !wanted.there) {
      span.died = {now, 0};
    } else if (!span.is_alive() && wanted.there) {
      weave.lives_.push_back({span.died, now, span.past});
      span.past = static_cast<std::uint32_t>(weave.lives_.size() - 1);
      span.died = {};
    }
    if (wanted.there) {
      const Attributes change = attributes_change(attributes.at(piece, now), wanted.attributes);
      if (change != nullptr) {
        weave.changes_.push_back(change);
        weave.marks_.push_back(
            {now, static_cast<std::uint32_t>(weave.changes_.size() - 1), span.mark});
        span.mark = static_cast<std::uint32_t>(weave.marks_.size() - 1);
      }
    }
    spans.push_back(span);
  });
  weave.rebuild(std::move(spans));
}

Rewriter restoring(const Weave& weave, OpNumber version) {
  auto attributes = std::make_shared<AttributesAt>(weave);
  return Rewriter({version}, [&weave, attributes, version](const Piece& piece) {
    const bool there = weave.is_there(piece, version);
    return Wanted{there, there ? attributes->at(piece, version) : nullptr};
  });
}

Rewriter undoing(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to) {
  const auto is_undone = [&weave, author, from, to](OpNumber op) {
    return op >= from && op < to && weave.author_of(op) == author;
  };
  auto attributes = std::make_shared<AttributesAt>(
      weave, [is_undone](const Mark& mark) { return is_undone(mark.op); });
  return Rewriter({from, to}, [&weave, attributes, is_undone](const Piece& piece) {
    const OpNumber now = weave.version();
    bool there = piece.span->is_alive();
    if (is_undone(piece.born()) || (there && is_undone(weave.brought_by(piece, now)))) {
      there = false;
    } else if (!there) {
      there = is_undone(piece.died());
    }
    return Wanted{there, there ? attributes->at(piece, now) : nullptr};
  });
}

Delta restore_delta(const Weave& weave, OpNumber version) {
  return restoring(weave, version).delta(weave);
}

Delta undo_delta(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to) {
  return undoing(weave, author, from, to).delta(weave);
}

Result<void> Weave::apply_restore(const Delta& op, OpNumber restored, AuthorIndex author) {
  if (restored > version() || !says_the_same(op, restore_delta(*this, restored))) {
    return apply(op, author);
  }
  const Weave before = *this;
  authors_.push_back(author);
  restoring(before, restored).enact(*this, before);
  return {};
}

Result<void> Weave::apply_undo(const Delta& op, AuthorIndex undone, OpNumber from, OpNumber to,
                               AuthorIndex author) {
  if (from > to || to > version() || !says_the_same(op, undo_delta(*this, undone, from, to))) {
    return apply(op, author);
  }
  const Weave before = *this;
  authors_.push_back(author);
  undoing(before, undone, from, to).enact(*this, before);
  return {};
}

/// Lays the spans out anew.
void Weave::rebuild(std::vector<Span> spans) {
  chunks_.assign(1, Chunk{});
  alive_ = 0;
  at_ = 0;
  before_ = 0;
  for (const Span& span : spans) {
    Chunk& chunk = chunks_.back();
    chunk.alive += span.is_alive() ? span.length : 0;
    alive_ += span.is_alive() ? span.length : 0;
    if (chunk.spans.empty() || !join(chunk.spans.back(), span)) {
      chunk.spans.push_back(span);
    }
    if (chunk.spans.size() >= kFilledSpans) {
      chunks_.push_back(Chunk{});
    }
  }
}

}  // namespace plenary::history
