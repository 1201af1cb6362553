#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/ot/type.hpp"
#include "protocol/threads/event.hpp"
#include "server/threads/inner_ranges.hpp"

namespace plenary::server {

/// The places of the threads of one document at one version. A regular value: a copy shares the
/// text and costs the bytes of the anchors. Thread: as for any value.
class Places {
 public:
  /// Starts at a version with that content, and no threads.
  Places(Version version, ot::Content content) : version_(version), content_(std::move(content)) {}

  /// Goes on from a checkpoint. Errors: kCorrupt if it is not of that text.
  [[nodiscard]] static Result<Places> resume(Version version, ot::Content content,
                                             anchor::AnchorSet anchors,
                                             InnerRanges::State inner = {});

  [[nodiscard]] Version version() const { return version_; }
  [[nodiscard]] const anchor::AnchorSet& anchors() const { return anchors_; }
  [[nodiscard]] const InnerRanges& inner() const { return inner_; }
  [[nodiscard]] const ot::Content& content() const { return content_; }

  /// Puts a thread on a range of the text at version(), or on words inside of the embed that this
  /// is. Errors: kNotApplicable if the range or the words are not in it or this is not a rich text.
  [[nodiscard]] Result<void> add(threads::Number thread, anchor::Range range,
                                 const InnerName* inside = nullptr);
  [[nodiscard]] bool has(threads::Number thread) const {
    return anchors_.find(anchor::AnchorId{thread}) || inner_.has(thread);
  }
  /// Takes the operation of version(). Errors: kCorrupt if it does not apply.
  [[nodiscard]] Result<void> follow(const ot::Operation& operation);

  struct Place {
    anchor::Range range;
    std::optional<Version> orphaned_at;  // the operation that removed the words
    std::string words;                   // in the range now; of an orphan: the last ones
    /// In the cell or note, of a thread on words in there; nothing while that is not in the text.
    std::optional<anchor::Range> inside{};
  };
  /// The same without the words. Cost: O(1).
  [[nodiscard]] std::optional<Place> range_of(threads::Number thread) const;
  /// Nothing if the thread is not in here.
  [[nodiscard]] std::optional<Place> find(threads::Number thread) const;

  /// As if nothing were shared. Cost: O(text / 1 kB).
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  [[nodiscard]] std::vector<threads::Number> follow(const ot::rich_text::Delta& op,
                                                    const text::Rope& before);

  Version version_;
  ot::Content content_;
  anchor::AnchorSet anchors_;
  InnerRanges inner_;  // the threads on words inside of embeds: none is in both
};

/// The range after an operation of any kind; empty if its words are gone.
[[nodiscard]] anchor::Range mapped(anchor::Range range, const ot::Operation& operation);

/// Whether the presence of the range could matter to an operation, for its own anchor or for
/// others: anything is deleted (what died near an anchor is remembered, and comes back), or text is
/// written at an edge of the range (it may be text that comes back). `inside`: the range is an
/// embed, for words in it; then each change of the embed matters, too.
[[nodiscard]] bool may_matter(anchor::Range range, bool inside, const ot::Operation& operation);

/// The bytes of a text, as if nothing were shared; 0 if this is not a text.
[[nodiscard]] std::size_t memory_of(const ot::Content& content);

/// The words of a range, as UTF-8, cut to kMaxQuoteBytes between characters; embeds are left out.
/// Requires: the range lies in the text. Cost: O(log n + what it takes).
[[nodiscard]] std::string words_of(const text::Rope& rope, anchor::Range range);
/// Words cut like these, as UTF-8.
[[nodiscard]] std::string quote_of(std::u16string words);

}  // namespace plenary::server
