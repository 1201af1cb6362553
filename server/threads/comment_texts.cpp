#include "server/threads/comment_texts.hpp"

#include <iterator>
#include <utility>

#include "protocol/threads/comment_text.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

constexpr std::size_t kEntryBytes = 128;  // the map's node and the strings' own

std::size_t size_of(const CommentTexts::Text& text) {
  return text == nullptr ? 0 : text->size();
}

}  // namespace

std::size_t CommentTexts::Made::bytes() const {
  return kEntryBytes + size_of(html) + size_of(folded);
}

/// Makes it without the lock: two threads may make the same, and one of them is kept.
template <class Make>
CommentTexts::Text CommentTexts::get(threads::Number said, Text Made::*member, Make make) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = made_.find(said);
    if (found != made_.end() && found->second.*member != nullptr) {
      return found->second.*member;
    }
  }
  Text text = std::make_shared<const std::string>(make());
  const std::lock_guard lock(mutex_);
  Made& made = made_[said];
  bytes_ -= made.html == nullptr && made.folded == nullptr ? 0 : made.bytes();
  made.*member = text;
  bytes_ += made.bytes();
  while (bytes_ > kCommentTextsBytesMax && made_.size() > 1) {
    auto other = made_.begin();
    other = other->first == said ? std::next(other) : other;
    bytes_ -= other->second.bytes();
    made_.erase(other);
  }
  return text;
}

CommentTexts::Text CommentTexts::html(threads::Number said, const std::string& markdown) {
  return get(said, &Made::html, [&] { return threads::to_html(markdown); });
}

CommentTexts::Text CommentTexts::folded(threads::Number said, const std::string& words,
                                        std::string (*fold)(std::string_view)) {
  return get(said, &Made::folded, [&] { return fold(words); });
}

std::size_t CommentTexts::memory_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace plenary::server
