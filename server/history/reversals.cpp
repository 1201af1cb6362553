#include "server/history/reversals.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "server/documents/past.hpp"

namespace plenary::server {
namespace {

using history::History;
using history::OpNumber;
using ot::rich_text::Delta;

Error version_ahead() {
  return {Errc::kVersionAhead, "this document has no such version yet"};
}

/// Was the last thing that happened to it as a whole that it was deleted?
bool is_deleted(const History& history) {
  using Kind = history::Landmark::Kind;
  const auto& landmarks = history.timeline().landmarks();
  const auto last = std::find_if(landmarks.rbegin(), landmarks.rend(), [](const auto& landmark) {
    return landmark.kind == Kind::kCreated || landmark.kind == Kind::kDeleted;
  });
  return last == landmarks.rend() || last->kind == Kind::kDeleted;
}

Error not_there() {
  return {Errc::kNotFound, "There was no document at that version."};
}

std::string body_of(const Delta& delta) {
  std::string body;
  ot::rich_text::append(body, delta);
  return body;
}

Submission submission_of(const Reversal& reversal, Version head) {
  Submission submission;
  submission.base = head;
  submission.only_at_head = true;
  submission.author = reversal.author;
  submission.source = reversal.source;
  submission.sequence = Sequence{1};
  submission.note = to_json(reversal.note);
  return submission;
}

}  // namespace

Result<Delta> change_for(const History& history, const history::Note& note) {
  if (!history.is_text()) {
    return Error{Errc::kNotApplicable,
                 "This document is not a text: it can be restored to a version, but what one "
                 "person did in it cannot be told apart."};
  }
  const auto head = history.version();
  if (note.restores) {
    if (note.restores->value > head) {
      return version_ahead();
    }
    return history::restore_delta(history.weave(), static_cast<OpNumber>(note.restores->value));
  }
  const history::Note::Undone& undone = *note.undoes;
  if (undone.from > undone.to) {
    return Error{Errc::kMalformed, "from is a version at or before to"};
  }
  if (undone.to.value > head) {
    return version_ahead();
  }
  const auto author = history.author(undone.by);
  if (!author) {
    return Error{Errc::kNotFound, "Nobody with this id wrote here."};
  }
  if (is_deleted(history)) {
    return Error{Errc::kNotFound, "This document was deleted: restore one of its versions."};
  }
  return history::undo_delta(history.weave(), *author, static_cast<OpNumber>(undone.from.value),
                             static_cast<OpNumber>(undone.to.value));
}

struct Reversals::Attempt {
  Reversal reversal;
  std::function<void(Result<Reversed>)> done;
  int number{0};
};

void Reversals::start(Reversal reversal, std::function<void(Result<Reversed>)> done) {
  attempt(std::make_shared<Attempt>(Attempt{std::move(reversal), std::move(done)}));
}

void Reversals::attempt(const AttemptPtr& attempt) {
  const auto posted = reading_.try_post(attempt->reversal.asker, [this, attempt] {
    Version head;
    auto made = make(attempt->reversal, head);
    if (!made || !*made) {
      attempt->done(made ? Result<Reversed>(Reversed{head, false}) : made.error());
      return;
    }
    SubmitRequest request;
    request.submission = **std::move(made);
    request.done = [this, attempt](const Result<Version>& committed) {
      if (committed) {
        attempt->done(Reversed{committed->next(), true});
      } else if (committed.error().code != Errc::kVersionConflict) {
        attempt->done(committed.error());
      } else if (++attempt->number >= kAttemptsMost) {
        attempt->done(
            Error{Errc::kVersionConflict,
                  "The paper is being edited so fast that this could not be done; nothing "
                  "was changed. Try again in a moment."});
      } else {
        this->attempt(attempt);
      }
    };
    documents_.with(attempt->reversal.key,
                    [request = std::move(request)](DocumentActor& actor) mutable {
                      actor.submit(std::move(request));
                    });
  });
  if (!posted) {
    attempt->done(posted.error());
  }
}

/// The operation that does it at the head; nothing if there is nothing to do.
Result<std::optional<Submission>> Reversals::make(const Reversal& reversal, Version& head) {
  Result<Delta> change = not_there();
  PLENARY_TRY_VOID(histories_.read(reversal.key, [&](const History& history) {
    head = Version{history.version()};
    change = change_for(history, reversal.note);
  }));
  PLENARY_TRY(const ContentAt now, past_.at(reversal.key, head));
  if (reversal.note.restores) {
    return restore(reversal, now, change);
  }
  PLENARY_TRY(const Delta delta, std::move(change));
  if (delta.empty()) {
    return std::optional<Submission>();
  }
  Submission submission = submission_of(reversal, head);
  submission.body = body_of(delta);
  return std::optional(std::move(submission));
}

/// `change`: the change of the text, if the document is one.
Result<std::optional<Submission>> Reversals::restore(const Reversal& reversal, const ContentAt& now,
                                                     const Result<Delta>& change) {
  if (*reversal.note.restores > now.version) {
    return version_ahead();
  }
  PLENARY_TRY(const ContentAt then, past_.at(reversal.key, *reversal.note.restores));
  if (!then.content.exists()) {
    return not_there();
  }
  Submission submission = submission_of(reversal, now.version);
  if (!now.content.exists()) {
    if (!reversal.may_create) {
      return Error{Errc::kRejected, "This document was deleted: its owner can bring it back."};
    }
    submission.kind = Submission::Kind::kCreate;
    submission.type = std::string(then.content.type_uri());
    submission.body = change ? body_of(*change) : then.content.to_json();
    return std::optional(std::move(submission));
  }
  if (now.content.type() != then.content.type()) {
    return Error{Errc::kNotApplicable, "At that version this was a document of another type."};
  }
  if (change) {
    submission.body = body_of(*change);
    return change->empty() ? std::optional<Submission>() : std::optional(std::move(submission));
  }
  if (change.error().code != Errc::kNotApplicable) {
    return change.error();
  }
  // A structured document's value is replaced as a whole.
  const std::string before = now.content.to_json();
  const std::string after = then.content.to_json();
  submission.body = R"([{"p":[],"od":)" + before + R"(,"oi":)" + after + "}]";
  return before == after ? std::optional<Submission>() : std::optional(std::move(submission));
}

}  // namespace plenary::server
