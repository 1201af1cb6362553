#include "tests/support/server/recording_peer.hpp"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

namespace plenary::server::testing {
namespace {

/// Long enough for a thread sanitizer on a machine that does other things.
constexpr std::chrono::seconds kPatience{60};

}  // namespace

std::vector<std::string> payloads_of(std::string_view bytes) {
  std::vector<std::string> payloads;
  while (bytes.size() >= 2) {
    EXPECT_EQ(bytes[0], '\x81') << "every frame is one whole text";
    std::size_t size = static_cast<unsigned char>(bytes[1]);
    EXPECT_LT(size, 128u) << "a server does not mask";
    const std::size_t length_bytes = size < 126 ? 0 : size == 126 ? 2 : 8;
    if (length_bytes > 0) {
      size = 0;
      for (std::size_t i = 0; i < length_bytes; ++i) {
        size = (size << 8) | static_cast<unsigned char>(bytes[2 + i]);
      }
    }
    const std::size_t start = 2 + length_bytes;
    EXPECT_LE(start + size, bytes.size());
    payloads.emplace_back(bytes.substr(start, size));
    bytes.remove_prefix(std::min(bytes.size(), start + size));
  }
  EXPECT_TRUE(bytes.empty());
  return payloads;
}

void RecordingPeer::take(const Bytes& bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (!is_taking_) {
      outbox_.push_back(bytes);
    }
  }
  for (std::string& payload : payloads_of(bytes.part)) {
    if (on_payload) {
      on_payload(payload);
    }
    const std::lock_guard lock(mutex_);
    payloads_.push_back(std::move(payload));
    changed_.notify_all();
  }
}

std::size_t RecordingPeer::waiting_bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t bytes = waiting;
  for (const Bytes& kept : outbox_) {
    bytes += kept.part.size();
  }
  return bytes;
}

void RecordingPeer::stop_taking() {
  const std::lock_guard lock(mutex_);
  is_taking_ = false;
}

void RecordingPeer::take_on() {
  std::vector<Bytes> taken;  // goes after the lock
  const std::lock_guard lock(mutex_);
  is_taking_ = true;
  taken.swap(outbox_);
}

void RecordingPeer::close(CloseReason reason) {
  const std::lock_guard lock(mutex_);
  closed_ = reason;
  changed_.notify_all();
}

std::vector<std::string> RecordingPeer::payloads() const {
  const std::lock_guard lock(mutex_);
  return payloads_;
}

std::optional<CloseReason> RecordingPeer::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::string RecordingPeer::next() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return taken_ < payloads_.size(); })) {
    ADD_FAILURE() << "nothing came";
    return {};
  }
  return payloads_[taken_++];
}

std::string RecordingPeer::next_with(std::string_view part) {
  while (true) {
    std::string payload = next();
    if (payload.empty() || payload.find(part) != std::string::npos) {
      EXPECT_FALSE(payload.empty()) << "waited for " << part;
      return payload;
    }
  }
}

std::optional<CloseReason> RecordingPeer::wait_closed() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kPatience, [this] { return closed_.has_value(); });
  return closed_;
}

}  // namespace plenary::server::testing
