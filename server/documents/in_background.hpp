#pragma once

#include <memory>
#include <utility>

#include "server/documents/document_actor.hpp"
#include "server/runtime/attempt.hpp"
#include "server/runtime/pools.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

template <class Read, class Then>
void DocumentActor::in_background(Pool& pool, Read read, Then then) {
  ++background_reads_;
  // The actor lives at least until its answer is back: `read` and `then` use it. It is handed on
  // each time, because it must not end on a pool's thread.
  pool.post([self = shared_from_this(), read = std::move(read), then = std::move(then)]() mutable {
    auto attempted = attempt(read);
    Shard& shard = self->env_.shard;
    shard.post([self = std::move(self), attempted = std::move(attempted),
                then = std::move(then)]() mutable {
      self->guarded([&] {
        --self->background_reads_;
        then(attempted.take());
      });
    });
  });
}

template <class Read, class Then>
void DocumentActor::in_turn(Pool& pool, Turn turn, Read read, Then then) {
  if (turn.peer == nullptr) {
    in_background(pool, std::move(read), std::move(then));
    return;
  }
  ++background_reads_;
  struct Work {
    Pool& pool;
    Turn turn;
    Read read;
    Then then;
  };
  ask_in_turn(
      std::make_shared<Work>(Work{pool, std::move(turn), std::move(read), std::move(then)}));
}

template <class Work>
void DocumentActor::ask_in_turn(std::shared_ptr<Work> work) {
  using Answer = decltype(work->read());
  const Result<void> posted =
      work->pool.try_post({work->turn.asker, {}}, [self = shared_from_this(), work]() mutable {
        Attempt<Answer> attempted;
        if (work->turn.peer->is_gone()) {
          attempted.answer = Answer(Error{Errc::kStopping, "nobody waits for it"});
        } else {
          attempted = attempt(work->read);
        }
        Shard& shard = self->env_.shard;
        shard.post([self = std::move(self), work = std::move(work),
                    attempted = std::move(attempted)]() mutable {
          const PeerRef peer = work->turn.peer;
          self->guarded([&] { self->answered_in_turn(std::move(work), attempted.take()); });
          self->close_if_condemned(peer);
        });
      });
  if (!posted) {
    answered_in_turn(std::move(work), Answer(posted.error()));
  }
}

template <class Work, class Answer>
void DocumentActor::answered_in_turn(std::shared_ptr<Work> work, Answer answer) {
  const bool is_busy = !answer && answer.error().code == Errc::kBusy;
  if (!is_busy || !work->turn.waits_on()) {
    --background_reads_;
    work->then(std::move(answer));
    return;
  }
  const std::chrono::milliseconds pause = work->turn.next_pause();
  env_.shard.after(pause, [self = shared_from_this(), work = std::move(work)]() mutable {
    const PeerRef peer = work->turn.peer;
    self->guarded([&] { self->ask_in_turn(std::move(work)); });
    self->close_if_condemned(peer);
  });
}

}  // namespace plenary::server
