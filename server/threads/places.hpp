#pragma once

#include <optional>
#include <string>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/threads/discussion.hpp"
#include "server/documents/document_state.hpp"

namespace plenary::server {

/// Where the threads of one document are, at one version. Follows the document when somebody asks,
/// not with each keystroke: what nobody looks at costs the way of a keystroke nothing. A value;
/// not thread-safe.
class Places {
 public:
  /// Starts at a version with that content, and no threads.
  Places(Version version, ot::Content content) : version_(version), content_(std::move(content)) {}

  /// Goes on from what a checkpoint holds. Errors: kCorrupt if it is not of that text.
  [[nodiscard]] static Result<Places> resume(Version version, ot::Content content,
                                             anchor::AnchorSet anchors);

  [[nodiscard]] Version version() const { return version_; }
  [[nodiscard]] const anchor::AnchorSet& anchors() const { return anchors_; }
  [[nodiscard]] const ot::Content& content() const { return content_; }

  /// Puts a thread on a range of the text at version(). Errors: kNotApplicable if the range is not
  /// in it or this is not a rich text.
  [[nodiscard]] Result<void> add(threads::Number thread, anchor::Range range);
  /// Takes the next operation. Requires: its version is version(). Errors: kCorrupt if it does not
  /// apply.
  [[nodiscard]] Result<void> follow(const Committed& op);
  /// Shares the memory of the document's own copy. Requires: it is that of version().
  void adopt(ot::Content content) { content_ = std::move(content); }

  struct Place {
    anchor::Range range;
    std::optional<Version> orphaned_at;  // the operation that removed the words
    std::string words;                   // there now; of an orphan: what it last held
  };
  /// The same without the words. Cost: O(1).
  [[nodiscard]] std::optional<Place> range_of(threads::Number thread) const;
  /// Nothing if the thread is not in here.
  [[nodiscard]] std::optional<Place> find(threads::Number thread) const;

 private:
  Version version_;
  ot::Content content_;
  anchor::AnchorSet anchors_;
};

/// Where a range is after an operation of any kind; empty if its words are gone.
[[nodiscard]] anchor::Range mapped(anchor::Range range, const ot::Operation& operation);

/// The words of a range, as UTF-8, cut to kMaxQuoteBytes between characters; embeds are left out.
/// Requires: the range lies in the text. Cost: O(log n + what it takes).
[[nodiscard]] std::string words_of(const text::Rope& rope, anchor::Range range);

}  // namespace plenary::server
