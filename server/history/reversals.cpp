#include "server/history/reversals.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "server/documents/past.hpp"
#include "server/runtime/background.hpp"

namespace plenary::server {
namespace {

using history::History;
using history::OpNumber;
using ot::rich_text::Delta;

Error version_ahead() {
  return {Errc::kVersionAhead, "this document has no such version yet"};
}

std::string body_of(const Delta& delta) {
  std::string body;
  ot::rich_text::append(body, delta);
  return body;
}

/// The change of the text. Errors: kVersionAhead, kNotFound, kNotApplicable.
Result<Delta> change_for(const History& history, const history::Note& note) {
  if (!history.is_text()) {
    return Error{Errc::kNotApplicable, "this document is not a text"};
  }
  const auto head = history.version();
  if (note.restores) {
    if (note.restores->value > head) {
      return version_ahead();
    }
    return history::restore_delta(history.weave(), static_cast<OpNumber>(note.restores->value));
  }
  const history::Note::Undone& undone = *note.undoes;
  if (undone.to.value > head || undone.from > undone.to) {
    return version_ahead();
  }
  const auto author = history.author(undone.by);
  if (!author) {
    return Error{Errc::kNotFound, "nobody with this id wrote here"};
  }
  return history::undo_delta(history.weave(), *author, static_cast<OpNumber>(undone.from.value),
                             static_cast<OpNumber>(undone.to.value));
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

struct Reversals::Attempt {
  Reversal reversal;
  std::function<void(Result<Reversed>)> done;
  int number{0};
};

void Reversals::start(Reversal reversal, std::function<void(Result<Reversed>)> done) {
  attempt(std::make_shared<Attempt>(Attempt{std::move(reversal), std::move(done)}));
}

void Reversals::attempt(const AttemptPtr& attempt) {
  background_.post([this, attempt] {
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
}

/// The operation that does it at the head; nothing if there is nothing to do.
Result<std::optional<Submission>> Reversals::make(const Reversal& reversal, Version& head) {
  Result<Delta> change = Error{Errc::kNotFound, {}};
  bool is_text = true;
  PLENARY_TRY_VOID(histories_.read(reversal.key, [&](const History& history) {
    head = Version{history.version()};
    is_text = history.is_text();
    change = change_for(history, reversal.note);
  }));
  if (!is_text && reversal.note.restores) {
    return restore_json(reversal, head);
  }
  PLENARY_TRY(const Delta delta, std::move(change));
  PLENARY_TRY(const ContentAt now, past_.at(reversal.key, head));
  Submission submission = submission_of(reversal, head);
  if (!now.content.exists()) {
    // The paper was deleted: it is made again with what it was.
    if (!reversal.note.restores || delta.empty()) {
      return Error{Errc::kNotFound, "there was no document at that version"};
    }
    submission.kind = Submission::Kind::kCreate;
    submission.type = std::string(ot::uri_of(ot::TypeId::kRichText));
  } else if (delta.empty()) {
    return std::optional<Submission>();
  }
  submission.body = body_of(delta);
  return std::optional(std::move(submission));
}

/// A structured document's value is replaced as a whole.
Result<std::optional<Submission>> Reversals::restore_json(const Reversal& reversal, Version head) {
  if (*reversal.note.restores > head) {
    return version_ahead();
  }
  PLENARY_TRY(const ContentAt then, past_.at(reversal.key, *reversal.note.restores));
  PLENARY_TRY(const ContentAt now, past_.at(reversal.key, head));
  if (!then.content.exists() || !now.content.exists()) {
    return Error{Errc::kNotFound, "there was no document at that version"};
  }
  const std::string before = now.content.to_json();
  const std::string after = then.content.to_json();
  if (before == after) {
    return std::optional<Submission>();
  }
  Submission submission = submission_of(reversal, head);
  submission.body = R"([{"p":[],"od":)" + before + R"(,"oi":)" + after + "}]";
  return std::optional(std::move(submission));
}

}  // namespace plenary::server
