#pragma once

#include <memory>
#include <utility>

#include "protocol/base/document_key.hpp"
#include "protocol/threads/discussion.hpp"
#include "server/documents/past.hpp"
#include "server/events/event.hpp"
#include "server/events/follower.hpp"
#include "server/limits.hpp"
#include "server/threads/comment_texts.hpp"
#include "server/threads/place_trail.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

class Pool;

/// The sources that discussions are read from. All outlive the readers.
struct DiscussionSources {
  storage::Logs& store;
  Past& past;
  Pool& background;  // writes down where threads are
};

/// The ends of the logs of a paper and of its threads.
struct DiscussionHeads {
  Version paper;
  EventNumber events{0};
};

/// The discussions of a paper at one instant. Never changes. Thread: any.
struct DiscussionView {
  std::shared_ptr<const threads::Discussion> discussion;
  std::shared_ptr<const Places> places;  // null: there are no threads
  Version version;                       // of the paper; 0: it was never made
  std::shared_ptr<CommentTexts> texts;   // of all views of the paper

  [[nodiscard]] bool covers(const DiscussionHeads& heads) const {
    return version >= heads.paper && discussion->next() >= heads.events;
  }
  [[nodiscard]] std::size_t gathered_bytes() const { return texts->memory_bytes(); }
};
using DiscussionViewPtr = std::shared_ptr<const DiscussionView>;

/// Follows the logs of one paper and its threads, for a Follower. Blocking calls; errors: those of
/// the store, kCorrupt.
class DiscussionTrack {
 public:
  using View = DiscussionView;
  using Heads = DiscussionHeads;
  explicit DiscussionTrack(const DocumentKey& paper) : paper_(paper), trail_(paper) {}

  /// The end of the threads' log is read first: so no thread begins above the paper's.
  [[nodiscard]] static Result<Heads> heads(storage::Logs& store, const DocumentKey& paper);
  [[nodiscard]] Result<DiscussionViewPtr> advance(DiscussionSources& sources, const Heads& heads);

  [[nodiscard]] PlaceTrail& trail() { return trail_; }
  [[nodiscard]] std::size_t memory_bytes() const {
    return trail_.memory_bytes() + discussion_->memory_bytes();
  }

 private:
  [[nodiscard]] Result<void> fold(storage::Logs& store, EventNumber to);
  void resume(DiscussionSources& sources, Version head);
  void write_down(DiscussionSources& sources, Version head);

  const DocumentKey paper_;
  std::shared_ptr<const threads::Discussion> discussion_{
      std::make_shared<const threads::Discussion>()};
  PlaceTrail trail_;
  bool resumed_{false};
  Version written_;  // the version of the stored checkpoint; 0: none that can be used
  Version version_;
  std::shared_ptr<CommentTexts> texts_{std::make_shared<CommentTexts>()};
};

/// Discussions as readers see them: views that follow the logs of papers and of their threads, off
/// the shards. Nothing of it is on the way of a keystroke. Thread: any; calls block, so they are
/// for pools. Errors of all: those of the store; kCorrupt.
class Discussions {
 public:
  explicit Discussions(DiscussionSources sources, std::size_t bytes_most = kDiscussionsBytesMax)
      : sources_(sources), follower_(sources, bytes_most) {}

  /// Everything that is durable at the call. Cost: what happened since the last call.
  [[nodiscard]] Result<DiscussionViewPtr> view(const DocumentKey& paper) {
    return follower_.view(paper);
  }
  /// The same discussions, on the paper as it was at a version: threads that began later have no
  /// place. Errors: kVersionAhead. Cost: the operations from the nearest version that is kept.
  [[nodiscard]] Result<DiscussionViewPtr> view_at(const DocumentKey& paper, Version version);

  /// Returns the anchor of a new thread: `asked`, with the words in its range. A caller without the
  /// right to read history gets only words that are in the head: the range is carried there first.
  /// Errors: those of threads::check_anchor; kVersionAhead; kNotApplicable: the text of that
  /// version has no such range; kRejected: the words are gone, and the caller may not read the
  /// history.
  [[nodiscard]] Result<threads::Anchor> anchor(const DocumentKey& paper, threads::Anchor asked,
                                               bool may_read_history);

 private:
  DiscussionSources sources_;
  Follower<DiscussionTrack, DiscussionSources> follower_;
};

}  // namespace plenary::server
