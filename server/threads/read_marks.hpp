#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/threads/discussion.hpp"
#include "storage/store.hpp"

namespace plenary::server {

/// How far somebody has read the discussions of a paper. A value.
struct ReadMark {
  threads::Number all{0};                                // all before this number
  std::map<threads::Number, threads::Number> threads{};  // of a thread: all before that one

  /// Whether `reader` has not seen the comment: it is somebody else's, new, and still there.
  [[nodiscard]] bool is_new(const threads::Comment& comment, std::string_view reader) const;
  /// Whether the thread has such a comment. Cost: O(its comments).
  [[nodiscard]] bool has_new(const threads::Discussion& discussion, const threads::Thread& thread,
                             std::string_view reader) const;
};

/// The marks of everybody, one record of the store for each reader and paper; in memory, some
/// hundred bytes each. Losing one costs nobody a word, only a dot too many.
class ReadMarks {
 public:
  /// Reads all. Lifetime: the store outlives it.
  [[nodiscard]] static Result<std::unique_ptr<ReadMarks>> load(storage::Store& store);

  /// Thread: any.
  [[nodiscard]] ReadMark of(const std::string& paper, const std::string& reader) const;

  /// Marks everything before `before` as read, in one thread or in all; never back. Blocks for a
  /// synced write: on background threads. Errors: those of Store::change_records, kTooLarge for a
  /// name that is too long.
  [[nodiscard]] Result<void> mark(const std::string& paper, const std::string& reader,
                                  std::optional<threads::Number> thread, threads::Number before);

 private:
  explicit ReadMarks(storage::Store& store) : store_(store) {}

  storage::Store& store_;
  std::mutex writers_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, ReadMark, std::less<>> marks_;  // by the record's key
};

}  // namespace plenary::server
