#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/threads/discussion.hpp"
#include "protocol/wire/messages.hpp"
#include "server/documents/happenings.hpp"
#include "server/events/event_logs.hpp"

namespace plenary::server {

/// An event that somebody proposes to a discussion, and its conditions.
struct Proposal {
  threads::Event event{};  // of a new thread with its quote: Discussions::anchor
  threads::Actor actor{};
  /// Names the request: the same one by the same author happens once, however often it is sent.
  std::string idempotency_key{};
  /// The thread that it must be about.
  std::optional<threads::Number> thread{};
  /// The thread must not have changed since its event of this number.
  std::optional<threads::Number> expected{};
};

/// Threads as a kind of event log: see EventLog for the meaning of each part. The log of a document
/// has the key threads_log(document).
struct ThreadEvents {
  using Proposal = server::Proposal;
  /// Without the words of comments: those are for who reads (server/threads/discussions.hpp).
  using State = threads::Discussion;
  using News = wire::ThreadEvent;

  static DocumentKey log_of(const DocumentKey& document);
  static std::string_view author_of(const Proposal& proposal) { return proposal.actor.author.id; }
  static std::string_view idempotency_key_of(const Proposal& proposal) {
    return proposal.idempotency_key;
  }
  static std::string_view kind_of(const Proposal& proposal) {
    return threads::kind_of(proposal.event);
  }
  /// Errors: those of Discussion::check; kNotFound: the comment is not in `thread`;
  /// kVersionConflict: `expected` is no more.
  static Result<std::string> decide(const State& state, const Proposal& proposal);
  static Result<News> apply(State& state, const storage::OpView& event);
  static std::string_view kind_of(const News& news) { return news.is; }
  static EventAudience audience_of(const News&) { return EventAudience::kThreadReaders; }
  static std::string message(const DocumentKey& document, EventNumber from, EventNumber to,
                             std::span<const News> news);
  static Happening happening(const DocumentKey& document, const News& news);
};

/// An event of the log of threads. Errors: kCorrupt.
[[nodiscard]] Result<threads::Entry> read_thread_event(const storage::OpView& event);

using ThreadsActor = EventLog<ThreadEvents>;
using ThreadsRegistry = EventLogRegistry<ThreadEvents>;
extern template class EventLog<ThreadEvents>;

}  // namespace plenary::server
