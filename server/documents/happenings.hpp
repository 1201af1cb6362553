#pragma once

#include <optional>
#include <string>

#include "protocol/base/units.hpp"

namespace plenary::server {

/// An event of a paper that other programs are told of. Never holds anyone's words.
struct Happening {
  /// "document.created", "document.deleted", "document.renamed", "thread.started",
  /// "thread.replied", "thread.resolved", "thread.reopened", "thread.labelled", "thread.assigned",
  /// "comment.edited", "comment.deleted", "comment.reacted".
  std::string type{};
  std::string paper{};
  Timestamp at{};
  std::string author_id{};  // empty: not known
  std::string author_name{};
  std::optional<std::uint64_t> thread{};
  std::optional<std::uint64_t> number{};  // of the event in the paper's discussions
};

/// The receiver of such events. Thread: any; called on a paper's shard, so it must not block.
class Happenings {
 public:
  Happenings() = default;
  Happenings(const Happenings&) = delete;
  Happenings& operator=(const Happenings&) = delete;
  virtual ~Happenings() = default;
  /// Called once the event is durable.
  virtual void happened(const Happening& happening) = 0;
};

}  // namespace plenary::server
