#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/threads/comment_texts.hpp"
#include "server/threads/read_marks.hpp"
#include "server/threads/thread_view.hpp"

/// Threads and comments as HTTP answers have them. Thread: any.
namespace plenary::server {

/// The operation that removed the words of an orphan.
struct Removal {
  Version version;
  std::string author;
  Timestamp time;
};

/// The reader whom an answer is for.
struct ThreadReader {
  std::string id{};  // of an author; empty: a reader without an id, for whom nothing is unread
  ReadMark mark{};
  /// May have words that are no longer in the paper. Others get the quote of an orphan, which its
  /// author put on record, and not what was written into it later and deleted with it.
  bool reads_history{false};
  /// Returns the display name of an author; empty: not known.
  std::function<std::string(const std::string& author)> name_of{};
};

/// Appends a thread. Cost: that of rendering the comments that `texts` does not have yet.
void append(std::string& out, const ThreadView& view, const std::optional<Removal>& removal,
            const ThreadReader& reader, CommentTexts& texts);
/// Appends the texts of a comment before each of its edits, oldest first.
void append_revisions(std::string& out, const threads::Comment& comment, CommentTexts& texts);

/// A thread's entity tag: changes with its comments and properties, not with its place.
[[nodiscard]] std::string etag_of(const threads::Thread& thread);
/// The number in such a tag, or nothing.
[[nodiscard]] std::optional<threads::Number> number_in_etag(std::string_view etag);

}  // namespace plenary::server
