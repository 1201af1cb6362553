#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/threads/event.hpp"

namespace plenary::server {

/// Caches texts made from the comments of a paper: their HTML, and their words without case for
/// searching. Words are named by the event that said them, so nothing here is ever out of date.
/// Bounded (kCommentTextsBytesMax): beyond it any others are forgotten. Thread: any.
class CommentTexts {
 public:
  using Text = std::shared_ptr<const std::string>;

  /// The words as HTML (threads::to_html). Cost: that of rendering, the first time.
  [[nodiscard]] Text html(threads::Number said, const std::string& markdown);
  /// The words as `fold` makes them for searching; always the same function. Cost: that of `fold`,
  /// the first time.
  [[nodiscard]] Text folded(threads::Number said, const std::string& words,
                            std::string (*fold)(std::string_view));
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Made {
    Text html;
    Text folded;
    [[nodiscard]] std::size_t bytes() const;
  };
  template <class Make>
  Text get(threads::Number said, Text Made::*member, Make make);

  mutable std::mutex mutex_;
  std::unordered_map<threads::Number, Made> made_;  // guarded by mutex_
  std::size_t bytes_{0};                            // the same
};

}  // namespace plenary::server
