#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/threads/event.hpp"

namespace plenary::threads {

/// What a comment said before an edit.
struct Revision {
  Timestamp time{};
  std::string text{};
};

struct Comment {
  Number id{0};
  Number thread{0};
  Author author{};
  Timestamp time{};
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

/// Who wants something, and whether they may act on what is not theirs.
struct Actor {
  Author author{};
  bool moderates{false};
};

/// All threads of one document: the fold of its events. A value; copies are deep.
/// Thread: as for any value. Costs: those of a hash look-up unless said otherwise.
class Discussion {
 public:
  /// Whether the event may come next. Errors: kNotFound (no such thread or comment, or it is
  /// deleted), kRejected (not theirs to change), kTooLarge (limits.hpp), kMalformed (a blank
  /// comment, a day that is none).
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

  Number next_{0};
  std::vector<Number> order_;
  std::unordered_map<Number, Thread> threads_;
  std::unordered_map<Number, Comment> comments_;
};

}  // namespace plenary::threads
