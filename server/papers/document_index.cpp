#include "server/papers/document_index.hpp"

#include <algorithm>
#include <utility>

#include "server/runtime/attempt.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {
namespace {

/// The age that a list may have. A person does not see the difference.
constexpr std::chrono::milliseconds kFreshTime{1000};
/// Reading the list takes at most a tenth of one thread.
constexpr int kRestFactor = 10;

}  // namespace

bool DocumentIndex::is_fresh() const {
  return listing_ != nullptr && built_generation_ == generation_ &&
         SteadyClock::now() < fresh_until_;
}

void DocumentIndex::read(Use use) {
  std::unique_lock lock(mutex_);
  if (is_fresh()) {
    const ListingPtr listing = listing_;
    lock.unlock();
    use(listing);
    return;
  }
  waiting_.push_back({generation_, std::move(use)});
  if (!std::exchange(building_, true)) {
    pool_.post([this] { build(); });
  }
}

void DocumentIndex::invalidate() {
  const std::lock_guard lock(mutex_);
  ++generation_;
}

void DocumentIndex::build() {
  std::unique_lock lock(mutex_);
  const std::uint64_t generation = generation_;
  lock.unlock();
  const auto started = SteadyClock::now();
  auto listing = result_of([this] { return reader_.read(); });
  const auto took = SteadyClock::now() - started;
  Result<ListingPtr> answer =
      listing ? Result<ListingPtr>(std::make_shared<const Listing>(*std::move(listing)))
              : Result<ListingPtr>(std::move(listing).error());

  lock.lock();
  if (answer) {
    listing_ = *answer;
    built_generation_ = generation;
    fresh_until_ = started + std::max<SteadyClock::duration>(kFreshTime, kRestFactor * took);
  }
  // A request that came after a change that this build may have missed waits for the next build.
  const auto late = std::stable_partition(
      waiting_.begin(), waiting_.end(),
      [generation](const Waiting& waiting) { return waiting.needs <= generation; });
  std::vector<Waiting> served(std::make_move_iterator(waiting_.begin()),
                              std::make_move_iterator(late));
  waiting_.erase(waiting_.begin(), late);
  building_ = !waiting_.empty();
  const bool again = building_;
  lock.unlock();
  for (Waiting& waiting : served) {
    waiting.use(answer);
  }
  if (again) {
    pool_.post([this] { build(); });
  }
}

}  // namespace plenary::server
