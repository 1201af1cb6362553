#include "server/threads/thread_events.hpp"

#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/wire/encode.hpp"
#include "server/events/event_log_impl.hpp"
#include "server/threads/log_key.hpp"
#include "storage/logs.hpp"

namespace plenary::server {
namespace {

/// "replied" → "thread.replied", "edited" → "comment.edited"
std::string happening_of(std::string_view kind) {
  const bool of_comment = kind == "edited" || kind == "deleted" || kind == "reacted";
  return (of_comment ? "comment." : "thread.") + std::string(kind);
}

}  // namespace

DocumentKey ThreadEvents::log_of(const DocumentKey& document) {
  return threads_log(document);
}

Result<std::string> ThreadEvents::decide(const State& state, const Proposal& proposal) {
  const auto thread = state.thread_of(proposal.event);
  if (proposal.thread && thread && *proposal.thread != *thread) {
    return Error{Errc::kNotFound, "There is no such comment in this thread"};
  }
  PLENARY_TRY_VOID(state.check(proposal.event, proposal.actor));
  if (proposal.expected && thread && state.thread(*thread)->last != *proposal.expected) {
    return Error{Errc::kVersionConflict, "The thread has changed since you read it"};
  }
  return threads::to_json(proposal.actor.author, proposal.event);
}

Result<threads::Entry> read_thread_event(const storage::OpView& event) {
  if (event.kind != storage::OpKind::kEvent) {
    return Error{Errc::kCorrupt, "this is not an event"};
  }
  PLENARY_TRY(auto stored, threads::from_json(event.body));
  return threads::Entry{event.version.value,
                        event.time,
                        {std::string(event.author), std::move(stored.author_name)},
                        std::move(stored.event)};
}

Result<ThreadEvents::News> ThreadEvents::apply(State& state, const storage::OpView& event) {
  PLENARY_TRY(threads::Entry entry, read_thread_event(event));
  entry.event = threads::without_words(std::move(entry.event));
  state.apply(entry);
  const auto thread = std::holds_alternative<threads::Started>(entry.event)
                          ? std::optional(entry.number)
                          : state.thread_of(entry.event);
  return News{entry.number, thread.value_or(entry.number), threads::kind_of(entry.event),
              entry.time,   std::move(entry.author.id),    std::move(entry.author.name)};
}

std::string ThreadEvents::message(const DocumentKey& document, EventNumber from, EventNumber to,
                                  std::span<const News> news) {
  PLENARY_ASSERT(from + news.size() == to, "all events of threads have one audience");
  return wire::threads(document, from, news);
}

Happening ThreadEvents::happening(const DocumentKey& document, const News& news) {
  return {.type = happening_of(news.is),
          .paper = document.id,
          .at = news.at,
          .author_id = news.author_id,
          .author_name = news.author_name,
          .thread = news.thread,
          .number = news.number};
}

template class EventLog<ThreadEvents>;

}  // namespace plenary::server
