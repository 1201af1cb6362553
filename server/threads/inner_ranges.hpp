#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/text/rope.hpp"
#include "protocol/threads/shared_list.hpp"
#include "server/threads/inner_range.hpp"

namespace plenary::server {

/// The threads on words inside of the tables and notes of one text. The embed of each is an anchor
/// of one unit; the range in it belongs to the thread alone, so no thread's place depends on which
/// others there are. A regular value; a copy shares the ranges. Thread: as for any value.
class InnerRanges {
 public:
  /// Everything there is to know, for checkpoints.
  struct State {
    anchor::AnchorSet embeds{};
    std::vector<std::pair<threads::Number, InnerRange::State>> ranges{};  // by position
  };

  InnerRanges() = default;
  /// Goes on from a checkpoint. Errors: kCorrupt if it is not of that text.
  [[nodiscard]] static Result<InnerRanges> resume(State state, const text::Rope& text);
  [[nodiscard]] State state() const;

  /// Adds a thread in the embed that `range` is. Errors: kNotApplicable: there are no such words.
  [[nodiscard]] Result<void> add(threads::Number thread, anchor::Range range, const InnerName& name,
                                 const text::Rope& text);
  [[nodiscard]] bool has(threads::Number thread) const { return ranges_.find(thread) != nullptr; }
  [[nodiscard]] bool empty() const { return embeds_.size() == 0; }

  /// Follows an operation on `before`. Returns the threads to look for in the text after it, with
  /// look_for. Requires: as AnchorSet::apply. Cost: that of AnchorSet::apply, and for each change
  /// of an embed the threads in it; those whose text it changes cost O(that text).
  [[nodiscard]] std::vector<threads::Number> follow(const ot::rich_text::Delta& op,
                                                    const text::Rope& before, Version version);
  void look_for(const std::vector<threads::Number>& threads, const text::Rope& after,
                Version version);

  /// The anchor of a thread's embed, and its range in there; nothing if there is no such thread.
  struct Found {
    anchor::Anchor embed;
    const InnerRange& range;  // until this changes
  };
  [[nodiscard]] std::optional<Found> find(threads::Number thread) const;
  /// The words, as InnerRange::words. Requires: find(thread).
  [[nodiscard]] std::u16string words(threads::Number thread, const text::Rope* text) const;
  [[nodiscard]] std::size_t memory_bytes() const { return embeds_.memory_bytes() + bytes_; }

 private:
  void put(threads::Number thread, InnerRange range);
  template <class Change>
  void change(threads::Number thread, Change change);
  void change_inside(threads::Number thread, const text::EmbedContent& before,
                     const text::EmbedChange& by, Version version,
                     std::vector<threads::Number>& away);

  anchor::AnchorSet embeds_;
  threads::SharedList<InnerRange> ranges_;
  std::size_t bytes_{0};  // of the ranges
};

}  // namespace plenary::server
