#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/threads/discussion.hpp"
#include "server/limits.hpp"
#include "server/runtime/bounded_cache.hpp"
#include "storage/records.hpp"

namespace plenary::server {

/// The comments of a paper that one reader has read. A value.
struct ReadMark {
  threads::Number all{0};                                // all before this number
  std::map<threads::Number, threads::Number> threads{};  // of a thread: all before that one

  /// Whether `reader` has not seen the comment: it is somebody else's, new, and still there.
  [[nodiscard]] bool is_new(const threads::Comment& comment, std::string_view reader) const;
  /// Whether the thread has such a comment. Cost: O(its comments).
  [[nodiscard]] bool has_new(const threads::Discussion& discussion, const threads::Thread& thread,
                             std::string_view reader) const;
};

/// Marks how far people have read: one record of the store for each reader and paper. Memory holds
/// the marks that were asked for last. A mark that is lost costs a dot too many, no word.
/// Thread: any. Calls block for a point read of the store if a mark is not in memory.
class ReadMarks {
 public:
  /// Lifetime: the store outlives it.
  explicit ReadMarks(storage::Records& store) : store_(store) {}

  /// Returns the mark of a reader; an empty one if there is none, or if the store cannot be read.
  [[nodiscard]] ReadMark of(const std::string& paper, const std::string& reader) const;

  /// Marks everything before `before` as read, in one thread or in all; never back. Blocks for a
  /// synced write: on background threads only. Errors: those of the store; kTooLarge: a name that
  /// is too long.
  [[nodiscard]] Result<void> mark(const std::string& paper, const std::string& reader,
                                  std::optional<threads::Number> thread, threads::Number before);

 private:
  [[nodiscard]] Result<ReadMark> find(const std::string& key) const;

  storage::Records& store_;
  std::mutex writers_;  // held from reading a mark to writing it
  mutable std::mutex mutex_;
  mutable BoundedCache<ReadMark> marks_{kReadMarkCacheBytes};  // by the record's key; of mutex_
};

}  // namespace plenary::server
