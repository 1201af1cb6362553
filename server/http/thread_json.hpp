#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/threads/thread_view.hpp"

/// Threads and comments as HTTP answers have them. Pure; any thread.
namespace plenary::server {

/// Who removed the words of an orphan, and when.
struct Removal {
  Version version;
  std::string author;
  Timestamp time;
};

/// Appends a thread. `reader`: the id of whoever asks; their own reaction is told apart. Cost: that
/// of rendering the comments' Markdown.
void append(std::string& out, const ThreadView& view, const std::optional<Removal>& removal,
            std::string_view reader);
void append(std::string& out, const threads::Comment& comment, std::string_view reader);
/// Appends what the comment said before its edits, oldest first.
void append_revisions(std::string& out, const threads::Comment& comment);

/// A thread's entity tag: changes with its comments and properties, not with its place.
[[nodiscard]] std::string etag_of(const threads::Thread& thread);
/// The number in such a tag, or nothing.
[[nodiscard]] std::optional<threads::Number> number_in_etag(std::string_view etag);

}  // namespace plenary::server
