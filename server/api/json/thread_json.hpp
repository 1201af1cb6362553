#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/threads/read_marks.hpp"
#include "server/threads/thread_view.hpp"

/// Threads and comments as HTTP answers have them. Pure; any thread.
namespace plenary::server {

/// Who removed the words of an orphan, and when.
struct Removal {
  Version version;
  std::string author;
  Timestamp time;
};

/// Whoever asks: what is told them depends on it.
struct ThreadReader {
  std::string id{};  // of an author; empty: nobody in particular, who has read everything
  ReadMark mark{};
  /// What people call an author; empty: not known.
  std::function<std::string(const std::string& author)> name_of{};
};

/// Appends a thread. Cost: that of rendering the comments' Markdown.
void append(std::string& out, const ThreadView& view, const std::optional<Removal>& removal,
            const ThreadReader& reader);
void append(std::string& out, const threads::Comment& comment, const ThreadReader& reader);
/// Appends what the comment said before its edits, oldest first.
void append_revisions(std::string& out, const threads::Comment& comment);

/// A thread's entity tag: changes with its comments and properties, not with its place.
[[nodiscard]] std::string etag_of(const threads::Thread& thread);
/// The number in such a tag, or nothing.
[[nodiscard]] std::optional<threads::Number> number_in_etag(std::string_view etag);

}  // namespace plenary::server
