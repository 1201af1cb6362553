#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "protocol/history/note.hpp"
#include "server/documents/documents.hpp"
#include "server/history/histories.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {

class Past;

/// A request to restore a version or to undo an author's part: `note` has one of the two.
struct Reversal {
  DocumentKey key{};
  history::Note note{};
  std::string author{};   // of the reversal
  std::string source{};   // a client id that is not in use
  bool may_create{true};  // the author may make a deleted document again
  Asker asker{};          // whose turn it takes
};

struct Reversed {
  Version version{};  // the head that has it
  bool changed{false};
};

/// The change that does it to the text as it is now. Pure; any thread. Errors: kMalformed,
/// kVersionAhead, kNotFound, kNotApplicable, as of Reversals.
[[nodiscard]] Result<history::Delta> change_for(const history::History& history,
                                                const history::Note& note);

/// Commits restores and undos: the operation is made from the history at the head, and committed
/// only if that is still the head; else it is made again. Thread: any.
class Reversals {
 public:
  /// A text that is edited faster than it can be looked at: the person is told to try again.
  static constexpr int kAttemptsMost = 40;

  /// Lifetime: all outlive it; `reading` and shards are stopped before it goes.
  Reversals(Histories& histories, Past& past, Documents& documents, Pool& reading)
      : histories_(histories), past_(past), documents_(documents), reading_(reading) {}

  /// `done` is called once, on any thread. Errors: kMalformed: the versions are not in order;
  /// kVersionAhead: no such version; kNotFound: that author did nothing here, or the document was
  /// not there at that version, or is not there to undo something in; kNotApplicable: of this type
  /// it cannot be done; kRejected: it was deleted, and they may not make it again;
  /// kVersionConflict: it is edited too fast; kBusy.
  void start(Reversal reversal, std::function<void(Result<Reversed>)> done);

 private:
  struct Attempt;
  using AttemptPtr = std::shared_ptr<Attempt>;

  void attempt(const AttemptPtr& attempt);
  [[nodiscard]] Result<std::optional<Submission>> make(const Reversal& reversal, Version& head);
  [[nodiscard]] Result<std::optional<Submission>> restore(const Reversal& reversal,
                                                          const ContentAt& now,
                                                          const Result<history::Delta>& change);

  Histories& histories_;
  Past& past_;
  Documents& documents_;
  Pool& reading_;
};

}  // namespace plenary::server
