#include "server/documents/snapshot_frame.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/wire/encode.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

/// The largest document counts as all that one asker may have: it must be deliverable.
Result<ByteBudget::Lease> take_for(std::size_t bytes, const std::string& asker,
                                   ByteBudget& budget) {
  return budget.take(asker, std::min(bytes, kReadAnswerBytesPerAskerMax));
}

}  // namespace

/// The part of one asker in a frame: its sockets send from it.
struct SnapshotFrame::Share {
  std::shared_ptr<SnapshotFrame> frame;
  ByteBudget::Lease lease;
};

void SnapshotFrame::encode() {
  const std::lock_guard lock(encoding_);
  if (!is_encoded()) {
    frame(content_.to_json());
  }
}

bool SnapshotFrame::encode_within(std::size_t bytes_max) {
  const std::lock_guard lock(encoding_);
  if (auto json = content_.to_json_within(bytes_max)) {
    frame(*std::move(json));
  }
  return is_encoded();
}

void SnapshotFrame::frame(std::string content_json) {
  constexpr std::size_t kBeforeData = std::string_view("{\"data\":").size();
  std::size_t data_size = 0;
  std::string payload;
  {
    const std::string data = wire::snapshot_object(version_, content_.type_uri(), content_json);
    content_json = {};  // a large document should not be in memory more often than twice
    data_size = data.size();
    payload = wire::document_reply(action_, key_, data);
  }
  frame_.reserve(payload.size() + 16);
  append_frame(frame_, payload);
  data_ = std::string_view(frame_).substr(frame_.size() - payload.size() + kBeforeData, data_size);
  content_ = {};
  encoded_.store(true, std::memory_order_release);
}

Result<Bytes> SnapshotFrame::bytes_for(const std::string& asker, ByteBudget& budget) {
  PLENARY_ASSERT(is_encoded(), "a frame is encoded before it is sent");
  if (frame_.size() <= kEncodeHereBytes) {
    return Bytes(std::shared_ptr<const std::string>(shared_from_this(), &frame_), frame_);
  }
  const std::lock_guard lock(sharing_);
  std::weak_ptr<Share>& known = shares_[asker];
  std::shared_ptr<Share> share = known.lock();
  if (share == nullptr) {
    PLENARY_TRY(ByteBudget::Lease lease, take_for(frame_.size(), asker, budget));
    share = std::make_shared<Share>(Share{shared_from_this(), std::move(lease)});
    known = share;
  }
  Bytes bytes(std::shared_ptr<const std::string>(std::move(share), &frame_), frame_);
  bytes.in_budget = true;
  return bytes;
}

Result<Bytes> in_budget(std::string frame, const std::string& asker, ByteBudget& budget) {
  if (frame.size() <= kEncodeHereBytes) {
    return Bytes(std::move(frame));
  }
  PLENARY_TRY(ByteBudget::Lease lease, take_for(frame.size(), asker, budget));
  return in_budget(std::move(frame), std::move(lease));
}

Bytes in_budget(std::string frame, ByteBudget::Lease lease) {
  struct Counted {
    std::string frame;
    ByteBudget::Lease lease;
  };
  const auto counted = std::make_shared<const Counted>(Counted{std::move(frame), std::move(lease)});
  Bytes bytes(std::shared_ptr<const std::string>(counted, &counted->frame), counted->frame);
  bytes.in_budget = true;
  return bytes;
}

SnapshotFrameRef SnapshotFrames::at(const DocumentKey& key, std::string_view action,
                                    Version version, const ot::Content& content) {
  Newest& newest = action == "f" ? fetch_ : subscribe_;
  if (SnapshotFrameRef frame = newest.frame.lock();
      frame != nullptr && frame->version() == version) {
    return frame;
  }
  auto frame = std::make_shared<SnapshotFrame>(key, action, version, content);
  is_large_ = is_large_ || !frame->encode_within(kEncodeHereBytes);
  newest = {frame, is_large_ ? nullptr : frame};
  return frame;
}

void SnapshotFrames::encoded(const SnapshotFrame& frame) {
  is_large_ = frame.bytes() > kEncodeHereBytes;
}

void SnapshotFrames::clear() {
  fetch_ = {};
  subscribe_ = {};
}

}  // namespace plenary::server
