#include "server/threads/read_marks.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

using threads::Number;

constexpr const char* kTable = "read_marks";

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

std::optional<Number> whole(const json::Value& value) {
  return value.is_number_integer() && value.get<std::int64_t>() >= 0
             ? std::optional(value.get<Number>())
             : std::nullopt;
}

/// What cannot be read is as if it had not been there.
ReadMark decode(const std::string& text) {
  ReadMark mark;
  const auto value = json::parse(text);
  if (!value || !value->is_object()) {
    return mark;
  }
  mark.all = whole(value->value("all", json::Value())).value_or(0);
  const json::Value threads = value->value("threads", json::Value::object());
  for (const auto& [name, before] : threads.items()) {
    if (const auto thread = ascii::whole_number<Number>(name)) {
      mark.threads[*thread] = whole(before).value_or(0);
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

Result<std::unique_ptr<ReadMarks>> ReadMarks::load(storage::Store& store) {
  std::unique_ptr<ReadMarks> marks(new ReadMarks(store));
  PLENARY_TRY_VOID(store.read_records(kTable, [&](std::string&& key, std::string&& json) {
    marks->marks_.emplace(std::move(key), decode(json));
    return true;
  }));
  return marks;
}

ReadMark ReadMarks::of(const std::string& paper, const std::string& reader) const {
  const std::shared_lock lock(mutex_);
  const auto found = marks_.find(key_of(paper, reader));
  return found == marks_.end() ? ReadMark{} : found->second;
}

Result<void> ReadMarks::mark(const std::string& paper, const std::string& reader,
                             std::optional<Number> thread, Number before) {
  if (reader.size() > kNameBytesMax || paper.size() > kNameBytesMax) {
    return Error{Errc::kTooLarge, "this name is too long"};
  }
  const std::lock_guard writing(writers_);
  ReadMark mark = of(paper, reader);
  Number& place = thread ? mark.threads[*thread] : mark.all;
  if (before <= std::max(place, mark.all)) {
    return {};
  }
  place = before;
  std::erase_if(mark.threads, [&mark](const auto& entry) { return entry.second <= mark.all; });
  const std::array<storage::RecordChange, 1> change{
      storage::RecordChange{kTable, key_of(paper, reader), encode(mark)}};
  PLENARY_TRY_VOID(store_.change_records(change));
  const std::unique_lock lock(mutex_);
  marks_.insert_or_assign(key_of(paper, reader), std::move(mark));
  return {};
}

}  // namespace plenary::server
