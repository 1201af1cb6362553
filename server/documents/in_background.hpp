#pragma once

#include <memory>
#include <utility>

#include "server/documents/document_actor.hpp"
#include "server/runtime/pools.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

template <class Read, class Then>
void DocumentActor::in_background(Pool& pool, Read read, Then then) {
  ++background_reads_;
  // The actor lives at least until its answer is back: `read` and `then` use it.
  pool.post([self = shared_from_this(), read = std::move(read), then = std::move(then)]() mutable {
    auto answer = read();
    Shard& shard = self->env_.shard;
    shard.post(
        [self = std::move(self), answer = std::move(answer), then = std::move(then)]() mutable {
          --self->background_reads_;
          then(std::move(answer));
        });
  });
}

}  // namespace plenary::server
