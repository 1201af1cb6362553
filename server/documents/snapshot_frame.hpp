#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/base/document_key.hpp"
#include "protocol/base/units.hpp"
#include "protocol/ot/type.hpp"
#include "server/net/frame.hpp"
#include "server/runtime/byte_budget.hpp"

namespace plenary::server {

/// The frame that answers a read with a document's content at one version,
/// `{"data":{v,data,type},"a":…,"c":…,"d":…}`. All readers at that version share it: it is encoded
/// once, by the first reader whose turn comes. Immutable once encoded. Thread: any.
class SnapshotFrame : public std::enable_shared_from_this<SnapshotFrame> {
 public:
  /// `action`: "f" or "s", a literal.
  SnapshotFrame(DocumentKey key, std::string_view action, Version version, ot::Content content)
      : key_(std::move(key)), action_(action), version_(version), content_(std::move(content)) {}

  [[nodiscard]] Version version() const { return version_; }

  /// Encodes the frame if nobody has; waits if somebody is at it. Cost: O(content), so for pools.
  void encode();
  /// Encodes the frame if its content takes about `bytes_max` bytes or fewer. Returns: whether it
  /// is encoded. Cost: that of `bytes_max` bytes. Requires: nobody else has it yet.
  bool encode_within(std::size_t bytes_max);
  [[nodiscard]] bool is_encoded() const { return encoded_.load(std::memory_order_acquire); }

  // Requires: is_encoded().

  [[nodiscard]] std::size_t bytes() const { return frame_.size(); }
  /// The snapshot object in the frame, for other answers. Lifetime: the frame's.
  [[nodiscard]] std::string_view data() const { return data_; }
  /// The frame for one reader. A large one counts in `budget` until the last socket of this asker
  /// has sent it; the asker's readers share the count as they share the memory. Error kBusy.
  [[nodiscard]] Result<Bytes> bytes_for(const std::string& asker, ByteBudget& budget);

 private:
  struct Share;
  void frame(std::string content_json);

  const DocumentKey key_;
  const std::string_view action_;
  const Version version_;
  std::mutex encoding_;  // held while the frame is encoded
  ot::Content content_;  // until it is encoded
  std::atomic<bool> encoded_{false};
  std::string frame_;
  std::string_view data_;  // in frame_
  std::mutex sharing_;
  std::unordered_map<std::string, std::weak_ptr<Share>> shares_;  // by asker; guarded by sharing_
};
using SnapshotFrameRef = std::shared_ptr<SnapshotFrame>;

/// A frame that one socket gets, counted in `budget` if it is large, until the socket has sent it.
/// Error kBusy.
[[nodiscard]] Result<Bytes> in_budget(std::string frame, const std::string& asker,
                                      ByteBudget& budget);

/// The same for what was counted already.
[[nodiscard]] Bytes in_budget(std::string frame, ByteBudget::Lease lease);

/// The newest frames of one document. Small ones are kept for the next reader. Large ones are found
/// again for as long as a socket sends them. Thread: the document's.
class SnapshotFrames {
 public:
  /// The frame of `content`, encoded if that is a matter of microseconds.
  [[nodiscard]] SnapshotFrameRef at(const DocumentKey& key, std::string_view action,
                                    Version version, const ot::Content& content);
  /// Takes note of how large a frame turned out to be.
  void encoded(const SnapshotFrame& frame);
  void clear();

 private:
  struct Newest {
    std::weak_ptr<SnapshotFrame> frame;
    SnapshotFrameRef kept;  // null if it is large
  };
  Newest fetch_;
  Newest subscribe_;
  bool is_large_{false};  // as far as is known, so encoding it here is not tried
};

}  // namespace plenary::server
