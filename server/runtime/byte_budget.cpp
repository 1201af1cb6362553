#include "server/runtime/byte_budget.hpp"

#include <mutex>
#include <unordered_map>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"

namespace plenary::server {

struct ByteBudget::Lease::Counts {
  explicit Counts(Options o) : options(o) {}
  const Options options;
  std::mutex mutex;
  std::size_t held{0};
  std::unordered_map<std::string, std::size_t> by_key;  // only keys that hold bytes
};

ByteBudget::ByteBudget(Options options) : counts_(std::make_shared<Lease::Counts>(options)) {}

ByteBudget::Lease& ByteBudget::Lease::operator=(Lease&& other) noexcept {
  if (this != &other) {
    release();
    counts_ = std::move(other.counts_);
    key_ = std::move(other.key_);
    bytes_ = std::exchange(other.bytes_, 0);
  }
  return *this;
}

Result<void> ByteBudget::Lease::grow(std::size_t bytes) {
  PLENARY_ASSERT(counts_ != nullptr, "a lease that was moved from holds nothing");
  if (bytes == 0) {
    return {};
  }
  const std::lock_guard lock(counts_->mutex);
  std::size_t& own = counts_->by_key[key_];
  const bool fits = bytes <= counts_->options.bytes_max - counts_->held &&
                    bytes <= counts_->options.bytes_per_asker_max - own;
  if (!fits) {
    if (own == 0) {
      counts_->by_key.erase(key_);
    }
    return Error{Errc::kBusy,
                 "Too much is on its way at the moment: try again when what you asked "
                 "for before has arrived. Nothing was done."};
  }
  own += bytes;
  counts_->held += bytes;
  bytes_ += bytes;
  return {};
}

void ByteBudget::Lease::shrink(std::size_t bytes) {
  PLENARY_ASSERT(bytes <= bytes_, "a lease gives back what it holds");
  if (bytes == 0) {
    return;
  }
  const std::lock_guard lock(counts_->mutex);
  bytes_ -= bytes;
  counts_->held -= bytes;
  const auto own = counts_->by_key.find(key_);
  own->second -= bytes;
  if (own->second == 0) {
    counts_->by_key.erase(own);
  }
}

void ByteBudget::Lease::release() {
  if (counts_ != nullptr) {
    shrink(bytes_);
  }
}

Result<ByteBudget::Lease> ByteBudget::take(const std::string& key, std::size_t bytes) {
  Lease lease(counts_, key);
  PLENARY_TRY_VOID(lease.grow(bytes));
  return lease;
}

std::size_t ByteBudget::held() const {
  const std::lock_guard lock(counts_->mutex);
  return counts_->held;
}

}  // namespace plenary::server
