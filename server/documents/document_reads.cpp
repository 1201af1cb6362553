// Reads of clients that open a document: its snapshot, its operations.

#include <algorithm>
#include <utility>

#include "protocol/wire/encode.hpp"
#include "server/documents/document_actor.hpp"
#include "server/documents/in_background.hpp"
#include "server/documents/loader.hpp"
#include "server/documents/refusals.hpp"

namespace plenary::server {

std::string DocumentActor::frames_between(Version from, Version to, EmbedKinds understood) const {
  std::string frames;
  for (Version at = from; at < to; at = at.next()) {
    append_frame(frames, op_message(key_, *state_->op_at(at), understood));
  }
  return frames;
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
  request.snapshot.reset();  // that of an earlier attempt may show what the store has lost
  request.answer = {};
  if (!request.from) {
    read_snapshot(std::move(request));
  } else {
    const Version from = std::min(*request.from, state_->head());
    read_ops(std::move(request), from);
  }
}

void DocumentActor::read_snapshot(ReadRequest request) {
  SnapshotFrameRef frame = frames_.at(key_, request.action, state_->head(), state_->content());
  if (frame->is_encoded()) {
    if (auto bytes = bytes_for(request, *frame)) {
      request.answer = *std::move(bytes);
      give_snapshot(std::move(request), std::move(frame));
      return;
    }
  }
  suspend(request.peer);
  in_turn(
      env_.pools.reading, Turn{request.asker, request.peer},
      [this, frame, request]() -> Result<Bytes> {
        frame->encode();
        return bytes_for(request, *frame);
      },
      [this, generation = generation_, frame, request](Result<Bytes> answer) mutable {
        const PeerRef peer = request.peer;
        resume(peer, [&] {
          if (!answer) {
            refuse_read(request, refusal_of(answer.error()));
          } else if (phase_ != Phase::kLive || generation != generation_) {
            read(std::move(request));
          } else {
            frames_.encoded(*frame);
            request.answer = *std::move(answer);
            give_snapshot(std::move(request), std::move(frame));
          }
        });
      });
}

/// Nothing for a bulk: it copies from the frame, and counts its reply itself. Thread: any.
Result<Bytes> DocumentActor::bytes_for(const ReadRequest& request, SnapshotFrame& frame) const {
  return request.collect ? Bytes() : frame.bytes_for(request.asker, env_.read_answers);
}

/// Operations that were committed while the snapshot was encoded follow it, if the reader
/// subscribes.
void DocumentActor::give_snapshot(ReadRequest request, SnapshotFrameRef snapshot) {
  const Version at = snapshot->version();
  request.snapshot = std::move(snapshot);
  if (request.subscription != nullptr) {
    read_ops(std::move(request), at);
    return;
  }
  Task answer([this, request, at]() mutable { finish_read(std::move(request), {}, at); });
  answer_read(at, std::move(answer), std::move(request));
}

void DocumentActor::read_ops(ReadRequest request, Version from) {
  const Version head = state_->head();
  const bool is_long = from < durable_ && head.value - from.value > kCatchUpOpsHere;
  if (from < state_->tail_start() || is_long) {
    read_next_piece(std::move(request), from);
    return;
  }
  Task answer([this, request,
               frames = frames_between(from, head, understood_by(request.peer.get())),
               head]() mutable { finish_read(std::move(request), std::move(frames), head); });
  answer_read(head, std::move(answer), std::move(request));
}

/// Sends operations from `from` on, as many as make a piece, and goes on when the socket has taken
/// most of it. All of them are durable, so they need not wait in the release queue; the last piece
/// does.
void DocumentActor::read_next_piece(ReadRequest request, Version from) {
  const Version tail = state_->tail_start();
  const Version to{std::min((from < tail ? tail : durable_).value, from.value + kCatchUpPieceOps)};
  std::vector<CommittedPtr> ops;
  for (Version at = from; from >= tail && at < to; at = at.next()) {
    ops.push_back(state_->op_at(at));
  }
  const PeerRef peer = request.peer;
  suspend(peer);
  in_turn(
      env_.pools.loading, Turn{request.asker, peer},
      [this, from, to, understood = understood_by(peer.get()),
       ops = std::move(ops)]() -> Result<OpFrames> {
        return ops.empty()
                   ? load_op_frames(env_.store, key_, from, to, kCatchUpPieceBytes, understood)
                   : op_frames(key_, ops, kCatchUpPieceBytes, understood);
      },
      [this, request = std::move(request)](Result<OpFrames> piece) mutable {
        const PeerRef reader = request.peer;
        if (!piece) {
          resume(reader, [&] { refuse_read(request, refusal_of(piece.error())); });
          return;
        }
        send_snapshot(request);
        env_.courier.send(reader, Bytes(std::move(piece->frames)));
        // From here on it is a read of the operations that are left, which it may have.
        request.from = piece->next;
        request.oldest = {};
        when_taken(reader, [this, reader, request = std::move(request)]() mutable {
          resume(reader, [&] {
            if (phase_ == Phase::kLive) {
              const Version next = *request.from;
              read_ops(std::move(request), next);
            } else {
              read(std::move(request));
            }
          });
        });
      });
}

/// Does `next` in a step of this document once little waits in the socket's outbox, or once it is
/// gone.
void DocumentActor::when_taken(const PeerRef& peer, Task next) {
  struct Wait {
    static void look(std::shared_ptr<DocumentActor> self, const PeerRef& peer, Task next) {
      if (!peer->is_gone() && peer->waiting_bytes() > kOutboxBytesReading) {
        peer->shard().after(kTakenPause,
                            [self = std::move(self), peer, next = std::move(next)]() mutable {
                              look(std::move(self), peer, std::move(next));
                            });
        return;
      }
      Shard& shard = self->env_.shard;
      shard.post([self = std::move(self), peer, next = std::move(next)]() mutable {
        self->guarded([&] { next(); });
        self->close_if_condemned(peer);
      });
    }
  };
  env_.courier.run(peer, [self = shared_from_this(), peer, next = std::move(next)]() mutable {
    Wait::look(std::move(self), peer, std::move(next));
  });
}

void DocumentActor::answer_read(Version needs, Task answer, ReadRequest request) {
  if (request.subscription != nullptr && !request.subscription->has_ended() &&
      !request.peer->is_gone()) {
    listeners_to_be_.insert(request.peer.get());
  }
  releases_.push(needs, std::move(answer), std::move(request));
  release();
}

/// Sends the snapshot that was encoded for this reader, if there is one and no bulk collects it.
void DocumentActor::send_snapshot(ReadRequest& request) {
  if (request.snapshot == nullptr || request.collect) {
    return;
  }
  env_.courier.send(request.peer, std::exchange(request.answer, {}));
  if (request.given && !request.peer->is_gone()) {
    request.given(request.snapshot->version());
  }
  request.snapshot.reset();
}

/// `at`: the version that the reader has then.
void DocumentActor::finish_read(ReadRequest request, std::string frames, Version at) {
  const bool has_snapshot = request.snapshot != nullptr;
  send_snapshot(request);
  if (!has_snapshot && !request.collect) {
    append_frame(frames, wire::document_reply(request.action, key_));
  }
  if (!frames.empty()) {
    env_.courier.send(request.peer, Bytes(std::move(frames)));
  }
  if (!request.collect) {
    answered(request.peer, request.in_flight);
  } else {
    if (request.given && has_snapshot && !request.peer->is_gone()) {
      request.given(at);
    }
    env_.courier.run(request.peer,
                     [collect = request.collect, snapshot = std::move(request.snapshot), at,
                      in_flight = request.in_flight]() mutable {
                       collect(std::move(snapshot), std::nullopt, at);
                     });
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

}  // namespace plenary::server
