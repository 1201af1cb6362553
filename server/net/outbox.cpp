#include "server/net/outbox.hpp"

#include <algorithm>
#include <utility>

#include "server/limits.hpp"

namespace plenary::server {

void Outbox::append(Bytes bytes, bool counts) {
  bytes_ += bytes.part.size();
  counted_ += counts ? bytes.part.size() : 0;
  queue_.push_back({std::move(bytes), counts});
}

/// `n` bytes of `piece` wait no longer.
void Outbox::left(const Waiting& piece, std::size_t n) {
  bytes_ -= n;
  counted_ -= piece.counts ? n : 0;
}

Outbox::Push Outbox::push(Bytes bytes) {
  const std::size_t size = bytes.part.size();
  const bool is_oversized = queue_.empty() && size > bytes_max_;
  const bool counts = !bytes.in_budget && !is_oversized;
  if (counts && counted_ + size > bytes_max_) {
    return Push::kOverflow;
  }
  append(std::move(bytes), counts);
  return Push::kQueued;
}

Outbox::Push Outbox::push_newest(const std::string& key, Bytes bytes) {
  if (bytes_ < kOutboxBytesPresence) {
    return push(std::move(bytes));
  }
  const auto older = aside_.find(key);
  const std::size_t others = aside_bytes_ - (older == aside_.end() ? 0 : older->second.part.size());
  if (others + bytes.part.size() > kOutboxBytesPresenceAside) {
    // An older value of the key would be wrong now: show none instead.
    if (older != aside_.end()) {
      aside_.erase(older);
      aside_bytes_ = others;
    }
    return Push::kQueued;
  }
  aside_bytes_ = others + bytes.part.size();
  aside_.insert_or_assign(key, std::move(bytes));
  return Push::kQueued;
}

std::vector<std::string_view> Outbox::front(std::size_t count) const {
  std::vector<std::string_view> pieces;
  pieces.reserve(std::min(count, queue_.size()));
  for (std::size_t i = 0; i < queue_.size() && i < count; ++i) {
    pieces.push_back(queue_[i].bytes.part);
  }
  return pieces;
}

void Outbox::consumed(std::size_t n) {
  while (n > 0 && n >= queue_.front().bytes.part.size()) {
    const std::size_t whole = queue_.front().bytes.part.size();
    left(queue_.front(), whole);
    queue_.pop_front();
    n -= whole;
    begun_ = false;
  }
  if (n > 0) {
    left(queue_.front(), n);
    queue_.front().bytes.part.remove_prefix(n);
    begun_ = true;
  }
  if (bytes_ < kOutboxBytesPresence && !aside_.empty()) {
    for (auto& [key, bytes] : std::exchange(aside_, {})) {
      append(std::move(bytes));
    }
    aside_bytes_ = 0;
  }
}

void Outbox::drop_unbegun() {
  aside_.clear();
  aside_bytes_ = 0;
  while (queue_.size() > (begun_ ? 1u : 0u)) {
    left(queue_.back(), queue_.back().bytes.part.size());
    queue_.pop_back();
  }
}

}  // namespace plenary::server
