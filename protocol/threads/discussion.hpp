#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/threads/event.hpp"
#include "protocol/threads/shared_list.hpp"

namespace plenary::threads {

/// The words of a comment before an edit.
struct Revision {
  Number said{0};  // the event that said it: names these words for good
  Timestamp time{};
  std::string text{};
};

struct Comment {
  Number id{0};
  Number thread{0};
  Author author{};
  Timestamp time{};
  Number said{0};      // the event that gave it its present words: names them for good
  std::string text{};  // Markdown; empty once it is deleted
  std::optional<Timestamp> edited{};
  std::optional<Author> deleted_by{};
  std::optional<Timestamp> deleted{};
  std::vector<Revision> revisions{};            // oldest first; emptied by a deletion
  std::map<std::string, Reaction> reactions{};  // by author's id
};

struct Thread {
  Number id{0};
  Anchor anchor{};                 // as it began; where it is now is for an AnchorSet
  std::vector<Number> comments{};  // in their order; the first is the thread's own
  std::optional<Author> resolved_by{};
  std::optional<Timestamp> resolved{};
  std::vector<std::string> labels{};
  std::string assignee{};
  std::string due{};
  Timestamp updated{};
  Number last{0};  // the event that changed it last: its entity tag
};

/// The author of a wished-for event, and whether they may change the comments of others.
struct Actor {
  Author author{};
  bool moderates{false};
};

/// Whether a thread may begin at such an anchor of some text. Errors: kMalformed, kTooLarge.
[[nodiscard]] Result<void> check_anchor(const Anchor& anchor);

/// All threads of one document: the fold of its events. A regular value. Copies share their equal
/// parts, so a copy costs some bytes for each thread and each 64th event, and may be read on
/// another thread while the original changes. Cost of each call: O(1) unless said otherwise.
class Discussion {
 public:
  /// Checks that the event may come next. Errors: kNotFound (no such thread or comment, or it is
  /// deleted), kRejected (the comment is not the actor's), kTooLarge (limits.hpp), kMalformed (a
  /// blank comment, an invalid day).
  [[nodiscard]] Result<void> check(const Event& event, const Actor& actor) const;

  /// Takes an entry of the log. Requires: its number is next(). An event that check() would refuse
  /// (from a log that another program wrote) changes nothing but next().
  void apply(const Entry& entry);

  /// The number of the next event.
  [[nodiscard]] Number next() const { return next_; }
  [[nodiscard]] const Thread* thread(Number id) const;
  [[nodiscard]] const Comment* comment(Number id) const;
  /// In the order in which they began.
  [[nodiscard]] const std::vector<Number>& threads() const { return order_; }
  /// An estimate from above, as if nothing were shared.
  [[nodiscard]] std::size_t memory_bytes() const { return bytes_; }
  /// The thread that an event is about; of a Started event that is not in it yet: nothing.
  [[nodiscard]] std::optional<Number> thread_of(const Event& event) const;

 private:
  [[nodiscard]] Result<void> check_event(const Started& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Replied& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Edited& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Deleted& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Resolved& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Reacted& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Labelled& e, const Actor& actor) const;
  [[nodiscard]] Result<void> check_event(const Assigned& e, const Actor& actor) const;
  [[nodiscard]] Result<const Thread*> existing_thread(Number id) const;
  [[nodiscard]] Result<const Comment*> living_comment(Number id) const;

  void apply_event(const Entry& entry, const Started& e);
  void apply_event(const Entry& entry, const Replied& e);
  void apply_event(const Entry& entry, const Edited& e);
  void apply_event(const Entry& entry, const Deleted& e);
  void apply_event(const Entry& entry, const Resolved& e);
  void apply_event(const Entry& entry, const Reacted& e);
  void apply_event(const Entry& entry, const Labelled& e);
  void apply_event(const Entry& entry, const Assigned& e);
  void add_comment(const Entry& entry, Thread& thread, const std::string& text);

  [[nodiscard]] Comment* living(Number id);

  Number next_{0};
  std::vector<Number> order_;
  SharedList<Thread> threads_;    // by the number of the event that made it
  SharedList<Comment> comments_;  // the same
  std::size_t bytes_{0};
};

}  // namespace plenary::threads
