// How a document is read: its snapshot, its operations, its past.

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
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

std::string DocumentActor::frames_between(Version from, Version to) const {
  std::string frames;
  for (Version at = from; at < to; at = at.next()) {
    append_frame(frames, op_message(key_, state_->op_at(at)->record));
  }
  return frames;
}

std::shared_ptr<const std::string> DocumentActor::snapshot_json(const ot::Content& content,
                                                                Version version) {
  if (encoded_ == nullptr || encoded_at_ != version) {
    encoded_ = std::make_shared<const std::string>(
        wire::snapshot_object(version, content.type_uri(), content.to_json()));
    encoded_at_ = version;
  }
  return encoded_;
}

void DocumentActor::do_read(ReadRequest request) {
  if (phase_ == Phase::kFailed) {
    refuse_read(request, refusal_of(failure_));
    return;
  }
  if (request.from && *request.from < request.oldest && *request.from < state_->head()) {
    refuse_read(request, wire::Refusal{wire::kHistoryRejected,
                                       "Its history may not be read: open the document afresh"});
    return;
  }
  if (!request.from) {
    read_snapshot(std::move(request));
  } else {
    const Version from = std::min(*request.from, state_->head());
    read_ops(std::move(request), {}, from);
  }
}

void DocumentActor::read_snapshot(ReadRequest request) {
  const Version head = state_->head();
  Task answer([this, request, head, content = state_->content()] {
    finish_read(request, {}, *snapshot_json(content, head), head);
  });
  answer_read(head, std::move(answer), std::move(request));
}

void DocumentActor::read_ops(ReadRequest request, std::string frames, Version from) {
  const Version tail = state_->tail_start();
  if (from < tail) {
    const PeerRef peer = request.peer;
    suspend(peer);
    in_background(
        env_.pools.loading,
        [this, from, tail] { return load_op_frames(env_.store, key_, from, tail); },
        [this, peer, tail, request = std::move(request),
         frames = std::move(frames)](Result<std::string> older) mutable {
          resume(peer, [&] {
            if (!older) {
              refuse_read(request, refusal_of(older.error()));
            } else if (phase_ != Phase::kLive) {
              read(std::move(request));
            } else {
              read_ops(std::move(request), std::move(frames) + *older, tail);
            }
          });
        });
    return;
  }
  const Version head = state_->head();
  frames += frames_between(from, head);
  Task answer([this, request, frames = std::move(frames), head]() mutable {
    finish_read(request, std::move(frames), {}, head);
  });
  answer_read(head, std::move(answer), std::move(request));
}

void DocumentActor::answer_read(Version needs, Task answer, ReadRequest request) {
  if (request.subscription != nullptr && !request.subscription->has_ended() &&
      !request.peer->is_gone()) {
    listeners_to_be_.insert(request.peer.get());
  }
  releases_.push(needs, std::move(answer), std::move(request));
  release();
}

void DocumentActor::finish_read(const ReadRequest& request, std::string frames,
                                std::string data_json, Version at) {
  if (request.given && !data_json.empty() && !request.peer->is_gone()) {
    request.given(at);
  }
  if (request.collect) {
    if (!frames.empty()) {
      env_.courier.send(request.peer, Bytes(std::move(frames)));
    }
    env_.courier.run(request.peer, [collect = request.collect, data = std::move(data_json), at,
                                    in_flight = request.in_flight]() mutable {
      collect(std::move(data), std::nullopt, at);
    });
  } else {
    append_frame(frames, wire::document_reply(request.action, key_, data_json));
    env_.courier.send(request.peer, Bytes(std::move(frames)));
    answered(request.peer, request.in_flight);
  }
  if (request.subscription != nullptr && !request.peer->is_gone() &&
      request.subscription->begin()) {
    subscribers_.add(request.peer);
  }
}

void DocumentActor::refuse_read(const ReadRequest& request, const wire::Refusal& refusal) {
  if (request.collect) {
    env_.courier.run(request.peer,
                     [collect = request.collect, refusal] { collect({}, refusal, {}); });
    return;
  }
  env_.courier.send(request.peer, framed(wire::refuse(request.message, refusal)));
}

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
  in_background(
      env_.pools.reading,
      [this, request, newest]() -> Result<ContentAt> {
        PLENARY_TRY(const Version version, find_version(env_.store, key_, request, newest));
        return env_.past.at(key_, version);
      },
      [this, request, refuse](const Result<ContentAt>& at) {
        if (!at) {
          refuse(request, at.error());
          return;
        }
        env_.courier.send(request.peer, framed(wire::historic_snapshot(
                                            request.action, request.request, at->version,
                                            at->content.type_uri(), at->content.to_json())));
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

/// `older`: what was read already, up to `from`.
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
    in_background(
        env_.pools.loading,
        [this, from, tail, type] { return load_ops(env_.store, key_, from, tail, type); },
        [this, from, tail, done](Result<std::vector<CommittedPtr>> ops) {
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
