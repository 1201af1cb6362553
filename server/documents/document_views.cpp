// Other reads of a document: old versions, its content for HTTP, its operations for parts of the
// server that follow it, the places of presence values.

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/wire/encode.hpp"
#include "server/documents/document_actor.hpp"
#include "server/documents/in_background.hpp"
#include "server/documents/past.hpp"
#include "server/documents/refusals.hpp"
#include "server/runtime/clock.hpp"

namespace plenary::server {
namespace {

ContentAt content_of(const DocumentState& state) {
  return {state.head(), state.time(), state.content(), {}};
}

/// The version asked for, by number or by time. Errors: those of the store.
Result<Version> find_version(storage::Logs& store, const DocumentKey& key,
                             const HistoricRequest& request, Version newest) {
  if (request.version) {
    return *request.version;
  }
  return request.time ? store.version_at(key, *request.time) : Result<Version>(newest);
}

}  // namespace

void DocumentActor::do_read_historic(HistoricRequest request) {
  const auto refuse = [this](const HistoricRequest& asked, const Error& error) {
    env_.courier.send(asked.peer, framed(wire::refuse(asked.message, refusal_of(error))));
  };
  if (phase_ == Phase::kFailed) {
    refuse(request, failure_);
    return;
  }
  const Version newest = durable_;
  if (request.version && *request.version > newest) {
    refuse(request, {Errc::kVersionAhead, "Requested version exceeds latest snapshot version"});
    return;
  }
  // The answer is made there as well: it may be a whole document.
  in_turn(
      env_.pools.reading, Turn{request.asker, request.peer},
      [this, request, newest]() -> Result<Bytes> {
        PLENARY_TRY(const Version version, find_version(env_.store, key_, request, newest));
        PLENARY_TRY(const ContentAt at, env_.past.at(key_, version));
        std::string frame;
        append_frame(frame, wire::historic_snapshot(request.action, request.request, at.version,
                                                    at.content.type_uri(), at.content.to_json()));
        return in_budget(std::move(frame), request.asker, env_.read_answers);
      },
      [this, request, refuse](const Result<Bytes>& answer) {
        if (!answer) {
          refuse(request, answer.error());
          return;
        }
        env_.courier.send(request.peer, *answer);
        answered(request.peer, request.in_flight);
      });
}

void DocumentActor::do_read_content(std::optional<Version> version,
                                    std::function<void(Result<ContentAt>)> done) {
  if (phase_ == Phase::kFailed) {
    done(failure_);
    return;
  }
  if (version && *version > state_->head()) {
    done(Error{Errc::kVersionAhead, "this document has no such version yet"});
    return;
  }
  if (!version || *version == state_->head()) {
    // Only what is durable is shown; if it is lost, the document is asked again.
    releases_.push(state_->head(), Task([this, at = content_of(*state_), done]() mutable {
                     at.properties = properties_;
                     done(std::move(at));
                   }),
                   Task([this, version, done] { do_read_content(version, done); }));
    release();
    return;
  }
  in_background(
      env_.pools.reading, [this, version] { return env_.past.at(key_, *version); },
      [this, done](Result<ContentAt> at) {
        if (at) {
          at->properties = properties_;
        }
        done(std::move(at));
      });
}

void DocumentActor::read_ops_since(Version from, std::function<void(Result<OpsBetween>)> done) {
  enqueue(nullptr, [this, from, done = std::move(done)]() mutable {
    do_read_ops_since(from, {}, std::move(done));
  });
}

/// `older`: the operations before `from` that were read already.
void DocumentActor::do_read_ops_since(Version from, std::vector<CommittedPtr> older,
                                      std::function<void(Result<OpsBetween>)> done) {
  if (phase_ == Phase::kFailed) {
    done(failure_);
    return;
  }
  const Version head = state_->head();
  if (from > head) {
    done(Error{Errc::kVersionAhead, "this document has no such version yet"});
    return;
  }
  const Version tail = state_->tail_start();
  if (from < tail) {
    const auto type =
        state_->content().exists() ? std::optional(state_->content().type()) : std::nullopt;
    ++tail_users_;
    in_background(
        env_.pools.loading,
        [this, from, tail, type] { return load_ops(env_.store, key_, from, tail, type); },
        [this, from, tail, done](Result<std::vector<CommittedPtr>> ops) {
          --tail_users_;
          if (!ops) {
            done(ops.error());
          } else if (phase_ == Phase::kLive && tail >= state_->tail_start()) {
            do_read_ops_since(tail, *std::move(ops), done);
          } else {
            read_ops_since(from, done);
          }
        });
    return;
  }
  OpsBetween between{from, head, std::move(older)};
  between.from = {from.value - between.ops.size()};
  for (Version at = from; at < head; at = at.next()) {
    between.ops.push_back(state_->op_at(at));
  }
  const Version start = between.from;
  releases_.push(head,
                 Task([between = std::move(between), done]() mutable { done(std::move(between)); }),
                 Task([this, start, done] { read_ops_since(start, done); }));
  release();
}

void DocumentActor::move_presence(PresenceMove move) {
  enqueue(nullptr, [this, move = std::move(move)]() mutable {
    wire::PresenceUpdate& update = move.update;
    if (phase_ == Phase::kLive && update.version < durable_ && update.value != "null") {
      auto parsed = json::parse(update.value);
      json::Value value = parsed ? *std::move(parsed) : json::Value();
      const bool known = update.version >= state_->tail_start();
      for (Version at = update.version; known && at < durable_ && !value.is_null();
           at = at.next()) {
        const Committed& op = *state_->op_at(at);
        if (const auto* edit = std::get_if<ot::Edit>(&op.operation)) {
          const auto* delta = std::get_if<ot::rich_text::Decoded>(edit);
          value = delta == nullptr ? json::Value()
                                   : ot::rich_text::transform_presence(
                                         value, delta->delta, op.record.source == move.source);
        } else if (!std::holds_alternative<ot::NoOp>(op.operation)) {
          value = nullptr;  // created or deleted: that text is gone
        }
      }
      update.value = known ? json::to_string(value) : "null";
      update.version = durable_;
    }
    move.done(std::move(update));
  });
}

}  // namespace plenary::server
