#include "server/threads/read_marks.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"

namespace plenary::server {
namespace {

using threads::Number;

constexpr const char* kKind = "read_marks";

std::string key_of(const std::string& paper, const std::string& reader) {
  return paper + '\0' + reader;
}

std::string encode(const ReadMark& mark) {
  json::Value threads = json::Value::object();
  for (const auto& [thread, before] : mark.threads) {
    threads[std::to_string(thread)] = before;
  }
  return json::to_string({{"all", mark.all}, {"threads", std::move(threads)}});
}

std::size_t bytes_of(const ReadMark& mark) {
  constexpr std::size_t kMapNodeBytes = 64;
  return mark.threads.size() * kMapNodeBytes;
}

/// A record that is not whole is as if it were not there.
ReadMark decode_mark(const std::string& text) {
  ReadMark mark;
  const auto value = json::parse(text);
  if (!value) {
    return mark;
  }
  mark.all = json::whole_or_zero(*value, "all");
  const json::Value* const threads = json::find_member(*value, "threads");
  if (threads == nullptr) {
    return mark;
  }
  for (const auto& [name, unused] : threads->items()) {
    if (const auto thread = ascii::whole_number<Number>(name)) {
      mark.threads[*thread] = json::whole_or_zero(*threads, name.c_str());
    }
  }
  return mark;
}

}  // namespace

bool ReadMark::is_new(const threads::Comment& comment, std::string_view reader) const {
  const auto own = threads.find(comment.thread);
  const Number read = std::max(all, own == threads.end() ? Number{0} : own->second);
  return comment.id >= read && comment.author.id != reader && !comment.deleted;
}

bool ReadMark::has_new(const threads::Discussion& discussion, const threads::Thread& thread,
                       std::string_view reader) const {
  return std::any_of(thread.comments.begin(), thread.comments.end(),
                     [&](Number id) { return is_new(*discussion.comment(id), reader); });
}

Result<ReadMark> ReadMarks::find(const std::string& key) const {
  {
    const std::lock_guard lock(mutex_);
    if (const ReadMark* known = marks_.find(key)) {
      return *known;
    }
  }
  PLENARY_TRY(const std::optional<std::string> record, store_.record(kKind, key));
  ReadMark mark = record ? decode_mark(*record) : ReadMark{};
  const std::lock_guard lock(mutex_);
  if (const ReadMark* newer = marks_.find(key)) {
    return *newer;
  }
  marks_.put(key, mark, bytes_of(mark));
  return mark;
}

ReadMark ReadMarks::of(const std::string& paper, const std::string& reader) const {
  const auto mark = find(key_of(paper, reader));
  return mark ? *mark : ReadMark{};
}

Result<void> ReadMarks::mark(const std::string& paper, const std::string& reader,
                             std::optional<Number> thread, Number before) {
  if (reader.size() > kNameBytesMax || paper.size() > kNameBytesMax) {
    return Error{Errc::kTooLarge, "this name is too long"};
  }
  const std::string key = key_of(paper, reader);
  const std::lock_guard writing(writers_);
  PLENARY_TRY(ReadMark mark, find(key));
  Number& place = thread ? mark.threads[*thread] : mark.all;
  if (before <= std::max(place, mark.all)) {
    return {};
  }
  place = before;
  std::erase_if(mark.threads, [&mark](const auto& entry) { return entry.second <= mark.all; });
  const std::array<storage::RecordChange, 1> change{
      storage::RecordChange{kKind, key, encode(mark)}};
  PLENARY_TRY_VOID(store_.change_records(change));
  const std::lock_guard lock(mutex_);
  const std::size_t bytes = bytes_of(mark);
  marks_.put(key, std::move(mark), bytes);
  return {};
}

}  // namespace plenary::server
